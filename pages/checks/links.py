"""L01 to L04: links that lead nowhere, were kept too long, or let in whoever reads them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, label_of, register
from pages.choices import FindingSeverity, LinkAccess, LinkKind
from pages.importers.text.passcode_links import ADDRESS as PASSCODE_ADDRESS
from pages.importers.text.private_patterns import PASSCODE, find_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject

register(
    Rule(
        "L01-empty",
        FindingSeverity.HINT,
        _("The link “%(label)s” still has no address."),
        _("Enter the address, or remove the link."),
    ),
    Rule(
        "L01-blanks",
        FindingSeverity.WARNING,
        _("There are blanks around an address."),
        _("Remove the blanks."),
    ),
    Rule(
        "L01-http",
        FindingSeverity.HINT,
        _("The address %(url)s begins with http, not https."),
        _("Try https in your browser, and change the address if the page appears."),
    ),
    Rule(
        "L01-shortener",
        FindingSeverity.WARNING,
        _("The address %(url)s comes from a service that shortens addresses."),
        _("Enter the address that it leads to: nobody can tell where a short one leads, and services end."),
    ),
    Rule(
        "L02",
        FindingSeverity.WARNING,
        _("The invitation “%(label)s” is older than 30 days. Many invitations stop working then."),
        _("Try it in a private window, and replace it if it does not work any more."),
    ),
    Rule(
        "L03",
        FindingSeverity.WARNING,
        _("The talk is over. It has a live stream, but no recording."),
        _("Enter the recording. If the stream’s address shows it now, change the kind of that link to “Recording”."),
    ),
    Rule(
        "L04-link",
        FindingSeverity.ERROR,
        _("The address of the public link “%(label)s” holds a passcode."),
        _("Choose “Registered participants” for it, or enter an address without the passcode."),
    ),
    Rule(
        "L04-text",
        FindingSeverity.ERROR,
        _("A passcode stands in a text that everybody can read."),
        _("Take it out of the text, and choose a new one for the meeting."),
    ),
)

SHORTENERS = frozenset(
    {
        *("bit.ly", "buff.ly", "cutt.ly", "dlvr.it", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly"),
        *("shorturl.at", "t.co", "t.ly", "tiny.cc", "tinyurl.com", "v.gd"),
    }
)
"""Hosts whose addresses do not tell where they lead."""

INVITATION = re.compile(
    r"shared_invite|//discord\.(?:gg|com/invite)|//chat\.whatsapp\.com/|//t\.me/(?:\+|joinchat)|/invit(?:e|ation)s?[/?]|"
    r"[?&]invite|//signal\.group/",
    re.IGNORECASE,
)
"""Addresses that let in whoever has them, for a time."""

LIFE_OF_INVITATIONS = dt.timedelta(days=30)
PATIENCE = dt.timedelta(days=30)
"""How long after an event what comes of it may still be announced."""

STANDING = frozenset(
    {
        *(LinkKind.WEBSITE, LinkKind.TEMPLATE, LinkKind.MAILING_LIST, LinkKind.CHAT, LinkKind.VIDEO_CHANNEL),
        *(LinkKind.CALENDAR, LinkKind.SOCIAL, LinkKind.PREVIOUS_EDITION),
    }
)
"""Things that exist before anybody announces them."""

NEEDED_BEFORE = frozenset({LinkKind.REGISTRATION, LinkKind.JOIN, LinkKind.STREAM, LinkKind.SUBMISSION})
LOCAL = re.compile(r"^http://(?:localhost|127\.|192\.168\.|10\.|\[::1\])|\.onion(?:[:/]|$)", re.IGNORECASE)
MAY_HOLD_PASSCODE = re.compile(
    r"pass[- ]?(?:code|w)|pwd|kennwort|passwort|mot de passe|contrase|senha|access code|密|パス", re.IGNORECASE
)


def addresses(subject: Subject) -> Iterator[tuple[str, str]]:
    """The addresses in fields of the page and its rows with their paths, as stored."""
    for name in ("part_of_url", "template_url"):
        if url := getattr(subject.page, name, ""):
            yield name, url
    for relation, name in (("links", "url"), ("sessions", "link"), ("paper_categories", "template_url")):
        for number, row in enumerate(subject.rows(relation)):
            if url := getattr(row, name):
                yield f"{relation}.{number}.{name}", url


def check_addresses(subject: Subject) -> Iterator[Finding]:
    """Addresses with blanks, without encryption, or of a shortening service."""
    for path, url in addresses(subject):
        if url != url.strip():
            yield Finding("L01-blanks", path)
        address = url.strip()
        if address[:7].lower() == "http://" and not LOCAL.search(address):
            yield Finding("L01-http", path, {"url": address})
        if _host(address) in SHORTENERS:
            yield Finding("L01-shortener", path, {"url": address})


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def check_empty_links(subject: Subject) -> Iterator[Finding]:
    """Links that say "to be announced" of what exists already, or what nobody needs any more."""
    for number, link in enumerate(subject.rows("links")):
        if not link.url.strip() and _is_late(link, subject):
            yield Finding("L01-empty", f"links.{number}.url", {"label": label_of(link)})


def _is_late(link: Any, subject: Subject) -> bool:
    ends = subject.span.ends
    if subject.is_called_off:
        return False
    if link.kind in STANDING:
        return True
    if ends is None or (link.kind == LinkKind.RECORDING and _stream(subject) is not None):
        return False
    return ends <= subject.now if link.kind in NEEDED_BEFORE else ends + PATIENCE <= subject.now


def check_invitations(subject: Subject) -> Iterator[Finding]:
    """Invitations that were entered more than thirty days ago."""
    if subject.is_over:
        return
    for number, link in enumerate(subject.rows("links")):
        if _is_old(link, subject.now) and INVITATION.search(link.url):
            yield Finding("L02", f"links.{number}.url", {"label": label_of(link)})


def _is_old(link: Any, now: dt.datetime) -> bool:
    """Whether the address is older than thirty days and nobody has said how long it holds."""
    since: dt.datetime | None = link.url_since
    return since is not None and link.expires_on is None and now - since > LIFE_OF_INVITATIONS


def check_recording(subject: Subject) -> Iterator[Finding]:
    """A talk that is over and whose recording is missing; `stream` is the place of its stream among the links."""
    if not subject.is_talk or not subject.is_over:
        return
    stream = _stream(subject)
    has_recording = any(link.kind == LinkKind.RECORDING and link.url for link in subject.rows("links"))
    if stream is not None and not has_recording:
        yield Finding("L03", f"links.{stream}.kind", {"stream": stream})


def _stream(subject: Subject) -> int | None:
    links = enumerate(subject.rows("links"))
    return next((number for number, link in links if link.kind == LinkKind.STREAM and link.url), None)


def check_passcodes(subject: Subject) -> Iterator[Finding]:
    """Passcodes where everybody reads them; no finding repeats one."""
    for number, link in enumerate(subject.rows("links")):
        if link.access == LinkAccess.PUBLIC and PASSCODE_ADDRESS.search(link.url):
            yield Finding("L04-link", f"links.{number}.url", {"label": label_of(link)})
    paths = (text.path for text in subject.texts if MAY_HOLD_PASSCODE.search(text.source) and _holds_passcode(text))
    yield from (Finding("L04-text", path) for path in dict.fromkeys(paths))


def _holds_passcode(text: Any) -> bool:
    return PASSCODE_ADDRESS.search(text.source) is not None or any(
        span.what == PASSCODE for span in find_private(text.plain)
    )
