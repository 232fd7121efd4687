from __future__ import annotations

import datetime as dt

import pytest
from wagtail.models import PageLogEntry

from pages.chores.editions import (
    USUAL_PARTS,
    Part,
    Wishes,
    find_lasting_links,
    make_next_edition,
    propose_slug,
)
from pages.models import CallForPapersPage, ForumPage, SeminarSeriesPage, Track
from tests.factories import (
    CallForPapersFactory,
    ContributionFactory,
    ForumFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
)


@pytest.fixture
def forum(home):
    return ForumFactory(
        parent=home,
        title="3rd Tidal Forum 2027",
        slug="tidal-forum-2027",
        short_title="TF 2027",
        summary="On tides.",
        time_zone="Europe/London",
        city="Hull",
        status="postponed",
        status_message="Storm",
        editors_notes="private",
        schedule_status="final",
        max_pages=4,
        topics=[TopicFactory(name="Tides")],
        tracks=[Track(name="Deep water")],
        contributions=[
            ContributionFactory(
                person=PersonFactory(name="Farida", affiliation=OrganisationFactory(name="Today")),
                role="chair",
                role_label="Local chair",
                affiliation="Then",
                honorific="Dr",
                bio="<p>Then</p>",
            ),
            ContributionFactory(person=PersonFactory(name="Emil"), role="speaker", sort_order=1),
        ],
        important_dates=[
            ImportantDateFactory(
                kind="submission",
                label="Papers",
                start_date=dt.date(2027, 3, 1),
                start_time=dt.time(12, 0),
                zone_policy="aoe",
                dates_as_announced="1 March",
                note="extended",
                certainty="estimated",
                round="1",
                sort_order=0,
            ),
            ImportantDateFactory(
                kind="notification", start_date=None, relative_to="Papers", relation="within", days=7, sort_order=1
            ),
        ],
        links=[
            LinkFactory(kind="website", url="https://forum.example.org/", label="Site", sort_order=0),
            LinkFactory(kind="website", url="https://example.org/2027/", sort_order=1),
            LinkFactory(kind="registration", url="https://register.example.org/old", sort_order=2),
            LinkFactory(kind="recording", url="https://video.example.org/old", sort_order=3),
            LinkFactory(kind="slides", url="https://example.org/slides", sort_order=4),
            LinkFactory(kind="previous_edition", url="https://example.org/2026", sort_order=5),
        ],
        sessions=[SessionFactory(title="Foghorns")],
    )


def copy(page, user, parent=None, **wishes):
    made = make_next_edition(
        page,
        Wishes(**{"title": "4th Tidal Forum 2028", "slug": "tidal-forum-2028", **wishes}),
        parent=parent or page.get_parent(),
        user=user,
    )
    return type(page).objects.get(pk=made.pk)


def test_facts_of_the_next_edition(forum, publisher):
    made = copy(forum, publisher)

    names = ("title", "draft_title", "slug", "short_title", "summary", "time_zone", "max_pages")
    assert [getattr(made, name) for name in names] == [
        "4th Tidal Forum 2028",
        "4th Tidal Forum 2028",
        "tidal-forum-2028",
        "TF 2028",
        "On tides.",
        "Europe/London",
        4,
    ]
    state = ("live", "status", "status_message", "editors_notes", "schedule_status", "start_date", "city", "owner")
    assert [getattr(made, name) for name in state] == [False, "scheduled", "", "", "tbd", None, "", publisher]
    assert (made.starts_at, made.date_precision, made.first_published_at, made.alias_of) == (None, "tbd", None, None)
    assert [topic.name for topic in made.topics.all()] == ["Tides"]
    assert not made.sessions.exists()


def test_rows_of_the_next_edition(forum, publisher):
    made = copy(forum, publisher, kept_links=find_lasting_links(forum))

    assert list(
        made.important_dates.values_list(
            "kind", "label", "round", "zone_policy", "start_date", "start_time", "relative_to", "relation", "days"
        )
    ) == [
        ("submission", "Papers", "1", "aoe", None, None, "", "", None),
        ("notification", "", "", "aoe", None, None, "Papers", "within", 7),
    ]
    assert set(made.important_dates.values_list("dates_as_announced", "note", "certainty", "date_precision")) == {
        ("", "", "confirmed", "tbd")
    }
    assert [
        (row.person.name, row.role, row.role_label, row.affiliation_shown, row.honorific, row.bio)
        for row in made.contributions.all()
    ] == [("Farida", "chair", "Local chair", "Today", "", "")]
    assert list(made.links.values_list("kind", "url", "label")) == [
        ("website", "https://forum.example.org/", "Site"),
        ("registration", "", ""),
        ("recording", "", ""),
        ("previous_edition", forum.full_url, "3rd Tidal Forum 2027"),
    ]


def test_last_days_of_links_go_over_with_their_addresses_alone(home, publisher):
    last_day = dt.date(2027, 6, 30)
    links = [
        LinkFactory(kind="chat", url="https://chat.example.org/a", expires_on=last_day, sort_order=0),
        LinkFactory(kind="website", url="https://forum.example.org/", sort_order=1),
        LinkFactory(kind="registration", url="https://register.example.org/a", expires_on=last_day, sort_order=2),
    ]
    page = ForumFactory(parent=home, slug="forum", is_listed=False, links=links)
    chat, website = page.links.all()[:2]

    made = copy(page, publisher, kept_links=[chat.pk, website.pk])

    assert find_lasting_links(page) == [website.pk]
    assert list(made.links.values_list("kind", "url", "expires_on")) == [
        ("chat", "https://chat.example.org/a", last_day),
        ("website", "https://forum.example.org/", None),
        ("registration", "", None),
    ]


def test_identities_are_new(forum, publisher):
    made = copy(forum, publisher)

    assert made.translation_key != forum.translation_key
    for name in ("important_dates", "tracks"):
        old, new = (set(getattr(page, name).values_list("pk", "translation_key")) for page in (forum, made))
        assert len(old) == len(new)
        assert not {key for row in old for key in row} & {key for row in new for key in row}


def test_old_edition_stays_as_it_was(forum, publisher):
    before = ForumPage.objects.get(pk=forum.pk).serializable_data()

    copy(forum, publisher)

    assert ForumPage.objects.get(pk=forum.pk).serializable_data() == before


def test_revision_and_history_of_the_next_edition(forum, publisher):
    made = copy(forum, publisher)

    draft = made.get_latest_revision_as_object()
    assert (draft.title, [row.person.name for row in draft.contributions.all()]) == ("4th Tidal Forum 2028", ["Farida"])
    assert made.latest_revision.user == publisher
    assert list(PageLogEntry.objects.filter(page=made.pk).order_by("pk").values_list("action", "user")) == [
        ("wagtail.create", publisher.pk),
        ("wagtail.copy", publisher.pk),
    ]


def test_only_chosen_parts_go_over(forum, publisher):
    made = copy(forum, publisher, parts=[Part.SPEAKERS, Part.PLACE], part_of=forum)

    assert (made.summary, made.max_pages, made.city, made.part_of_id) == ("", None, "Hull", forum.pk)
    assert [row.person.name for row in made.contributions.all()] == ["Emil"]
    assert (made.topics.count(), made.tracks.count(), made.important_dates.count()) == (0, 0, 0)


def test_edition_of_a_call_counts_up(home, publisher):
    call = CallForPapersFactory(parent=home, title="Tides 2027", edition=11, languages_accepted=["en"])

    made = copy(call, publisher)

    assert isinstance(made, CallForPapersPage)
    assert (made.edition, made.languages_accepted) == (12, ["en"])


def test_series_is_copied_without_its_talks(home, publisher):
    series = SeriesFactory(parent=home, usual_time=dt.time(13, 30), cadence_weekday="WE", series_status="ended")
    TalkFactory(parent=series)

    made = copy(series, publisher)

    assert isinstance(made, SeminarSeriesPage)
    assert (made.usual_time, made.cadence_weekday, made.series_status) == (dt.time(13, 30), "WE", "active")
    assert not made.get_children().exists()


def test_unpublished_edition_is_not_linked(home, publisher):
    forum = ForumFactory(parent=home, title="Secret 2027", published=False)

    assert not copy(forum, publisher).links.exists()


def test_proposed_slug(home, forum):
    assert propose_slug(forum, "Any", parent=home) == "tidal-forum-2028"

    ForumFactory(parent=home, slug="tidal-forum-2028")
    ForumFactory(parent=home, slug="plain")

    assert propose_slug(forum, "Any", parent=home) == "tidal-forum-2028-1"
    assert propose_slug(ForumPage(slug="plain", title="x"), "Plain", parent=home) == "plain-1"
    assert propose_slug(ForumPage(slug="x", title="x"), "Events", parent=home) == "events-2"


def test_usual_parts_leave_speakers_and_place():
    assert set(Part) - set(USUAL_PARTS) == {Part.SPEAKERS, Part.PLACE}
