"""What communities do to their pages afterwards, as documents that are imported again."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.choices import DateChangeKind
from pages.importers.documents import ImportedSession
from pages.importers.report import Outcome
from pages.models import (
    Contribution,
    DateChange,
    ForumPage,
    ImportantDate,
    ImportedDocument,
    Link,
    Person,
    Session,
    TalkPage,
)
from pages.moments import Moment

pytestmark = pytest.mark.django_db


def codes(report):
    return [finding.code for finding in report.findings]


@pytest.mark.parametrize("superseded", [(), ("2030-11-05",)])
def test_deadline_extended_on_the_last_day_is_one_change(made, store, superseded):
    store(made.forum(dates=(made.deadline("2030-11-05"),)), publish=True)
    uid = ImportantDate.objects.get().translation_key
    extended = made.forum(dates=(made.deadline("2030-11-12", superseded=superseded),))

    store(extended, publish=True)
    store(extended, publish=True)

    change = DateChange.objects.get()
    assert (change.date_key, change.kind) == (uid, DateChangeKind.EXTENDED)
    assert (change.old_moment.date, change.new_moment.date) == (dt.date(2030, 11, 5), dt.date(2030, 11, 12))


def test_struck_deadlines_of_a_new_document_are_its_history(made, store):
    dates = (
        made.deadline("2019-03-10", superseded=("2019-03-01", "2019-03-15")),
        made.deadline("2019-04-01", kind="notification", label="Notice", superseded=("2019-04-01",)),
        made.deadline("", kind="camera_ready", label="Final", superseded=("2019-05-01",)),
    )

    store(made.forum(dates=dates))
    store(made.forum(dates=dates, city="Porto"))

    assert [(it.kind, it.old["date"], it.new["date"], it.announced_at) for it in DateChange.objects.order_by("pk")] == [
        (DateChangeKind.EXTENDED, "2019-03-01", "2019-03-15", None),
        (DateChangeKind.ADVANCED, "2019-03-15", "2019-03-10", None),
        (DateChangeKind.CORRECTED, "2019-05-01", None, None),
    ]


def test_to_be_announced_becomes_a_link(made, store):
    store(made.forum(links=(made.link("submission"), made.link("website", "https://example.org/"))))
    before = Link.objects.get(kind="submission").pk

    store(
        made.forum(
            links=(made.link("submission", "https://example.org/submit"), made.link("website", "https://example.org/"))
        )
    )

    assert Link.objects.get(kind="submission").pk == before
    assert Link.objects.get(pk=before).url == "https://example.org/submit"


def test_one_person_in_two_documents_is_one_person(made, store):
    forum = made.forum(contributions=(made.person("Prof. Ada Marsh", "award_committee"),))
    series = made.series(made.talk("Knots", by="Ada Marsh"))

    store(made.reading(series, path="series.md"), forum)

    assert Person.objects.get().contributions.count() == 2
    assert sorted(Contribution.objects.values_list("role", flat=True)) == ["award_committee", "speaker"]


def test_programme_to_be_announced_becomes_final(made, store):
    def session(title, hour):
        return ImportedSession("talk", title, Moment.at(dt.date(2030, 5, 1), dt.time(hour), "Asia/Singapore"))

    [first] = store(made.forum(sessions=(session("Opening", 9),)), publish=True)
    uid = Session.objects.get().translation_key

    programme = tuple(session(f"Talk {hour}", hour) for hour in range(10, 17))
    [second] = store(made.forum(sessions=(session("Opening", 9), *programme), schedule_status="final"), publish=True)

    page = ForumPage.objects.get()
    assert (page.schedule_status, page.sessions.count(), second.page.path) == ("final", 8, first.page.path)
    assert page.sessions.first().translation_key == uid
    assert page.sessions.first().starts_at == dt.datetime(2030, 5, 1, 1, tzinfo=dt.UTC)


def test_moved_talk_keeps_its_page_and_is_one_change(made, store):
    store(
        made.series(made.talk("Knots", by="Ada Marsh", on="2030-11-03"), made.talk("Tides", by="Bo Reed")), publish=True
    )
    before = TalkPage.objects.get(title="Knots")

    moved = made.series(made.talk("Tides", by="Bo Reed"), made.talk("Knots", by="Ada Marsh", on="2030-11-10"))
    [report] = store(moved, publish=True)
    store(moved, publish=True)

    talk = TalkPage.objects.get(title="Knots")
    assert (talk.pk, talk.translation_key) == (before.pk, before.translation_key)
    assert talk.starts_at == dt.datetime(2030, 11, 10, 13, 30, tzinfo=dt.UTC)
    assert [it.outcome for it in report.page.talks] == [Outcome.UNCHANGED, Outcome.UPDATED]
    assert DateChange.objects.get().event_id == talk.pk


def test_announced_title_is_given_to_the_same_talk(made, store):
    store(made.series(made.talk(by="Ada Marsh", on="2030-11-03", abstract_announced=False)), publish=True)
    before = TalkPage.objects.get()

    store(made.series(made.talk("Knots", by="Ada Marsh", on="2030-11-03", abstract="How to tie.")), publish=True)

    talk = TalkPage.objects.get()
    assert (talk.pk, talk.title, talk.title_announced, talk.slug) == (before.pk, "Knots", True, before.slug)
    assert (talk.abstract, talk.abstract_announced) == ("<p>How to tie.</p>", True)
    assert not DateChange.objects.exists()


def test_talk_that_left_the_document_is_kept_and_reported_each_time(made, store):
    store(made.series(made.talk("Knots", by="Ada Marsh"), made.talk("Tides", by="Bo Reed")))

    [report] = store(made.series(made.talk("Knots", by="Ada Marsh")))
    [again] = store(made.series(made.talk("Knots", by="Ada Marsh")))

    assert codes(report) == codes(again) == ["talk-gone"]
    assert TalkPage.objects.count() == 2
    assert ImportedDocument.objects.count() == 3


def test_series_of_many_talks_takes_no_more_queries_for_each(made, store, django_assert_max_num_queries):
    def series(count):
        return made.series(
            *(made.talk(f"Talk {it}", by=f"Speaker {it}", on=f"2030-01-{it + 1:02}") for it in range(count))
        )

    store(series(20))

    with django_assert_max_num_queries(45):
        store(series(20))
