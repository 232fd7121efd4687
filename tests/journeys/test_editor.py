"""An editor's walk: a series, a talk with a new speaker, another date, and no talk after all."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.utils import timezone

from pages.models import DateChange, Person, SeminarSeriesPage, TalkPage
from pages.occurrences import Phase

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

PUBLISHED = re.compile("published")
QUERY = """
  query ($path: String!) {
    event(by: {path: $path}) {
      title phase status statusMessage
      when { start { date time timeZone } }
      contributors { affiliation person { name } }
      dateChanges { kind old { date } }
    }
  }
"""


def publish(page):
    page.get_by_role("button", name="Publish", exact=True).first.click()
    page.get_by_role("status").filter(has_text=PUBLISHED).wait_for()


def unfold(page, heading):
    page.get_by_role("button", name="Toggle section", description=heading).click()


def fill_date(page, field, date):
    page.locator(f"#id_{field}").fill(date.isoformat())
    page.keyboard.press("Escape")


def add_series(page):
    page.get_by_role("link", name="Seminar series", exact=True).click()
    page.get_by_placeholder("Name of the series").fill("Tidal Seminar")
    page.get_by_label("Usual day").select_option("Wednesday")
    page.get_by_label("Usual time").fill("13:30")
    page.keyboard.press("Escape")
    page.get_by_label("Time zone").fill("London")
    page.keyboard.press("Tab")
    page.wait_for_function("document.querySelector('#id_time_zone').value === 'Europe/London'")
    publish(page)


def add_talk_with_a_new_speaker(page):
    page.goto("/admin/")
    page.get_by_role("link", name="Talk", exact=True).click()
    page.get_by_placeholder("Title of the talk").fill("What the moon pulls")
    page.get_by_role("button", name="Add person").click()
    page.get_by_role("tab", name="Add a new person").click()
    chooser = page.locator(".modal-body")
    chooser.get_by_label("Name").fill("Farida Okonjo")
    chooser.get_by_label("Affiliation").fill("Institute of Tides")
    chooser.get_by_role("button", name="Add a new person").click()
    page.get_by_text("Farida Okonjo (Institute of Tides)").wait_for()
    publish(page)


def edit(page, talk):
    page.goto(f"/admin/pages/{talk.pk}/edit/")
    page.get_by_role("heading", name="When").wait_for()


def cancel(page, talk):
    edit(page, talk)
    unfold(page, "Status")
    page.locator("#id_status").select_option("Cancelled")
    page.locator("#id_status_message").fill("The speaker is ill.")
    publish(page)


def test_editor_announces_moves_and_cancels_a_talk(admin, client):
    add_series(admin)
    series = SeminarSeriesPage.objects.get()
    assert (series.live, series.cadence_weekday, series.time_zone) == (True, "WE", "Europe/London")

    add_talk_with_a_new_speaker(admin)
    talk = TalkPage.objects.child_of(series).get()
    speaker = Person.objects.get(name="Farida Okonjo")
    assert (talk.live, talk.start_date.isoweekday(), talk.start_time, talk.time_zone) == (True, 3, dt.time(13, 30), "")
    assert [(row.person, row.role) for row in talk.contributions.all()] == [(speaker, "speaker")]
    assert speaker.affiliation.name == "Institute of Tides"
    assert talk.find_phase(timezone.now()) is Phase.UPCOMING
    assert DateChange.objects.count() == 0

    announced, moved = talk.start_date, talk.start_date + dt.timedelta(days=7)
    edit(admin, talk)
    fill_date(admin, "start_date", moved)
    publish(admin)
    change = DateChange.objects.get()
    talk.refresh_from_db()
    assert talk.start_date == moved
    assert (change.kind, change.old_moment.date, change.new_moment.date) == ("rescheduled", announced, moved)

    cancel(admin, talk)
    talk = TalkPage.objects.get()
    assert (talk.live, talk.status, talk.status_message) == (True, "cancelled", "The speaker is ill.")
    assert talk.find_phase(timezone.now()) is Phase.CANCELLED
    assert [row.kind for row in DateChange.objects.order_by("pk")] == ["rescheduled", "cancelled"]

    edit(admin, talk)
    unfold(admin, "Public history")
    happened = admin.locator(".public-history > li")
    assert [happened.filter(has_text=words).count() for words in ("Moved from", "Cancelled on")] == [1, 1]

    answer = client.post("/graphql", {"query": QUERY, "variables": {"path": talk.public_path}}, "application/json")
    assert answer.json() == {
        "data": {
            "event": {
                "title": "What the moon pulls",
                "phase": "CANCELLED",
                "status": "CANCELLED",
                "statusMessage": "The speaker is ill.",
                "when": {"start": {"date": moved.isoformat(), "time": "13:30:00", "timeZone": "Europe/London"}},
                "contributors": [{"affiliation": "Institute of Tides", "person": {"name": "Farida Okonjo"}}],
                "dateChanges": [
                    {"kind": "CANCELLED", "old": {"date": moved.isoformat()}},
                    {"kind": "RESCHEDULED", "old": {"date": announced.isoformat()}},
                ],
            }
        }
    }
