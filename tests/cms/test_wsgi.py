"""The entry point answers what Django's own handler cannot even represent."""

from __future__ import annotations

import io
from contextlib import contextmanager

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.urls import resolve

pytestmark = pytest.mark.django_db

CHARSETS = ["rot13", "hex", "undefined", "idna", "nonsense", "utf-16"]


@pytest.fixture
def application():
    """Imported once the folder of static files is there."""
    from cms.wsgi import application  # noqa: PLC0415  # WhiteNoise looks for the folder at once

    return application


def answer(application, method, *, content_type):
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/graphql",
        "QUERY_STRING": "query={__typename}",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": "2",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.input": io.BytesIO(b"{}"),
        "wsgi.url_scheme": "http",
    }
    response = resolve("/graphql").func(application.request_class(environ))
    return response.status_code, response.content


@pytest.mark.parametrize("charset", CHARSETS)
def test_the_charset_of_a_body_that_nobody_reads_is_passed_over(home, application, charset):
    assert answer(application, "GET", content_type=f"application/json; charset={charset}") == (
        200,
        b'{"data":{"__typename":"Query"}}',
    )


@pytest.mark.parametrize("charset", CHARSETS)
def test_a_body_in_another_charset_is_refused(home, application, charset):
    assert answer(application, "POST", content_type=f"application/json; charset={charset}") == (
        415,
        b'{"errors":[{"message":"Send application/json in UTF-8.","extensions":{"code":"BAD_REQUEST"}}]}',
    )


def start(application, method, **headers):
    """The status and headers that the server is given."""
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": "/graphql",
        "QUERY_STRING": "query={__typename}",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": "192.0.2.1",
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }
    given = []
    with connection_left_open():
        application(environ, lambda status, names: given.append((status, dict(names)))).close()
    return given[0]


@contextmanager
def connection_left_open():
    """The test's own connection outlives the request, as with Django's test client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_an_answer_without_a_body_has_no_length(home, application):
    _, found = start(application, "GET")
    not_modified, known = start(application, "GET", HTTP_IF_NONE_MATCH=found["ETag"])
    no_content, preflight = start(application, "OPTIONS")

    lengths = [names.get("Content-Length") for names in (found, known, preflight)]

    assert (not_modified, no_content, lengths) == ("304 Not Modified", "204 No Content", ["31", None, None])
