"""Requests that are broken off or led astray: the speaker is told in words, and the log names no address."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from lxml import html

from pages.completion.tokens import make_token
from tests.pages.completion.conftest import address_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class BrokenOff(io.BytesIO):
    """A body whose sender has gone."""

    def read(self, *_args):
        raise OSError("The connection was reset.")

    readline = read


def post_damaged(address):
    return Client().generic("POST", address, b"no parts", content_type="multipart/form-data")


def post_broken_off(address):
    return Client().post(address, **{"wsgi.input": BrokenOff(), "CONTENT_LENGTH": "1000"})


def post_endless_text(address):
    return Client().post(address, {"note": "x" * 3_000_000})


def post_endless_fields(address):
    return Client().post(address, dict.fromkeys((f"field{number}" for number in range(10_001)), "1"))


@pytest.mark.parametrize("post", [post_damaged, post_broken_off, post_endless_text, post_endless_fields])
def test_a_form_that_cannot_be_read_is_answered_in_words(link, caplog, post):
    response = post(address_of(link))

    page = html.fromstring(response.content)
    link.refresh_from_db()
    assert (response.status_code, page.findtext(".//h1")) == (400, "The form has not arrived as a whole")
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert make_token(link) not in caplog.text
    assert link.saved == {}


@pytest.mark.parametrize("ending", ["", ".", ">", "/.", "/%3E"])
def test_an_address_with_too_much_or_too_little_leads_to_the_form(link, caplog, ending):
    response = Client().get(address_of(link).removesuffix("/") + ending)

    assert (response.status_code, response.headers["Location"]) == (302, address_of(link))
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert make_token(link) not in caplog.text


def test_an_address_that_was_cut_leads_nowhere_and_is_not_logged(link, caplog):
    token = make_token(link)

    statuses = [Client().get(f"/complete/{token[:-1]}{ending}").status_code for ending in ("", "/", "/x/")]

    assert statuses == [404, 404, 404]
    assert token[:-1] not in caplog.text
