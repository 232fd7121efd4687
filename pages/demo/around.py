"""What the sample site has besides the imported communities: its own words, text, an earlier edition, and Chinese."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml
from wagtail.models import Locale, Page

from pages.demo import fill_in
from pages.models import EventIndexPage, ForumPage, HomePage, SiteSettings, StandardPage

SOURCE = Path(__file__).parent / "around.yaml"


def complete(home: HomePage, *, today: dt.date) -> None:
    """Add to a site whose communities were imported below `home` what makes it whole, as of `today`."""
    written = yaml.safe_load(fill_in(SOURCE.read_text(encoding="utf-8"), today=today))
    SiteSettings.objects.update_or_create(site=home.get_site(), defaults=written["site"])
    publish(home, **written["home"])
    add(home, StandardPage(show_in_menus=True), **written["text_page"])
    forum = written["index"].pop("forum")
    index = add(home, EventIndexPage(show_in_menus=True), **written["index"])
    add(index, ForumPage(), **{**forum, **read_days(forum)})
    translate(home, written["translation"])


def read_days(texts: dict[str, Any]) -> dict[str, dt.date]:
    """The values that are days, `YYYY-MM-DD`."""
    return {name: dt.date.fromisoformat(texts[name]) for name in ("start_date", "end_date")}


def add(parent: Page, page: Page, **texts: Any) -> Page:
    """Publish a new page below `parent`."""
    fill(page, texts)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def publish(page: Page, **texts: Any) -> None:
    """Publish other words on a page."""
    fill(page, texts)
    page.save_revision().publish()


def fill(page: Page, texts: dict[str, Any]) -> None:
    """Set fields of a page; its body is one block of text, and its important dates take new labels in order."""
    for name, value in texts.items():
        if name == "body":
            page.body = [("text", value)]
        elif name == "important_dates":
            dates = list(page.important_dates.all())
            for date, label in zip(dates, value, strict=True):
                date.label = label
            page.important_dates = dates
        else:
            setattr(page, name, value)


def translate(home: HomePage, written: dict[str, Any]) -> None:
    """Publish the home page and some of those below it in another language."""
    locale, _ = Locale.objects.get_or_create(language_code=written["language"])
    publish(home.copy_for_translation(locale), **written["home"])
    for slug, texts in written["pages"].items():
        page = Page.objects.descendant_of(home).get(slug=slug, locale=home.locale).specific
        publish(page.copy_for_translation(locale), **texts)
