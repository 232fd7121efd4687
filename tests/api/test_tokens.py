"""Partners' tokens: found valid with one statement, never written, and gone when they are revoked."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import APIToken

from api.tokens import MOST_REMEMBERED, TOKENS, TokenMemory, read_bearer, verify_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    """A token's row and its text."""
    return APIToken.create_token(user=User.objects.create_user("partner"), name="Partner")


@pytest.mark.parametrize(
    ("header", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        ("Bearer", ""),
        ("Bearer ", ""),
        ("Bearer a b", "a b"),
        ("Basic abc", None),
        ("Bearerabc", None),
        ("", None),
    ],
)
def test_a_bearer_token_is_read_and_other_schemes_are_not(header, token):
    assert read_bearer(header) == token


def test_a_valid_token_takes_one_statement_and_then_none(token, django_assert_num_queries):
    stored, text = token

    with django_assert_num_queries(1):
        found = [verify_token(text), verify_token(text)]

    assert found == [stored.pk, stored.pk]


def test_reading_does_not_change_when_a_token_was_used(token):
    stored, text = token

    verify_token(text)

    stored.refresh_from_db()
    assert stored.last_used_at is None


def test_what_cannot_be_a_token_takes_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        found = [verify_token(text) for text in ("", "abc", "wagtail_" + "0" * 33, "wagtail_é", "\x00")]

    assert found == [None] * 5


def test_an_unknown_token_is_not_valid():
    assert verify_token(APIToken.generate_token()) is None


def test_a_revoked_token_is_not_valid(token):
    stored, text = token
    verify_token(text)
    stored.revoke()

    TOKENS.forget()

    assert verify_token(text) is None


def test_the_token_of_somebody_who_may_not_log_in_is_not_valid(token):
    stored, text = token
    User.objects.filter(pk=stored.user_id).update(is_active=False)

    assert verify_token(text) is None


def test_a_token_made_with_the_last_secret_key_is_valid(token, settings):
    stored, text = token

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]

    assert verify_token(text) == stored.pk


def test_few_tokens_are_remembered():
    memory = TokenMemory()
    for number in range(MOST_REMEMBERED + 1):
        memory.remember(number.to_bytes(4), number)

    assert (memory.find((0).to_bytes(4)), memory.find((1).to_bytes(4)), len(memory.known)) == (None, 1, MOST_REMEMBERED)


def test_a_remembered_token_is_verified_again_after_a_while(monkeypatch):
    memory = TokenMemory()
    memory.remember(b"token", 1)

    monkeypatch.setattr("api.tokens.HOLDS_SECONDS", 0)

    assert memory.find(b"token") is None


def test_administrators_give_out_tokens(home, admin_client):
    response = admin_client.post(
        reverse("wagtailusers_api_tokens:add"), {"name": "Partner", "user": User.objects.get(username="admin").pk}
    )

    stored = APIToken.objects.get()
    (text,) = [word for word in response.content.decode().replace("<", " ").replace('"', " ").split()
               if APIToken.validate_token_format(word)][:1]  # fmt: skip
    assert (stored.name, verify_token(text)) == ("Partner", stored.pk)
