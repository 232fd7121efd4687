"""An editor asks the speakers of a talk."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from pages.completion.tokens import make_address
from pages.models import CompletionLink, CompletionState
from tests.factories import ContributionFactory, ForumFactory, PersonFactory, TalkFactory, publish
from tests.pages.completion.conftest import NOW, address_of, fill_in, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class Unreachable(BaseEmailBackend):
    """A mail server that takes nothing."""

    def send_messages(self, email_messages):  # noqa: ARG002  # Django's signature
        raise smtplib.SMTPServerDisconnected


def ask_address(talk):
    return reverse("completion_ask", args=[talk.pk])


def ask(client, talk, person, *, button="link", **values):
    data = {"person": person.pk, "days": "30", "language": "en", "message": "", button: "1"}
    return client.post(ask_address(talk), data | values, follow=True)


def shown_addresses(response):
    return [field["value"] for field in BeautifulSoup(response.content, "html.parser").select("input[readonly]")]


def test_a_link_is_made_and_shown(admin, editor, talk, person):
    response = ask(admin, talk, person, days="7", message="Hello")

    link = CompletionLink.objects.get()
    assert (link.person, link.asked_by, link.message, link.expires_at) == (
        person,
        editor,
        "Hello",
        NOW + dt.timedelta(days=7),
    )
    assert shown_addresses(response) == [make_address(link)]
    assert Client().get(address_of(link)).status_code == 200
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("language", "subject", "opening"),
    [("en", "Your talk: Old title", "Dear Ana Silva,"), ("zh-hans", "您的报告：Old title", "Ana Silva，您好：")],
)
def test_a_link_is_mailed_in_the_language_chosen(admin, talk, person, language, subject, opening):  # noqa: PLR0917  # a table
    ask(admin, talk, person, button="mail", language=language, message="See you soon")

    link = CompletionLink.objects.get()
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to, sent.subject) == (["ana@example.org"], ["editor@example.org"], subject)
    assert sent.body.startswith(opening)
    assert all(part in sent.body for part in (make_address(link), "Tidewater seminar", "See you soon", "Edda Torv"))
    assert link.mailed_at == NOW


def test_the_language_proposed_is_that_of_the_series(admin, series, talk):
    series.languages = ["zh-hans"]
    publish(series)

    page = BeautifulSoup(admin.get(ask_address(talk)).content, "html.parser")

    assert page.select_one("#id_language option[selected]")["value"] == "zh-hans"


def test_without_an_address_nothing_is_mailed(admin, talk, person):
    person.email = ""
    person.save()

    response = ask(admin, talk, person, button="mail")

    assert "No e-mail address of Ana Silva is known." in response.content.decode()
    assert (mail.outbox, CompletionLink.objects.get().mailed_at) == ([], None)


def test_a_mail_that_cannot_be_sent_leaves_the_link(admin, talk, person, settings):
    settings.EMAIL_BACKEND = "tests.pages.completion.test_asking.Unreachable"

    response = ask(admin, talk, person, button="mail")

    assert "The mail could not be sent." in response.content.decode()
    assert shown_addresses(response) == [make_address(CompletionLink.objects.get())]


def test_asking_twice_keeps_one_link(admin, talk, person):
    ask(admin, talk, person)
    ask(admin, talk, person, days="90", message="Again")

    link = CompletionLink.objects.get()
    assert (link.generation, link.message, link.expires_at) == (1, "Again", NOW + dt.timedelta(days=90))


def test_an_expired_link_comes_back_under_another_address(editor, clock, talk, person, link):
    old = address_of(link)
    clock.move_to(link.expires_at)

    ask(sign_in(editor), talk, person)

    link.refresh_from_db()
    assert Client().get(old).status_code == 404
    assert Client().get(address_of(link)).status_code == 200


def test_a_closed_link_stays_closed_beside_a_new_one(admin, talk, person, link):
    CompletionLink.objects.filter(pk=link.pk).update(state=CompletionState.ACCEPTED)

    ask(admin, talk, person)

    assert Client().get(address_of(link)).status_code == 410
    assert sorted(CompletionLink.objects.values_list("state", flat=True)) == ["accepted", "open"]


def test_only_speakers_of_the_talk_can_be_asked(admin, talk):
    stranger = PersonFactory(name="Not on this talk")
    talk.contributions.add(ContributionFactory(person=PersonFactory(name="Hana Host"), role="host"))
    publish(talk)

    page = admin.get(ask_address(talk)).content.decode()
    response = ask(admin, talk, stranger)

    assert "Hana Host" not in page
    assert "Not on this talk" not in page
    assert "Select a valid choice" in response.content.decode()
    assert not CompletionLink.objects.exists()


def test_a_talk_without_speakers_says_what_to_do(admin, series):
    talk = TalkFactory(parent=series)

    response = admin.get(ask_address(talk))

    assert "This talk has no speaker yet." in response.content.decode()


def test_a_new_address_ends_the_one_before(admin, link):
    old = address_of(link)

    admin.post(reverse("completion_renew", args=[link.pk]))

    link.refresh_from_db()
    assert (Client().get(old).status_code, Client().get(address_of(link)).status_code) == (404, 200)
    assert (Client().post(old, {"send": "1", "title": "Replayed"}).status_code, link.saved) == (404, {})


def test_a_revoked_link_is_closed_and_not_mailed(admin, link):
    admin.post(reverse("completion_revoke", args=[link.pk]))
    response = admin.post(reverse("completion_mail", args=[link.pk]), follow=True)

    link.refresh_from_db()
    assert link.state == CompletionState.REVOKED
    assert Client().get(address_of(link)).status_code == 410
    assert "This link has ended already." in response.content.decode()
    assert mail.outbox == []


@pytest.mark.parametrize("name", ["mail", "renew", "revoke"])
def test_a_link_is_not_changed_by_being_visited(admin, link, name):
    response = admin.get(reverse(f"completion_{name}", args=[link.pk]))

    link.refresh_from_db()
    assert (response.status_code, link.generation, link.state) == (405, 1, CompletionState.OPEN)


def test_only_talks_have_speakers_to_ask(admin, home, make_user):
    forum = ForumFactory(parent=home)

    assert admin.get(reverse("completion_ask", args=[forum.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_links(admin, editor, series, count, django_assert_num_queries):
    people = [PersonFactory() for _ in range(count)]
    talk = TalkFactory(parent=series, contributions=[ContributionFactory(person=person) for person in people])
    for person in people:
        CompletionLink.objects.create(
            talk=talk, person=person, asked_by=editor, made_at=NOW, expires_at=NOW + dt.timedelta(days=1)
        )
    admin.get(ask_address(talk))

    with django_assert_num_queries(19):
        admin.get(ask_address(talk))


def test_a_waiting_answer_is_kept_when_asked_again(admin, talk, person, link):
    fill_in(link, title="New title")

    ask(admin, talk, person)

    link.refresh_from_db()
    assert (link.state, link.sent["title"]) == (CompletionState.ANSWERED, "New title")
