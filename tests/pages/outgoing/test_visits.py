"""Visits over real sockets: wherever they are sent, they end soon, read little and never reach a private address."""

from __future__ import annotations

import gzip
import socket
import threading
import time

import pytest

from pages.outgoing.visits import Visit, Visitor, find_location
from tests.pages.outgoing.website import Page, Website

SOON = 0.5
PATIENCE = 10


def visitor(*websites, timeout=5.0, hosts=None):
    """A visitor who may visit these websites on this machine."""
    pause = (hosts if hosts is not None else []).append
    return Visitor(agent="tests", pause=pause, timeout=timeout, ours=frozenset(it.host for it in websites))


def moved(to, status=301):
    return Page(status, headers={"Location": to})


@pytest.fixture
def names(monkeypatch):
    """What names below example.org resolve to; those that are no keys are not known. Others mean what they do."""
    known, resolve = {}, socket.getaddrinfo

    def getaddrinfo(name, port, *args, **options):
        if not name.endswith("example.org"):
            return resolve(name, port, *args, **options)
        if name not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (known[name], port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.mark.parametrize(
    ("page", "visit", "asked"),
    [
        (Page(), Visit(200), ["HEAD /page"]),
        (Page(to_head=405), Visit(200), ["HEAD /page", "GET /page"]),
        (Page(to_head=501), Visit(200), ["HEAD /page", "GET /page"]),
        (Page(to_head=404), Visit(200), ["HEAD /page", "GET /page"]),
        (Page(404), Visit(404), ["HEAD /page", "GET /page"]),
        (Page(410), Visit(410), ["HEAD /page", "GET /page"]),
        (Page(403), Visit(403), ["HEAD /page", "GET /page"]),
        (Page(503, headers={"Retry-After": "120"}), Visit(503, retry_after=120), ["HEAD /page"]),
        (Page(429, headers={"Retry-After": "60"}), Visit(429, retry_after=60), ["HEAD /page"]),
        (Page(301), Visit(301), ["HEAD /page"]),
    ],
)
def test_head_is_asked_first_and_get_where_head_says_nothing(page, visit, asked):
    with Website(page=page) as website:
        found = visitor(website).visit(website.url("page"))

    assert (found, website.asked, website.agents) == (visit, asked, {"tests"})


@pytest.mark.parametrize(
    ("pages", "moved_to"),
    [
        ({"a": moved("/b"), "b": Page()}, "/b"),
        ({"a": moved("b#part", 308), "b": Page()}, "/b"),
        ({"a": moved("{origin}/b"), "b": moved("/c", 308), "c": Page()}, "/c"),
        ({"a": moved("/b"), "b": moved("/c", 302), "c": Page()}, "/b"),
        ({"a": moved("/b", 302), "b": moved("/c"), "c": Page()}, None),
        ({"a": moved("/b", 303), "b": Page()}, None),
        ({"a": moved("/b", 307), "b": Page()}, None),
    ],
)
def test_redirects_for_good_name_the_new_address(pages, moved_to):
    with Website(**pages) as website:
        found = visitor(website).visit(website.url("a"))

    assert found == Visit(200, moved_to=f"{website.origin}{moved_to}" if moved_to else "")


def test_a_redirect_to_a_page_that_is_gone_is_a_page_that_is_gone():
    with Website(a=moved("/b")) as website:
        found = visitor(website).visit(website.url("a"))

    assert (found, website.asked) == (Visit(404), ["HEAD /a", "HEAD /b", "GET /b"])


def test_redirects_end_after_five():
    with Website(a=moved("/b"), b=moved("/a")) as website:
        found = visitor(website).visit(website.url("a"))

    assert (found, len(website.asked)) == (Visit(fault="redirects"), 6)


@pytest.mark.parametrize(
    "location",
    [
        "ftp://example.org/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "http://user:word@example.org/",
        "http://a b/",
        "http://example.org:0/",
    ],
)
def test_redirects_to_what_is_no_page_are_not_followed(location):
    with Website(a=moved(location)) as website:
        found = visitor(website).visit(website.url("a"))

    assert found == Visit(fault="refused")


def test_a_pause_is_asked_for_before_each_request():
    hosts = []
    with Website(a=moved("/b"), b=Page(to_head=405)) as website:
        visitor(website, hosts=hosts).visit(website.url("a"))

    assert hosts == ["127.0.0.1"] * 3


PRIVATE = [
    "http://127.0.0.1/",
    "http://[::]/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://0.0.0.0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://user:word@example.org/",
    "http://example.org@127.0.0.1/",
    "http://93.184.215.14:22/",
    "https://93.184.215.14:8443/",
    "gopher://127.0.0.1/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_and_odd_ports_are_refused(url):
    assert visitor(timeout=SOON).visit(url) == Visit(fault="refused")


def test_a_name_that_leads_to_a_private_address_is_refused(names):
    names["inside.example.org"] = "10.0.0.5"

    assert visitor().visit("https://inside.example.org/") == Visit(fault="refused")


@pytest.mark.usefixtures("names")
def test_a_name_that_nobody_has_is_told_from_a_refusal():
    assert visitor().visit("https://nobody.example.org/") == Visit(fault="unknown_host")


@pytest.mark.parametrize("location", [*PRIVATE, "//127.0.0.1/", "http://localhost/", "http://inside.example.org/"])
def test_a_redirect_into_a_private_network_is_refused(location, names):
    names["inside.example.org"] = "10.0.0.5"
    with Website(a=moved(location)) as website:
        found = visitor(website).visit(website.url("a"))

    assert found == Visit(fault="refused")


def test_a_redirect_to_another_port_of_this_machine_asks_nothing_there():
    with Website(secret=Page()) as inside, Website(a=moved(inside.url("secret"))) as website:
        found = visitor(website).visit(website.url("a"))

    assert (found, inside.asked) == (Visit(fault="refused"), [])


@pytest.mark.parametrize(
    "page",
    [
        Page(to_head=405, body=b"x" * 20_000_000),
        Page(to_head=405, headers={"Content-Length": "9999999999"}),
        Page(to_head=405, headers={"Content-Encoding": "gzip"}, body=gzip.compress(b"0" * 50_000_000)),
    ],
    ids=["huge", "endless", "bomb"],
)
def test_bodies_are_not_read(page):
    begun = time.monotonic()
    with Website(page=page) as website:
        found = visitor(website).visit(website.url("page"))

    assert found == Visit(200)
    assert time.monotonic() - begun < PATIENCE


@pytest.mark.parametrize(
    "chunks",
    [(b"HTTP/1.1 200 OK\r\n", *[b"X: 1\r\n"] * 90, *[b"a"] * 400), (b"H",) * 400],
    ids=["headers", "bytes"],
)
def test_an_answer_that_drips_is_cut(chunks):
    begun = time.monotonic()
    with Website(page=Page(raw=chunks, hold=threading.Event())) as website:
        found = visitor(website, timeout=SOON).visit(website.url("page"))

    assert found in (Visit(fault="timeout"), Visit(fault="protocol"))
    assert time.monotonic() - begun < PATIENCE


def test_a_host_that_does_not_answer_is_given_up():
    with Website(page=Page(hold=threading.Event())) as website:
        assert visitor(website, timeout=SOON).visit(website.url("page")) == Visit(fault="timeout")


def test_the_time_is_that_of_all_redirects_together():
    with Website(a=moved("/b"), b=Page(hold=threading.Event())) as website:
        assert visitor(website, timeout=SOON).visit(website.url("a")) == Visit(fault="timeout")


@pytest.mark.parametrize(
    ("raw", "fault"),
    [((b"not HTTP\r\n\r\n",), "protocol"), ((b"HTTP/1.1 200 OK\r\n" + b"X: 1\r\n" * 200 + b"\r\n",), "protocol")],
)
def test_what_is_not_http_is_a_fault(raw, fault):
    with Website(page=Page(raw=raw)) as website:
        assert visitor(website).visit(website.url("page")) == Visit(fault=fault)


def test_a_port_where_nobody_listens_is_a_fault():
    with Website() as website:
        url = website.url("page")

    assert visitor(website).visit(url) == Visit(fault="connection")


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("", ""),
        ("/b?c#d", "https://example.org/b?c"),
        ("caf\xc3\xa9", "https://example.org/a/café"),
        ("caf\xe9", "https://example.org/a/café"),
        ("//example.com", "https://example.com"),
    ],
)
def test_find_location_makes_addresses_whole(value, address):
    assert find_location(value, base="https://example.org/a/") == address
