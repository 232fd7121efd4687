"""What tests have editors do beside the admin: reads one deed per line as JSON, does it, writes one line back.

Run by `manage.py shell`. A deed is `{"deed": name, "with": {…}}`; the answer `{"done": result, "at": seconds}` with the
instant when it was committed, in seconds since 1970, or `{"failed": traceback}`.
"""

# ruff: noqa: INP001  # A script beside the tests that run it.

from __future__ import annotations

import datetime as dt
import json
import sys
import time
import traceback
from typing import Any

from django.contrib.auth.models import User
from django.db import close_old_connections
from django.utils import timezone
from wagtail.models import Page, Site

from pages.choices import ImportantDateKind, ZonePolicy
from pages.models import ImportantDate


def find(path: str) -> Page:
    """The page of the default site at a path."""
    site = Site.objects.get(is_default_site=True)
    return Page.objects.get(url_path=site.root_page.url_path + path.lstrip("/")).specific


def identify(path: str) -> int:
    """The primary key of a page."""
    return int(find(path).pk)


def change(path: str, fields: dict[str, Any]) -> None:
    """Publish a page with other fields."""
    page = find(path)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def fill(path: str, count: int) -> None:
    """Publish so many past talks in a series, one a week."""
    from tests.factories import TalkFactory  # noqa: PLC0415  # takes seconds, and few tests need it

    today = timezone.localdate()
    for number in range(1, count + 1):
        day = today - dt.timedelta(weeks=number)
        TalkFactory(parent=find(path), title=f"Colloquy {number}", slug=f"colloquy-{number}", start_date=day)


def announce(path: str, label: str) -> None:
    """Publish a deadline on an event that is met as long as it is tomorrow anywhere on Earth."""
    page = find(path)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    page.important_dates.add(
        ImportantDate(label=label, kind=ImportantDateKind.SUBMISSION, start_date=tomorrow, zone_policy=ZonePolicy.AOE)
    )
    page.save_revision().publish()


def hide() -> list[int]:
    """Put what must stay hidden beside the sample communities; the primary keys of pages with drafts."""
    from tests.api.hidden_content import HiddenContent  # noqa: PLC0415  # takes seconds, and few tests need it

    content = HiddenContent(Site.objects.get(is_default_site=True).root_page.specific)
    return [content.public.pk, content.draft.pk]


def furnish(path: str) -> dict[str, Any]:
    """Lay on the desk of a series' editors what each view of the admin shows; addresses and keys by name."""
    from tests.pages.furnished_desk import furnish as lay_out  # noqa: PLC0415  # takes seconds, and few tests need it

    return lay_out(find(path))


def hire(name: str, password: str) -> None:
    """Make an account without any role."""
    User.objects.create_user(name, f"{name}@example.org", password)


DEEDS = {
    "identify": identify,
    "change": change,
    "fill": fill,
    "announce": announce,
    "hide": hide,
    "furnish": furnish,
    "hire": hire,
}


def main() -> None:
    """Do what is asked for until there is no more to read."""
    for line in sys.stdin:
        order = json.loads(line)
        try:
            done = DEEDS[order["deed"]](**order["with"])
            answer = {"done": done, "at": time.time()}
        except Exception:  # noqa: BLE001  # the test that asked is told of any
            answer = {"failed": traceback.format_exc()}
        close_old_connections()
        print(json.dumps(answer), flush=True)  # noqa: T201  # the answer


if __name__ == "__main__":
    main()
