"""What the page editor says of the form while somebody types."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.models import StoredFinding
from tests.factories import LinkFactory, SeriesFactory, TalkFactory

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_editor_says_what_needs_attention_while_one_types(admin, home, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    series = SeriesFactory(parent=home)
    links = [LinkFactory(), LinkFactory(url="http://example.org/tides")]
    talk = TalkFactory(parent=series, title="Tides", start_date=dt.date(2199, 1, 9), links=links)
    errors = []
    admin.on("pageerror", lambda error: errors.append(str(error)))

    admin.goto(f"/admin/pages/{talk.pk}/edit/#:w:contentpath=links.1.url")
    panel = admin.locator("[data-attention]")
    panel.get_by_text("1 finding needs attention.").wait_for()
    address = admin.locator("#id_links-1-url")
    admin.wait_for_function("document.activeElement?.id === 'id_links-1-url'")
    assert address.get_attribute("aria-describedby").endswith("attention-note-0")
    assert "begins with http" in admin.locator("#attention-note-0").text_content()

    panel.get_by_role("button", name="Change to https").click()
    panel.get_by_text("Nothing needs attention.").wait_for(state="attached")
    assert address.input_value() == "https://example.org/tides"
    assert admin.locator(".attention-note").count() == 0

    admin.locator("#id_title").fill("The 1th of  tides")
    panel.get_by_text("2 findings need attention.").wait_for()
    panel.get_by_role("button", name="It says “1th”; that should be “1st”.", exact=True).click()
    admin.wait_for_function("document.activeElement?.id === 'id_title'")

    assert errors == []
    assert list(StoredFinding.objects.filter(event=talk).values_list("code", flat=True)) == ["L01-http"]
