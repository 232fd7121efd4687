import datetime as dt

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from pages.models import ForumPage, SiteSettings, TalkPage
from pages.moments import Moment, Precision
from pages.panels import describe_moment
from tests.factories import ForumFactory, ImportantDateFactory, SeriesFactory, TalkFactory, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(admin_client):
    return admin_client


def add_url(model, parent):
    return reverse("wagtailadmin_pages:add", args=["pages", model, parent.pk])


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (Moment(), "to be announced"),
        (Moment.at(dt.date(2027, 3, 1), precision=Precision.MONTH), "March 2027"),
        (Moment.at(dt.date(2027, 3, 1)), "1 Mar 2027"),
        (Moment.at(dt.date(2027, 3, 1), None, "Asia/Tokyo"), "1 Mar 2027"),
        (Moment.at(dt.date(2027, 3, 1), dt.time(23, 59)), "1 Mar 2027, 23:59"),
        (Moment.at(dt.date(2027, 3, 1), dt.time(9), "Asia/Tokyo"), "1 Mar 2027, 09:00 (Asia/Tokyo)"),
        (Moment.anywhere_on_earth(dt.date(2027, 3, 1)), "1 Mar 2027 (anywhere on Earth)"),
    ],
)
def test_describe_moment_in_words(moment, words):
    assert describe_moment(moment) == words


def test_talk_editor_names_what_the_series_says(editor, home):
    series = SeriesFactory(
        parent=home, time_zone="Asia/Tokyo", usual_minutes=45, attendance_mode="hybrid", languages=["en", "fr"]
    )
    talk = TalkFactory(parent=series)

    pages = [editor.get(url).content.decode() for url in (add_url("talkpage", series), edit_url(talk))]

    for html in pages:
        assert "Empty: as in the series, 45 minutes." in html
        assert 'placeholder="45 minutes"' in html
        assert "Empty: as in the series, Asia/Tokyo." in html
        assert 'placeholder="Asia/Tokyo"' in html
        assert "Empty: as in the series, In person and online." in html
        assert "Empty: as in the series, English, French." in html


def test_talk_editor_names_nothing_that_the_series_does_not_say(editor, home):
    series = SeriesFactory(parent=home, time_zone="", languages=[])

    html = editor.get(add_url("talkpage", series)).content.decode()

    assert html.count("Empty: as in the series") == 1  # the minutes have a default


def test_editor_of_other_events_inherits_nothing(editor, home):
    html = editor.get(add_url("forumpage", home)).content.decode()

    assert "as in the series" not in html


@pytest.fixture
def tuesday():
    with time_machine.travel("2027-06-15T12:00Z"):
        yield


@pytest.mark.usefixtures("tuesday")
@pytest.mark.parametrize(
    ("weekday", "taken", "proposed"),
    [
        ("WE", [], "2027-06-16"),
        ("TU", [], "2027-06-22"),
        ("WE", [dt.date(2027, 6, 16), dt.date(2027, 6, 23)], "2027-06-30"),
        ("", [], ""),
    ],
)
def test_new_talk_is_proposed_the_next_free_usual_day(home, client, weekday, taken, proposed):
    series = SeriesFactory(parent=home, cadence_weekday=weekday, usual_time=dt.time(13, 30))
    for date in taken:
        TalkFactory(parent=series, start_date=date, published=False)
    client.force_login(get_user_model().objects.create_superuser("admin"))

    form = client.get(add_url("talkpage", series)).context["form"]

    assert str(form["start_date"].value() or "") == proposed
    assert form["start_time"].value() == dt.time(13, 30)
    assert form["start_time"].help_text == "Proposed. Change or clear it as you like."
    assert (form["start_date"].help_text == "Empty: to be announced.") == (not proposed)
    assert TalkPage.objects.count() == len(taken)


def test_proposals_do_not_reach_existing_talks(editor, home):
    series = SeriesFactory(parent=home, cadence_weekday="WE", usual_time=dt.time(13, 30))
    talk = TalkFactory(parent=series, start_date=None, start_time=None)

    form = editor.get(edit_url(talk)).context["form"]

    assert (form["start_date"].value(), form["start_time"].value()) == (None, None)


def test_new_event_is_proposed_the_time_zone_of_the_site(editor, home):
    SiteSettings.objects.create(site=home.get_site(), time_zone="Europe/Rome")

    form = editor.get(add_url("forumpage", home)).context["form"]

    assert form["time_zone"].value() == "Europe/Rome"


def send(client, url, *, action="action-publish", **entries):
    """What the form at `url` answers when it is sent as it opens, but for `entries`."""
    data = querydict_from_html(client.get(url).content.decode(), form_id="page-edit-form")
    data.update({"body-count": "0", "slug": "page", action: "1", **entries})
    return client.post(url, data)


def row(relation, **fields):
    """The entries of a form with one row of `relation`."""
    return {f"{relation}-TOTAL_FORMS": "1", **{f"{relation}-0-{name}": value for name, value in fields.items()}}


def errors_of(response):
    form = response.context["form"]
    rows = {f"{name}-{index}": entry.errors for name, it in form.formsets.items() for index, entry in enumerate(it)}
    return {name: dict(errors) for name, errors in {"page": form.errors, **rows}.items() if errors}


def test_title_and_date_are_enough_to_publish(editor, home):
    send(editor, add_url("forumpage", home), title="Forum", start_date="2027-05-04")

    forum = ForumPage.objects.get()
    assert (forum.title, forum.live, forum.start_date) == ("Forum", True, dt.date(2027, 5, 4))


def test_title_is_enough_for_a_draft(editor, home):
    send(editor, add_url("forumpage", home), action="action-save", title="Forum")

    forum = ForumPage.objects.get()
    assert (forum.title, forum.live, forum.start_date) == ("Forum", False, None)


def test_talk_without_a_date_is_stored(editor, home):
    series = SeriesFactory(parent=home, cadence_weekday="WE", usual_time=dt.time(13, 30))

    send(editor, add_url("talkpage", series), title="Talk", start_date="", start_time="")

    talk = TalkPage.objects.get()
    assert (talk.live, talk.start_date, talk.start_time, talk.starts_at) == (True, None, None, None)


def test_half_filled_rows_are_stored(editor, home):
    entries = {
        **row("links", kind="recording", access="public"),
        **row("important_dates", kind="notification", zone_policy="aoe", certainty="confirmed", date_precision="day"),
        **row("sessions", kind="break", date_precision="day"),
    }

    send(editor, add_url("forumpage", home), title="Forum", **entries)

    forum = ForumPage.objects.get()
    assert [(link.kind, link.url) for link in forum.links.all()] == [("recording", "")]
    assert [(date.kind, date.start_date) for date in forum.important_dates.all()] == [("notification", None)]
    assert [(session.kind, session.title) for session in forum.sessions.all()] == [("break", "")]


def test_earlier_version_is_restored_with_rows_that_are_gone(editor, home):
    dates = [ImportantDateFactory(start_date=dt.date(2027, 3, 1)), ImportantDateFactory(kind="notification")]
    forum = ForumFactory(parent=home, important_dates=dates)
    earlier, kept = forum.latest_revision, forum.important_dates.last()
    forum.important_dates = [kept]
    publish(forum)

    send(editor, reverse("wagtailadmin_pages:revisions_revert", args=[forum.pk, earlier.pk]))

    forum = ForumPage.objects.get()
    assert [date.kind for date in forum.important_dates.all()] == ["submission", "notification"]
    assert forum.important_dates.last() == kept


BEFORE_START = "The end is before the start."
SAME_DAY = "The end is before the start. If it ends after midnight, give the end date as well."


@pytest.mark.parametrize(
    ("entries", "errors"),
    [
        ({"end_date": "2027-05-03"}, {"page": {"end_date": [BEFORE_START]}}),
        ({"start_time": "10:00", "end_time": "09:00"}, {"page": {"end_time": [SAME_DAY]}}),
        (
            {"time_zone": "Atlantis"},
            {"page": {"time_zone": ["“Atlantis” is not a time zone. Choose one such as Europe/London."]}},
        ),
        (
            {"languages": "xx"},
            {"page": {"languages": ["Select a valid choice. xx is not one of the available choices."]}},
        ),
        (
            row("links", kind="website", url="javascript:alert(1)", access="public"),
            {"links-0": {"url": ["Addresses begin with https://, http:// or mailto:, not with “javascript:”."]}},
        ),
        (
            row("contributions", role="speaker", affiliation="X"),
            {"contributions-0": {"person": ["This field is required."]}},
        ),
    ],
)
def test_errors_stand_at_their_field(editor, home, entries, errors):
    response = send(editor, add_url("forumpage", home), title="Forum", **{"start_date": "2027-05-04", **entries})

    assert errors_of(response) == errors
    assert not ForumPage.objects.exists()


def test_folded_fields_are_unfolded_by_their_errors(editor, home):
    talk = TalkFactory(parent=SeriesFactory(parent=home))

    html = send(editor, edit_url(talk), end_date="2020-01-01").content.decode()

    assert html.count('<details class="folded-panel" open>') == 1
