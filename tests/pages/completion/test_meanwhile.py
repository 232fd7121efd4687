"""What happens between an editor's look at an answer and the press of a button."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.urls import reverse

from pages.completion import changing
from pages.models import CompletionLink, CompletionState, TalkPage
from tests.factories import ContributionFactory, PersonFactory
from tests.pages.completion.conftest import NOW, fill_in
from tests.pages.completion.test_review import decide, draft_of, review_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def forms_of(client, link):
    """What each form of the page brings back without being touched, but for ticks."""
    page = BeautifulSoup(client.get(review_address(link)).content, "html.parser")
    forms = page.select("#main form")
    return [{field["name"]: field["value"] for field in form.select("input[type=hidden]")} for form in forms]


@pytest.mark.parametrize("button", ["decline", "again"])
def test_an_answer_that_nobody_has_seen_is_not_turned_down(admin, link, button):
    fill_in(link, title="New")
    [_, second] = forms_of(admin, link)
    fill_in(link, title="Newer")
    mail.outbox.clear()

    response = admin.post(review_address(link), {button: "1", "message": "No"} | second, follow=True)

    link.refresh_from_db()
    assert response.redirect_chain == [(review_address(link), 302)]
    assert "has changed meanwhile. Please look at it again" in response.content.decode()
    assert (link.state, link.message, link.sent["title"]) == (CompletionState.ANSWERED, "", "Newer")
    assert mail.outbox == []


def test_odd_values_of_a_form_are_none(admin, link):
    fill_in(link, title="New")
    digits = "9" * 5000

    accepted = admin.post(review_address(link), {"accept": "1", "revision": digits, "times_sent": digits})
    asked = admin.post(review_address(link), {"again": "1", "times_sent": "1", "message": "Once\x00 more"})

    link.refresh_from_db()
    assert (accepted.headers["Location"], asked.headers["Location"]) == (
        review_address(link),
        reverse("completion_answers"),
    )
    assert (link.state, link.message) == (CompletionState.OPEN, "Once more")


@pytest.mark.parametrize("name", ["completion_revoke", "completion_renew", "completion_mail"])
def test_a_link_that_somebody_else_has_just_ended_stays_as_it_is(admin, link, monkeypatch, name):
    fill_in(link, title="New")
    mail.outbox.clear()
    find = changing.find_editable_link

    def find_and_be_late(key, user):
        found = find(key, user)
        CompletionLink.objects.filter(pk=key).update(state=CompletionState.ACCEPTED, decided_at=NOW)
        return found

    monkeypatch.setattr(changing, "find_editable_link", find_and_be_late)
    response = admin.post(reverse(name, args=[link.pk]), follow=True)

    link.refresh_from_db()
    assert "This link has ended already." in response.content.decode()
    assert (link.state, link.generation, mail.outbox) == (CompletionState.ACCEPTED, 1, [])


def test_a_speaker_whom_only_the_draft_has_keeps_the_place(admin, editor, talk):
    other = PersonFactory(name="Bea", email="bea@example.org")
    draft = talk.get_latest_revision_as_object()
    draft.contributions.add(ContributionFactory(person=other, sort_order=1))
    draft.save_revision()
    link = CompletionLink.objects.create(
        talk=talk, person=other, asked_by=editor, made_at=NOW, expires_at=NOW + dt.timedelta(days=30)
    )
    fill_in(link, affiliation="Example University")

    decide(admin, link)

    rows = draft_of(talk).contributions.all()
    assert [(row.person.name, row.affiliation) for row in rows] == [("Ana Silva", ""), ("Bea", "Example University")]
    public = TalkPage.objects.get(pk=talk.pk)
    assert [row.person.name for row in public.contributions.all()] == ["Ana Silva"]
