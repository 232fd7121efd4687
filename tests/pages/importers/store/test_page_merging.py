"""Documents that change after editors have worked on their pages."""

from __future__ import annotations

import datetime as dt

import pytest

from pages.importers.documents import (
    BodyBlock,
    ImportedImage,
    ImportedPerson,
    ImportedSession,
    NamedText,
)
from pages.importers.report import Outcome
from pages.models import DateChange, ForumPage, ImportantDate, Link, Person, Session, Track
from pages.moments import Moment
from tests.factories import TopicFactory, publish

pytestmark = pytest.mark.django_db
NOON = Moment.at(dt.date(2030, 5, 1), dt.time(12))


def codes(report):
    return [finding.code for finding in report.findings]


def messages(report):
    return [finding.message for finding in report.findings]


def edit(**values):
    """What an editor does: change the latest draft and save it."""
    page = ForumPage.objects.get().get_latest_revision_as_object()
    for name, value in values.items():
        for order, row in enumerate(value if name in {"tracks", "important_dates"} else ()):
            row.sort_order = order
        setattr(page, name, value)
    page.save()
    page.save_revision()
    return page


def latest():
    return ForumPage.objects.get().get_latest_revision_as_object()


def test_merge_applies_what_the_document_changed_and_keeps_what_the_editor_changed(made, store):
    store(made.forum(city="Porto", venue="Pier 3", body=(BodyBlock("rich_text", html="<p>Old</p>"),)))
    edit(venue="Pier 4")

    [report] = store(made.forum(city="Faro", venue="Pier 3", body=(BodyBlock("rich_text", html="<p>New</p>"),)))

    page = ForumPage.objects.get()
    assert (page.city, page.venue, page.body[0].value.source) == ("Faro", "Pier 4", "<p>New</p>")
    assert (report.page.outcome, codes(report)) == (Outcome.UPDATED, [])


def test_merge_keeps_the_editors_value_where_both_changed(made, store):
    store(made.forum(city="Porto"))
    edit(city="Faro")

    [report] = store(made.forum(city="Lagos"))
    [again] = store(made.forum(city="Sines"))

    assert ForumPage.objects.get().city == "Faro"
    assert report.page.outcome is Outcome.UNCHANGED
    assert messages(report) == ["city was changed by an editor. “Faro” stays; the document now says “Lagos”."]
    assert codes(again) == ["editor-value-kept"]


def test_merge_agrees_with_an_editor_who_was_earlier(made, store):
    store(made.forum(city="Porto"))
    edit(city="Faro")

    store(made.forum(city="Faro"))
    [report] = store(made.forum(city="Lagos"))

    assert (ForumPage.objects.get().city, codes(report)) == ("Lagos", [])


def test_merge_keeps_an_edited_text_and_names_no_markup(made, store):
    store(made.forum(body=(BodyBlock("rich_text", html="<p>Old</p>"),), submission_guidelines="One page."))
    edit(body=[("text", "<p>Mine</p>")], submission_guidelines="<p>" + "Mine " * 40 + "</p>")

    [report] = store(made.forum(body=(BodyBlock("rich_text", html="<p>New</p>"),), submission_guidelines="Two pages."))

    kept = ("Mine " * 40)[:79]
    assert messages(report) == [
        "body was changed by an editor.",
        f"submission guidelines was changed by an editor. “{kept}…” stays; the document now says “Two pages.”.",
    ]


def test_merge_saves_a_draft_on_a_public_page(made, store):
    store(made.forum(city="Porto"), publish=True)

    [report] = store(made.forum(city="Faro", links=(made.link("chat"),)))

    page = ForumPage.objects.get()
    assert (page.city, page.live, page.has_unpublished_changes, page.links.count()) == ("Porto", True, True, 0)
    assert (latest().city, latest().links.count()) == ("Faro", 1)
    assert (codes(report), report.page.live, report.page.outcome) == (["saved-as-draft"], True, Outcome.UPDATED)


def test_merge_publishes_the_draft_of_an_earlier_import(made, store):
    store(made.forum(dates=(made.deadline("2030-03-01"),)), publish=True)
    store(made.forum(dates=(made.deadline("2030-03-15", superseded=("2030-03-01",)),)))

    [report] = store(made.forum(dates=(made.deadline("2030-03-15", superseded=("2030-03-01",)),)), publish=True)

    page = ForumPage.objects.get()
    assert page.important_dates.get().start_date == dt.date(2030, 3, 15)
    assert (report.page.outcome, page.has_unpublished_changes) == (Outcome.UPDATED, False)
    assert DateChange.objects.get().announced_at is not None


@pytest.mark.parametrize("is_unpublished", [False, True])
def test_merge_does_not_publish_what_an_editor_did(made, store, is_unpublished):
    store(made.forum(), publish=True)
    page = ForumPage.objects.get()
    if is_unpublished:
        page.unpublish()
    else:
        page.city = "Faro"
        page.save_revision()

    [report] = store(made.forum(), publish=True)

    page = ForumPage.objects.get()
    assert (page.live, page.city, codes(report)) == (not is_unpublished, "", ["draft-kept"])


@pytest.mark.parametrize("is_unpublished", [False, True])
def test_merge_adds_to_what_an_editor_did_and_does_not_publish_it(made, store, is_unpublished):
    store(made.forum(), publish=True)
    page = ForumPage.objects.get()
    if is_unpublished:
        page.unpublish()
    else:
        page.summary = "Half a sentence"
        page.save_revision()

    [changed] = store(made.forum(city="Porto"), publish=True)
    [unchanged] = store(made.forum(city="Porto"), publish=True)

    page = ForumPage.objects.get()
    assert (page.live, page.summary, latest().city) == (not is_unpublished, "", "Porto")
    assert (codes(changed), codes(unchanged)) == (["draft-kept"], ["draft-kept"])


def test_merge_publishes_again_what_an_editor_has_published(made, store):
    store(made.forum(), publish=True)
    page = ForumPage.objects.get()
    page.summary = "A sentence."
    publish(page)

    [report] = store(made.forum(city="Porto"), publish=True)

    page = ForumPage.objects.get()
    assert (page.summary, page.city, page.has_unpublished_changes) == ("A sentence.", "Porto", False)
    assert codes(report) == []


def test_merge_keeps_what_editors_added_to_topics_and_notes(made, store):
    store(made.forum(topics=("Tides", "Knots"), hero_image=ImportedImage("gone.png")))
    page = edit(editors_notes="Ask Bo.\npicture: gone.png")
    page.topics.add(TopicFactory(name="Sails"))
    page.save()
    page.save_revision()

    store(made.forum(topics=("Tides", "Boats"), hero_image=ImportedImage("lost.png")))

    page = ForumPage.objects.get()
    assert {topic.name for topic in page.topics.all()} == {"Tides", "Boats", "Sails"}
    assert page.editors_notes == "Ask Bo.\npicture: lost.png"


def test_merge_rows_keep_their_keys(made, store):
    store(
        made.forum(
            dates=(made.deadline("2030-03-01"), made.deadline("2030-04-01", kind="notification", label="Notice")),
            links=(made.link("submission"), made.link("website", "https://example.org/a")),
            sessions=(ImportedSession("keynote", "Opening", NOON), ImportedSession("talk", None, Moment())),
            tracks=(NamedText("Boats"), NamedText("Sails and others")),
        )
    )
    before = keys()

    store(
        made.forum(
            dates=(
                made.deadline("2030-04-08", kind="notification", label="Notice"),
                made.deadline("2030-03-08", label="Paper deadline"),
            ),
            links=(
                made.link("website", "https://example.org/b"),
                made.link("submission", "https://example.org/submit"),
            ),
            sessions=(ImportedSession("keynote", "Welcome", NOON), ImportedSession("keynote", "Closing", Moment())),
            tracks=(NamedText("Boats"), NamedText("Sails, ropes and others")),
        )
    )

    after = keys()
    assert {model: set(found) for model, found in before.items() if model is not Session} == {
        model: set(found) for model, found in after.items() if model is not Session
    }
    assert [row.kind for row in ForumPage.objects.get().important_dates.all()] == ["notification", "submission"]
    assert len(set(before[Session]) & set(after[Session])) == 1
    assert Session.objects.get(title="Welcome").pk in before[Session]


def keys():
    return {model: list(model.objects.values_list("pk", flat=True)) for model in (ImportantDate, Link, Session, Track)}


def test_merge_rows_of_a_public_page_keep_their_uids_through_a_draft(made, store):
    store(made.forum(), publish=True)
    store(made.forum(dates=(made.deadline("2030-03-01"),)))
    uid = latest().important_dates.get().translation_key

    store(made.forum(dates=(made.deadline("2030-03-08"),)))
    store(made.forum(dates=(made.deadline("2030-03-09"),)), publish=True)

    row = ForumPage.objects.get().important_dates.get()
    assert (row.translation_key, row.start_date) == (uid, dt.date(2030, 3, 9))


def test_merge_leaves_out_rows_that_left_the_document_unless_edited(made, store):
    store(
        made.forum(
            dates=(made.deadline("2030-03-01", label="First"), made.deadline("2030-03-02", label="Second")),
            links=(made.link("chat", "https://example.org/secret", access="private"),),
        )
    )
    page = latest()
    rows = list(page.important_dates.all())
    rows[1].note = "Checked by phone"
    links = list(page.links.all())
    links[0].note = "Checked"
    edit(important_dates=rows, links=links)

    [report] = store(made.forum())

    assert [row.label for row in ForumPage.objects.get().important_dates.all()] == ["Second"]
    assert messages(report) == [
        "“private link” (links) is no longer in the document, but an editor changed it.",
        "“Second” (important dates) is no longer in the document, but an editor changed it.",
    ]


def test_merge_does_not_bring_back_rows_that_editors_removed(made, store):
    store(made.forum(dates=(made.deadline("2030-03-01"),)))
    edit(important_dates=[])

    [same] = store(made.forum(dates=(made.deadline("2030-03-01"),), city="Faro"))
    [moved] = store(made.forum(dates=(made.deadline("2030-03-08"),), city="Faro"))
    [gone] = store(made.forum(city="Faro"))

    assert ForumPage.objects.get().important_dates.count() == 0
    assert [codes(same), codes(moved), codes(gone)] == [[], ["editor-value-kept"], []]


def test_merge_finds_rows_that_editors_added_before_the_document(made, store):
    store(made.forum())
    edit(important_dates=[ImportantDate(kind="submission", label="Papers due", zone_policy="floating")])
    key = ForumPage.objects.get().important_dates.get().pk

    store(made.forum(dates=(made.deadline("2030-03-01"),)))

    row = ForumPage.objects.get().important_dates.get()
    assert (row.pk, row.start_date) == (key, dt.date(2030, 3, 1))


def test_merge_keeps_editors_rows_in_their_places(made, store):
    store(made.forum(tracks=(NamedText("A"), NamedText("B"))))
    one, two = ForumPage.objects.get().tracks.all()
    edit(tracks=[Track(name="First"), one, Track(name="Middle"), two])

    store(made.forum(tracks=(NamedText("A"), NamedText("B"), NamedText("C"))))

    assert [track.name for track in ForumPage.objects.get().tracks.all()] == ["First", "A", "Middle", "B", "C"]


def test_merge_keeps_the_order_that_editors_gave(made, store):
    store(made.forum(tracks=(NamedText("A"), NamedText("B"))))
    one, two = ForumPage.objects.get().tracks.all()
    edit(tracks=[two, one])

    store(made.forum(tracks=(NamedText("A"), NamedText("B"), NamedText("C"))))

    assert [track.name for track in ForumPage.objects.get().tracks.all()] == ["B", "A", "C"]


@pytest.mark.parametrize("access", ["private", "public"])
def test_merge_reports_a_private_link_without_its_address(made, store, access):
    private = {"access": "private"}
    store(made.forum(links=(made.link("chat", "https://example.org/one", **private),)))
    page = latest()
    links = list(page.links.all())
    links[0].url, links[0].access = "https://example.org/two", access
    edit(links=links)

    [report] = store(made.forum(links=(made.link("chat", "https://example.org/three", **private),)))

    assert messages(report) == ["url was changed by an editor."]


def test_merge_reports_conflicts_of_rows_with_their_names(made, store):
    store(made.forum(dates=(made.deadline("2030-03-01"),)))
    page = latest()
    rows = list(page.important_dates.all())
    rows[0].start_date = dt.date(2030, 3, 2)
    edit(important_dates=rows)

    [report] = store(made.forum(dates=(made.deadline("2030-03-03"),)))

    assert messages(report) == [
        "Papers due: start was changed by an editor. “2030-03-02 day” stays; the document now says “2030-03-03 day”."
    ]


def test_merge_leaves_out_an_end_that_merging_puts_before_the_start(made, store):
    start, end = Moment.at(dt.date(2030, 5, 1)), Moment.at(dt.date(2030, 5, 3))
    store(made.forum(start=start, end=end, dates=(made.deadline("2030-03-01", end=Moment.at(dt.date(2030, 3, 9))),)))
    page = latest()
    rows = list(page.important_dates.all())
    rows[0].start_date = dt.date(2030, 3, 5)
    edit(start_date=dt.date(2030, 5, 3), important_dates=rows)

    [report] = store(
        made.forum(
            start=start,
            end=Moment.at(dt.date(2030, 5, 2)),
            dates=(made.deadline("2030-03-01", end=Moment.at(dt.date(2030, 3, 2))),),
        )
    )

    page = ForumPage.objects.get()
    assert (page.start_date, page.end_date) == (dt.date(2030, 5, 3), None)
    assert page.important_dates.get().end_date is None
    assert codes(report) == ["end-before-start"]


def test_merge_of_people_follows_the_document_until_an_editor_writes(made, store):
    store(made.forum(contributions=(made.person("Ada Marsh", bio="Sails.", affiliations=("Harbour University",)),)))
    first = Person.objects.get()

    store(made.forum(contributions=(made.person("Ada Marsh", bio="Sails a lot.", affiliations=("Tidal Institute",)),)))
    first.refresh_from_db()
    followed = (first.bio, first.affiliation.name)
    first.bio = "<p>Written by Ada.</p>"
    first.save()
    changed = made.person("Ada Marsh", bio="Sails no more.", affiliations=("Tidal Institute",))
    store(made.forum(contributions=(changed,)))
    store(made.forum(contributions=(changed,), city="Porto"))

    person = Person.objects.get()
    contribution = ForumPage.objects.get().contributions.get()
    assert followed == ("<p>Sails a lot.</p>", "Tidal Institute")
    assert (person.bio, contribution.bio) == ("<p>Written by Ada.</p>", "<p>Sails no more.</p>")
    assert contribution.affiliation == "Tidal Institute"


def test_merge_gives_a_session_its_new_speaker(made, store):
    def session(*names):
        return ImportedSession("talk", "Knots", NOON, speakers=tuple(ImportedPerson(name) for name in names))

    store(made.forum(sessions=(session("Ada Marsh", "Prof. Ada Marsh"),)))
    store(made.forum(sessions=(session("Ada Marsh"),)))
    [report] = store(made.forum(sessions=(session("Bo Reed", "Ada Marsh"),)))

    assert [person.name for person in ForumPage.objects.get().sessions.get().speakers.all()] == ["Ada Marsh", "Bo Reed"]
    assert report.page.outcome is Outcome.UPDATED


def test_merge_keeps_what_an_editor_published(made, store):
    store(made.forum(city="Porto"), publish=True)
    page = ForumPage.objects.get()
    page.venue = "Pier 4"
    publish(page)

    store(made.forum(city="Faro"), publish=True)

    page = ForumPage.objects.get()
    assert (page.city, page.venue) == ("Faro", "Pier 4")
