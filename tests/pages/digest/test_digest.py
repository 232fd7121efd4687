import datetime as dt
import re

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from pages.digest.sending import Outcome, find_readers, find_week, send_digest
from pages.digest.unsubscribing import make_address
from pages.models import DigestPreferences
from tests.factories import EventIndexFactory, ForumFactory, ImportantDateFactory

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2027, 3, 3, 12, tzinfo=dt.UTC)
BASE = "https://cms.example.org"


class HalfBrokenServer(EmailBackend):
    """A mail server that refuses one address."""

    def send_messages(self, messages):
        if any("refused" in address for message in messages for address in message.to):
            raise ConnectionRefusedError("no mail today")
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def now(settings):
    settings.WAGTAILADMIN_BASE_URL = BASE
    with time_machine.travel(NOW, tick=False):
        yield


def make_editor(page, name="editor", **fields):
    """A user with an address who may edit below `page`, and nothing else."""
    group, _is_new = Group.objects.get_or_create(name=f"editors of {page.pk}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    user = get_user_model().objects.create_user(name, email=f"{name}@example.org")
    user.groups.add(group)
    UserProfile.objects.create(user=user, **fields)
    return user


def run(*arguments):
    call_command("send_digest", *arguments)


@pytest.fixture
def forum(home):
    return ForumFactory(
        parent=EventIndexFactory(parent=home),
        title="Forum & friends",
        start_date=dt.date(2027, 4, 1),
        important_dates=[ImportantDateFactory(start_date=dt.date(2027, 3, 8))],
    )


def test_mail_says_what_the_first_page_says(forum):
    make_editor(forum)

    run()

    [message] = mail.outbox
    html = message.alternatives[0].content
    edit_url = f"{BASE}{reverse('wagtailadmin_pages:edit', args=[forum.pk])}"
    assert (message.subject, message.to) == (
        "Colloquium: what comes next, and what is missing",
        ["editor@example.org"],
    )
    assert f"* Forum & friends\n  Thu 1 Apr 2027\n  Upcoming\n  Research forum\n  {edit_url}\n" in message.body
    assert "* Submission, Forum & friends\n  8 Mar 2027 (anywhere on Earth)\n  5 days left\n" in message.body
    assert f'<a href="{edit_url}"><strong>Forum &amp; friends</strong></a>' in html
    assert '<html lang="en">' in html
    assert re.findall(r'href="(?!https://cms\.example\.org/)', html) == []


def test_mail_is_in_the_language_and_zone_of_its_reader(forum):
    forum.expire_at = NOW + dt.timedelta(days=2)
    forum.save_revision().publish()
    make_editor(forum, preferred_language="de", current_time_zone="Asia/Tokyo")

    run()

    [message] = mail.outbox
    assert '<html lang="de">' in message.alternatives[0].content
    assert "5 Mär 2027, 21:00" in message.body


def test_mail_comes_once_a_week(forum):
    editor = make_editor(forum)
    later = [NOW + dt.timedelta(days=days) for days in (0, 4, 5)]

    outcomes = [send_digest(editor, now=moment)[0] for moment in later]

    assert outcomes == [Outcome.SENT, Outcome.SENT_BEFORE, Outcome.SENT]
    assert DigestPreferences.objects.get().sent_for == dt.date(2027, 3, 8)
    assert find_week(NOW) == dt.date(2027, 3, 1)


def test_forced_mail_comes_again(forum):
    make_editor(forum)

    run()
    run("--force")
    run()

    assert len(mail.outbox) == 2


def test_dry_run_prints_and_sends_nothing(forum, capsys):
    make_editor(forum)

    run("--dry-run")

    printed = capsys.readouterr().out
    assert "editor: would be sent" in printed
    assert "Forum & friends" in printed
    assert mail.outbox == []
    assert not DigestPreferences.objects.exists()


def test_mail_goes_to_those_who_can_do_something(home, forum, django_user_model, capsys):
    make_editor(forum)
    make_editor(EventIndexFactory(parent=home), "nothing_to_say")
    django_user_model.objects.create_user("stranger", email="stranger@example.org")
    no_address = make_editor(forum, "no_address")
    gone = make_editor(forum, "gone")
    django_user_model.objects.filter(pk=no_address.pk).update(email="")
    django_user_model.objects.filter(pk=gone.pk).update(is_active=False)
    unwilling = make_editor(forum, "unwilling")
    DigestPreferences.objects.create(user=unwilling, wants_digest=False)

    run()

    assert capsys.readouterr().out.splitlines() == [
        "editor: sent",
        "nothing_to_say: nothing to say",
        "unwilling: does not want it",
    ]
    assert [message.to for message in mail.outbox] == [["editor@example.org"]]
    assert [user.username for user in find_readers()] == ["editor", "nothing_to_say", "unwilling"]


def test_titles_of_drafts_stay_with_those_who_may_see_them(home, forum):
    ForumFactory(parent=home, title="Secret draft", start_date=dt.date(2027, 4, 1), published=False)
    make_editor(forum)

    run()

    [message] = mail.outbox
    assert "Secret draft" not in message.body + message.alternatives[0].content


@pytest.mark.parametrize(("name", "line"), [("editor", "editor: sent"), ("stranger", "stranger: may edit nothing")])
def test_mail_to_one_user(forum, django_user_model, capsys, name, line):
    make_editor(forum)
    make_editor(forum, "other")
    django_user_model.objects.create_user("stranger", email="stranger@example.org")

    run("--to", name)

    assert capsys.readouterr().out.splitlines() == [line]


def test_unknown_user_is_named():
    with pytest.raises(CommandError, match="There is no user 'nobody'"):
        run("--to", "nobody")


def test_refused_mail_stops_nobody_and_is_tried_again(forum, settings, capsys):
    settings.EMAIL_BACKEND = "tests.pages.digest.test_digest.HalfBrokenServer"
    make_editor(forum, "refused")
    make_editor(forum)

    with pytest.raises(CommandError, match="1 could not be sent"):
        run()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    run()

    assert capsys.readouterr().out.splitlines() == [
        "refused: could not be sent",
        "editor: sent",
        "refused: sent",
        "editor: sent before this week",
    ]


def test_line_breaks_in_an_address_make_no_head(forum, django_user_model, capsys):
    editor = make_editor(forum)
    django_user_model.objects.filter(pk=editor.pk).update(email="a@example.org\nBcc: all@example.org")

    with pytest.raises(CommandError):
        run()

    assert mail.outbox == []
    assert DigestPreferences.objects.get().sent_for is None


def test_head_of_the_mail_offers_one_click(forum, client):
    editor = make_editor(forum)
    run()
    head = mail.outbox[0].message()

    address = head["List-Unsubscribe"].strip("<>").removeprefix(BASE)
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})

    assert head["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert head["Auto-Submitted"] == "auto-generated"
    assert answer.status_code == 200
    assert DigestPreferences.objects.get(user=editor).wants_digest is False
    assert send_digest(editor, now=NOW + dt.timedelta(days=7)) == (Outcome.UNWANTED, None)


def test_one_click_needs_no_session_and_looking_changes_nothing(forum, django_user_model):
    from django.test import Client  # noqa: PLC0415  # only this test checks CSRF

    editor = make_editor(forum)
    address = make_address(editor).removeprefix(BASE)
    client = Client(enforce_csrf_checks=True)

    page = client.get(address)
    before = DigestPreferences.objects.filter(wants_digest=False).count()
    client.post(address, {"List-Unsubscribe": "One-Click"})

    assert before == 0
    assert DigestPreferences.objects.filter(wants_digest=False).count() == 1
    assert "End the weekly mail" in page.content.decode()
    assert "editor" not in page.content.decode().replace("editor's", "")
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert "no-store" in page["Cache-Control"]


def test_address_of_somebody_else_cannot_be_made_up(forum, client):
    editor, other = make_editor(forum), make_editor(forum, "other")
    address = make_address(editor).removeprefix(BASE)
    forged = address.replace(f"/{editor.pk}:", f"/{other.pk}:")

    answers = [client.post(path) for path in (forged, reverse("digest_unsubscribe", args=["1"]))]

    assert forged != address
    assert [answer.status_code for answer in answers] == [404, 404]
    assert not DigestPreferences.objects.exists()


def test_account_settings_hold_the_choice(forum, client, django_user_model):
    editor = make_editor(forum)
    client.force_login(editor)
    url = reverse("wagtailadmin_account")
    form = {
        "name_email-first_name": "E",
        "name_email-last_name": "D",
        "name_email-email": "editor@example.org",
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
    }

    html = client.get(url).content.decode()
    client.post(url, form)

    assert "Weekly mail" in html
    assert DigestPreferences.objects.get(user=editor).wants_digest is False
