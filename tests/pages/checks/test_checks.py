from __future__ import annotations

import datetime as dt
import io
import os
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.environment import BASE_DIR
from pages.checks import RULES, Surroundings, check_page, gather
from pages.checks.surroundings import ImageFacts, PersonFacts
from pages.demo import render
from pages.models import (
    CallForPapersPage,
    Contribution,
    EventPage,
    ForumPage,
    ImportantDate,
    Link,
    SeminarSeriesPage,
    Session,
    TalkPage,
    Topic,
    Track,
    TutorialPage,
)
from tests.factories import (
    ContributionFactory,
    ForumFactory,
    ImageFactory,
    ImportantDateFactory,
    LinkFactory,
    OrganisationFactory,
    PersonFactory,
    SeriesFactory,
    SessionFactory,
    TalkFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 6, 14, 12, tzinfo=dt.UTC)
SEEDS = Path(os.environ.get("COLLOQUIUM_REFERENCE", BASE_DIR.parent / "shared")) / "seeds"


def codes(page, *, now=NOW):
    return [finding.code for finding in check_page(page, surroundings=gather([page], now=now))]


def make_forum(home):
    person = PersonFactory(
        name="Maren Voss",
        affiliation=OrganisationFactory(),
        photo=ImageFactory(title="IMG_1"),
        orcid="0000-0002-1825-0097",
    )
    session = SessionFactory(title=f"Keynote: {person.name}", start_date=dt.date(2027, 6, 14))
    forum = ForumFactory(
        parent=home,
        published=False,
        title="TBD",
        contributions=[ContributionFactory(person=person)],
        links=[LinkFactory(url="http://example.org/")],
        important_dates=[ImportantDateFactory(start_date=dt.date(2027, 6, 20))],
        sessions=[session],
        tracks=[Track(name="A  B")],
    )
    forum.topics = [TopicFactory(name="Knots"), TopicFactory(name="New knots")]
    forum.save_revision().publish()
    return forum


EXPECTED = ["D01-event", "L01-http", "T01", "T04-spaces", "P02-alt", "P03-known", "C01"]


def test_stored_page_is_checked_without_queries(home, django_assert_num_queries):
    page = ForumPage.objects.get(pk=make_forum(home).pk)
    surroundings = gather([page], now=NOW)

    with django_assert_num_queries(0):
        findings = check_page(page, surroundings=surroundings)

    assert [it.code for it in findings] == EXPECTED


def test_draft_is_checked_as_its_revision_says(home, django_assert_num_queries):
    page = ForumPage.objects.get(pk=make_forum(home).pk)
    page.title = "Harbour Forum"
    page.links = [LinkFactory(url="https://example.org/")]
    page.topics = []
    page.save_revision()
    draft = ForumPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    surroundings = gather([draft], now=NOW)

    with django_assert_num_queries(0):
        findings = check_page(draft, surroundings=surroundings)

    assert [it.code for it in findings] == ["D01-event", "T04-spaces", "P02-alt", "P03-known"]


def test_page_that_was_never_saved_is_checked(home, django_assert_num_queries):
    page = TalkPage(title="TBD", links=[Link(url="http://example.org/")], contributions=[ContributionFactory()])
    surroundings = gather([page], now=NOW)

    with django_assert_num_queries(0):
        findings = check_page(page, surroundings=surroundings)

    assert [it.code for it in findings] == ["L01-http", "T01", "P03-affiliation"]


@pytest.mark.parametrize("count", [1, 3])
def test_gathering_takes_the_same_queries_for_one_page_and_for_three(home, count, django_assert_num_queries):
    pages = []
    for _number in range(count):
        pages.append(make_forum(home))
        series = SeriesFactory(parent=home)
        pages.append(TalkFactory(parent=series, contributions=[ContributionFactory()], links=[LinkFactory()]))
    stored = list(EventPage.objects.filter(pk__in=[page.pk for page in pages]).specific())

    with django_assert_num_queries(16):
        surroundings = gather(stored, now=NOW)

    assert len(surroundings.people) == len(stored)


def test_second_record_of_a_person_is_gathered(home):
    person = PersonFactory(name="Maren Voss", affiliation=OrganisationFactory(), homepage="https://maren.example.org/")
    PersonFactory(name="M. Voss", homepage="http://www.maren.example.org")
    page = ForumFactory(parent=home, contributions=[ContributionFactory(person=person)])

    assert codes(ForumPage.objects.get(pk=page.pk)) == ["P04-homepage"]


def test_speakers_of_stored_programmes_are_gathered(home):
    person = PersonFactory(name="Maren Voss", affiliation=OrganisationFactory())
    session = SessionFactory(title="Keynote: Maren Voss")
    session.speakers = [person]
    page = ForumFactory(parent=home, sessions=[session])

    assert codes(ForumPage.objects.get(pk=page.pk)) == []


def test_talk_takes_the_usual_day_from_its_series(home):
    series = SeriesFactory(parent=home, cadence_weekday="TH")
    talk = TalkFactory(parent=series, start_date=dt.date(2027, 6, 30))

    assert codes(TalkPage.objects.get(pk=talk.pk)) == ["D05-cadence"]


def test_former_dates_are_gathered(home):
    forum = ForumFactory(
        parent=home, start_date=dt.date(2027, 9, 1), body=[("text", "<p>Held on 3 September 2027.</p>")]
    )
    assert codes(forum) == ["D04"]

    forum.start_date = dt.date(2027, 9, 3)
    forum.save_revision().publish()
    forum.start_date = dt.date(2027, 9, 2)
    forum.save_revision().publish()

    assert codes(ForumPage.objects.get(pk=forum.pk)) == []


def test_clean_pages_give_no_finding(home):
    person = PersonFactory(
        affiliation=OrganisationFactory(), photo=ImageFactory(description="Maren at the helm"), bio="<p>She sails.</p>"
    )
    series = SeriesFactory(parent=home, cadence_weekday="WE", about="<p>We meet on Wednesdays.</p>")
    talk = TalkFactory(
        parent=series,
        abstract="<p>About knots.</p>",
        contributions=[ContributionFactory(person=person)],
        links=[LinkFactory(kind="registration"), LinkFactory(kind="recording", url="")],
    )

    assert (codes(series), codes(talk)) == ([], [])


def test_every_rule_is_documented():
    documented = re.findall(
        r"^\| `([A-Z]\d\d(?:-[a-z]+)?)` \|", (BASE_DIR / "docs" / "editors.md").read_text(), re.MULTILINE
    )

    assert documented == list(RULES)


PLANTED = [
    ("International Conference on Reproducible Systems Research", "D01-notification", "important_dates.1.start_date"),
    ("International Conference on Reproducible Systems Research", "D02", "important_dates.0.zone_policy"),
    ("International Conference on Reproducible Systems Research", "D02", "important_dates.2.zone_policy"),
    ("International Conference on Reproducible Systems Research", "C01", "topics"),
    ("Private by Release: Differential Privacy from Threat Model to Publication", "L01-http", "links.0.url"),
    *(
        (
            "Private by Release: Differential Privacy from Threat Model to Publication",
            "P03-affiliation",
            f"contributions.{number}.affiliation",
        )
        for number in range(3)
    ),
    ("Tidewater Seminars on Ocean Data", "L01-http", "links.2.url"),
    ("Calibrating Ten Thousand Cheap Conductivity Probes", "L03", "links.1.kind"),
]


def test_findings_of_the_samples_are_those_planted_in_them(home, tmp_path):
    documents = render(dt.date(2027, 3, 10), tmp_path)
    call_command("import_documents", documents, stdout=io.StringIO())
    pages = list(EventPage.objects.order_by("pk").specific())

    surroundings = gather(pages, now=dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC))
    found = [(page.title, it.code, it.path) for page in pages for it in check_page(page, surroundings=surroundings)]

    assert found == PLANTED


SEEDED = {
    "conference-cfp.md": ({"D01-notification", "D02", "C01"}, dt.date(2022, 6, 1)),
    "forum.md": ({"D03", "D06"}, dt.date(2017, 10, 1)),
    "seminar-series.md": ({"L01-http", "L03", "T02-title", "T02-abstract"}, dt.date(2021, 11, 26)),
    "tutorial.md": ({"D06", "L01-http"}, dt.date(2021, 10, 1)),
}


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the reference documents are not on this machine")
def test_real_pages_give_findings(home):
    call_command("import_documents", *sorted(SEEDS.glob("*.md")), stdout=io.StringIO())
    pages = list(EventPage.objects.order_by("pk").specific())

    missing = {}
    for file, (expected, day) in SEEDED.items():
        now = dt.datetime.combine(day, dt.time(12), dt.UTC)
        surroundings = gather(pages, now=now)
        found = {it.code for page in pages for it in check_page(page, surroundings=surroundings)}
        missing[file] = expected - found

    assert not any(missing.values())


WORDS = st.text(max_size=80) | st.sampled_from(
    [
        "",
        "TBD",
        "3 November 2027",
        "Thursday, 30 February 2027",
        "<p>1th <b>x</p>",
        "UniversitÃ¤t",
        "pwd=1",
        "due 2027-02-31",
    ]
)
DATES = st.none() | st.sampled_from([dt.date.min, dt.date.max, dt.date(2027, 6, 14), dt.date(2028, 2, 29)]) | st.dates()
TIMES = st.none() | st.times()
ADDRESSES = st.text(max_size=40) | st.sampled_from(["", "http://[", "https://bit.ly/x", " //x ", "javascript:1"])
TIMED = {
    "start_date": DATES,
    "start_time": TIMES,
    "end_date": DATES,
    "end_time": TIMES,
    "time_zone": st.sampled_from(["", "Europe/London", "Nowhere/Land"]),
    "date_precision": st.sampled_from(["minute", "day", "month", "tbd", ""]),
    "dates_as_announced": WORDS,
}
PERSON_KEYS = st.none() | st.integers(1, 3)
ROWS = {
    "links": st.builds(
        Link,
        kind=st.sampled_from(["stream", "recording", "chat", "nonsense", ""]),
        url=ADDRESSES,
        label=WORDS,
        url_since=st.none() | st.datetimes(timezones=st.just(dt.UTC)),
        sort_order=st.none() | st.integers(0, 3),
    ),
    "contributions": st.builds(
        Contribution,
        person_id=PERSON_KEYS,
        photo_id=st.none() | st.integers(1, 3),
        role=st.sampled_from(["speaker", "chair", "nonsense"]),
        affiliation=WORDS,
    ),
    "important_dates": st.builds(
        ImportantDate,
        kind=st.sampled_from(["submission", "notification", "material_release", "nonsense"]),
        label=WORDS,
        days=st.none() | st.integers(0, 2**31 - 1),
        zone_policy=st.sampled_from(["zone", "aoe", "floating", ""]),
        **TIMED,
    ),
    "sessions": st.builds(Session, title=WORDS, kind=st.sampled_from(["keynote", "nonsense"]), link=ADDRESSES, **TIMED),
}
NOWS = st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2150, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001  # bounds are naive


@given(
    page_type=st.sampled_from([CallForPapersPage, ForumPage, SeminarSeriesPage, TalkPage, TutorialPage]),
    texts=st.tuples(WORDS, WORDS, WORDS),
    timed=st.fixed_dictionaries(TIMED),
    rows=st.fixed_dictionaries({name: st.lists(row, max_size=3) for name, row in ROWS.items()}),
    status=st.sampled_from(["scheduled", "cancelled", ""]),
    now=NOWS,
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_content_can_be_checked(*, page_type, texts, timed, rows, status, now):
    title, summary, body = texts
    page = page_type(title=title, summary=summary, body=[("text", body)], status=status, **timed, **rows)
    page.topics = [Topic(pk=1, name=title), Topic(pk=2, name=summary)]
    people = {key: PersonFacts(key, summary, homepage=body, photo=key) for key in (1, 2)}
    images = {key: ImageFacts(key, title, "", summary) for key in (1, 2)}

    findings = check_page(page, surroundings=Surroundings(now=now, people=people, images=images))

    assert all(finding.message and finding.advice for finding in findings)
