from __future__ import annotations

import datetime as dt

import pytest

from pages.models import CallForPapersPage, ForumPage, Link, PaperCategory, Session, TalkPage, TutorialPage

NOW = dt.datetime(2027, 3, 10, 12, tzinfo=dt.UTC)
PAST, FUTURE = dt.date(2027, 3, 3), dt.date(2027, 3, 17)
SECRET = "Kelp4Ever"  # noqa: S105  # an invented passcode


def talk(*links, **values):
    return TalkPage(title="Knots", links=list(links), **{"start_date": PAST, "start_time": dt.time(13, 30), **values})


@pytest.mark.parametrize("kind", ["registration", "join", "stream", "submission"])
def test_link_that_nobody_announced_in_time(look, kind):
    page = talk(Link(kind=kind, label="Here"))

    assert look(page, "L01") == [("L01-empty", "links.0.url", {"label": "Here"})]
    assert look(talk(Link(kind=kind), start_date=FUTURE), "L01") == []
    assert look(talk(Link(kind=kind), status="cancelled"), "L01") == []


def test_link_to_what_exists_already(look):
    assert look(talk(Link(kind="mailing_list"), start_date=FUTURE), "L01") == [
        ("L01-empty", "links.0.url", {"label": "mailing_list"})
    ]


def test_slides_may_come_for_a_month(look):
    assert look(talk(Link(kind="slides")), "L01") == []
    assert look(talk(Link(kind="slides"), start_date=dt.date(2027, 1, 6)), "L01") == [
        ("L01-empty", "links.0.url", {"label": "slides"})
    ]


def test_addresses_with_blanks_without_encryption_and_shortened(look):
    page = talk(
        Link(kind="website", url=" https://example.org/"),
        Link(kind="slides", url="http://example.org/slides"),
        Link(kind="paper", url="https://bit.ly/knots"),
    )

    assert look(page, "L01") == [
        ("L01-blanks", "links.0.url", {}),
        ("L01-http", "links.1.url", {"url": "http://example.org/slides"}),
        ("L01-shortener", "links.2.url", {"url": "https://bit.ly/knots"}),
    ]


def test_addresses_of_other_fields(look):
    session, category = (
        Session(link="http://a.example.org/"),
        PaperCategory(name="Short", template_url="http://b.example/"),
    )
    call = CallForPapersPage(
        title="Call", part_of_url="http://c.example/", sessions=[session], paper_categories=[category]
    )

    assert [path for _code, path, _details in look(call, "L01")] == [
        "part_of_url",
        "sessions.0.link",
        "paper_categories.0.template_url",
    ]


@pytest.mark.parametrize(
    "url", ["https://example.org/", "http://localhost:8000/", "mailto:a@example.org", "https://[x"]
)
def test_addresses_that_are_fine(look, url):
    assert look(talk(Link(kind="website", url=url)), "L01") == []


@pytest.mark.parametrize(
    ("url", "days", "expected"),
    [
        ("https://join.slack.com/t/tides/shared_invite/zt-1", 31, 1),
        ("https://discord.gg/tides", 31, 1),
        ("https://join.slack.com/t/tides/shared_invite/zt-1", 30, 0),
        ("https://chat.example.org/tides", 400, 0),
    ],
)
def test_old_invitation(look, url, days, expected):
    invitation = Link(kind="chat", url=url, url_since=NOW - dt.timedelta(days=days))

    findings = look(ForumPage(title="Forum", links=[invitation]), "L02")

    assert findings == [("L02", "links.0.url", {"label": "chat"})] * expected


def test_invitation_whose_last_day_is_known(look):
    old = {"url_since": NOW - dt.timedelta(days=99), "expires_on": FUTURE}
    invitation = Link(kind="chat", url="https://discord.gg/tides", **old)

    assert look(ForumPage(title="Forum", links=[invitation]), "L02") == []


STREAM = {"kind": "stream", "url": "https://video.example.org/1"}


def test_talk_without_recording(look):
    page = talk(Link(kind="registration", url="https://example.org/"), Link(**STREAM), Link(kind="recording"))

    assert look(page, "L03", "L01") == [("L03", "links.1.kind", {"stream": 1})]


@pytest.mark.parametrize(
    ("links", "values"),
    [
        ([STREAM, {"kind": "recording", "url": "https://video.example.org/2"}], {}),
        ([STREAM], {"start_date": FUTURE}),
        ([STREAM], {"start_date": dt.date(2027, 3, 10), "start_time": dt.time(11, 30)}),
        ([STREAM], {"status": "cancelled"}),
        ([], {}),
    ],
    ids=["recorded", "ahead", "on", "cancelled", "not streamed"],
)
def test_talk_that_needs_no_recording(look, links, values):
    page = talk(*(Link(**link) for link in links), **{"time_zone": "UTC", **values})

    assert look(page, "L03") == []


def test_passcode_in_a_public_link(look):
    url = f"https://meet.example.org/j/1?pwd={SECRET}"

    findings = look(talk(Link(kind="join", url=url), start_date=FUTURE), "L04")

    assert findings == [("L04-link", "links.0.url", {"label": "join"})]
    assert look(talk(Link(kind="join", url=url, access="registered"), start_date=FUTURE), "L04") == []


@pytest.mark.parametrize(
    "text",
    [
        f"Join the meeting (passcode: {SECRET}).",
        f'<a href="https://meet.example.org/j/1?pwd={SECRET}">Join</a>',
    ],
    ids=["words", "address"],
)
def test_passcode_in_public_text(look, text):
    page = TutorialPage(title="Knots", body=[("text", f"<p>{text}</p>")], abstract=f"<p>{text}</p>")

    findings = look(page, "L04")

    assert findings == [("L04-text", "abstract", {}), ("L04-text", "body", {})]
    assert SECRET not in repr(findings)


@pytest.mark.parametrize(
    "values", [{"abstract": "<p>How passwords leak.</p>"}, {"editors_notes": f"Passcode: {SECRET}"}]
)
def test_passcode_that_is_none_or_not_public(look, values):
    assert look(TutorialPage(title="Knots", **values), "L04") == []
