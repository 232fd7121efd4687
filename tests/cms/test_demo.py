from __future__ import annotations

import io
import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, get_page_models

from cms.management.commands.demo import check_port
from pages.demo import DOCUMENTS
from pages.models import CallForPapersPage, EventPage, ImportantDate, SeminarSeriesPage, TalkPage
from pages.occurrences import DateState, Phase
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db


def demo() -> str:
    output = io.StringIO()
    call_command("demo", stdout=output, stderr=io.StringIO())
    return output.getvalue()


def test_demo_loads_four_published_communities(home):
    demo()

    communities = EventPage.objects.live().child_of(home).not_exact_type(TalkPage)
    assert sorted(page.specific_class.__name__ for page in communities) == [
        "CallForPapersPage",
        "ForumPage",
        "SeminarSeriesPage",
        "TutorialPage",
    ]


def test_demo_always_shows_upcoming_live_and_past_things(home):
    demo()

    now = timezone.now()
    phases = {talk.find_phase(now) for talk in TalkPage.objects.live()}
    assert {Phase.UPCOMING, Phase.LIVE, Phase.PAST, Phase.CANCELLED} <= phases
    assert DateState.OPEN in {date.state(now) for date in ImportantDate.objects.all()}
    assert SeminarSeriesPage.objects.get(locale__language_code="en").find_phase(now) is Phase.LIVE


def test_demo_has_pages_of_every_type_in_both_languages(home):
    demo()

    types = [page for page in get_page_models() if page not in {Page, EventPage}]
    missing = [
        (page_type.__name__, language)
        for language in ("en", "zh-hans")
        for page_type in types
        if not page_type.objects.live().filter(locale__language_code=language).exists()
    ]
    assert missing == []


def test_demo_translates_the_dates_of_the_call(home):
    demo()

    call = CallForPapersPage.objects.get(locale__language_code="zh-hans")
    labels = [date.label for date in sorted(call.important_dates.all(), key=lambda date: date.start_date)]
    assert labels == ["录用通知", "投稿截止", "终稿提交", "大会报告"]


def test_demo_that_fails_leaves_nothing_behind(home, monkeypatch):
    monkeypatch.setattr("pages.demo.around.SOURCE", DOCUMENTS / "nowhere.yaml")

    with pytest.raises(FileNotFoundError):
        demo()

    assert not EventPage.objects.exists()


def test_second_demo_keeps_what_editors_wrote(home):
    demo()
    talk = TalkPage.objects.live().first()
    talk.title = "Changed by an editor"
    talk.save_revision().publish()
    revisions = talk.revisions.count()

    demo()

    assert TalkPage.objects.get(pk=talk.pk).title == "Changed by an editor"
    assert TalkPage.objects.get(pk=talk.pk).revisions.count() == revisions


def test_demo_makes_an_administrator_once_and_prints_the_password(home):
    first, second = demo(), demo()

    password = first.split("password: ")[1].split("\n")[0]
    admin = get_user_model().objects.get(is_superuser=True)
    assert admin.check_password(password)
    assert password not in second


def test_port_that_is_taken_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

        with pytest.raises(CommandError, match=f"127.0.0.1:{port} already"):
            check_port("127.0.0.1", port, variable="PORT")

    check_port("127.0.0.1", port, variable="PORT")


def test_the_address_of_the_site_is_printed_first_where_there_is_one(home, settings):
    ForumFactory(parent=home)
    settings.PUBLIC_URL = "http://localhost:4321"
    with_site = demo()
    settings.PUBLIC_URL = settings.WAGTAILADMIN_BASE_URL

    assert with_site.splitlines()[0] == "Site     http://localhost:4321/"
    assert demo().splitlines()[0].startswith("Admin ")
