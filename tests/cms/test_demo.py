from __future__ import annotations

import io
import socket

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone

from cms.management.commands.demo import check_port
from pages.models import EventPage, ImportantDate, SeminarSeriesPage, TalkPage
from pages.occurrences import DateState, Phase

pytestmark = pytest.mark.django_db


def demo() -> str:
    output = io.StringIO()
    call_command("demo", stdout=output, stderr=io.StringIO())
    return output.getvalue()


def test_demo_loads_four_published_communities(home):
    demo()

    communities = EventPage.objects.live().exact_type(*EventPage.__subclasses__()).not_exact_type(TalkPage)
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
    assert SeminarSeriesPage.objects.get().find_phase(now) is Phase.LIVE


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
            check_port("127.0.0.1", port)

    check_port("127.0.0.1", port)
