"""Meeting links that carry a passcode, or stand beside one: for registered people, and in no text."""

from __future__ import annotations

import dataclasses
import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pages.importers.documents import BodyBlock, Finding, ImportedEvent, ImportedLink, ImportedSeries, Reading, Severity
from pages.importers.text.links import link_kind
from pages.importers.text.private_patterns import PASSCODE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

ADDRESS = re.compile(
    r"(?:https?:)?//[^\s<>\"'“”()\[\]]{1,2000}?(?:[?&#;]|%3F|%26)(?:pwd|pass(?:code|word|wd)?|tk)=[^\s<>\"'“”()\[\]]{1,500}",
    re.IGNORECASE,
)
WITH_LABEL = (
    r"<a\b[^<>]*?href=[\"'](?:{})[\"'][^<>]*>(?P<label>[^<>]*)</a>",
    r"\[(?P<label>[^\[\]\n]*)\]\(\s*<?(?:{})>?\s*\)",
    r"(?:{})",
)
"""A link in a text, with its label in HTML or Markdown, or bare; the address is filled in."""
KEY = re.compile(r"pass(?:code|word|wd)|pwd", re.IGNORECASE)
MEETINGS = frozenset({"join", "stream"})
LINES_BESIDE = 2
"""How far from its link a passcode stands."""


def guard_links(reading: Reading) -> Reading:
    """The reading with its passcode links for registered people, named by `link-passcode`, and in no other text."""
    event = _with_links_of_texts(reading.event) if reading.event else None
    guarded = tuple(dict.fromkeys(_guarded_links(tuple(_links(event)), reading)))
    written = {text for it in guarded for text in (str(it.url), html.escape(str(it.url)))}
    addresses = sorted(map(re.escape, written), key=len, reverse=True)
    address = "|".join([*addresses, ADDRESS.pattern])
    patterns = [re.compile(it.format(address), re.IGNORECASE) for it in WITH_LABEL]
    changed = replace(reading, event=_registered(event, {(it.url, it.line) for it in guarded}))
    cleaned = replace(_without_addresses(changed, patterns), document=reading.document)
    return replace(cleaned, findings=(*cleaned.findings, *map(_finding, guarded)))


def _guarded_links(links: Collection[ImportedLink], reading: Reading) -> Iterator[ImportedLink]:
    """The links with a passcode in the address, and those of meetings in the line next to a passcode."""
    meetings = {it.line for it in links if it.line and it.url and link_kind(it.kind, it.url) in MEETINGS}
    beside: set[int] = set()
    for passcode in (it.line for it in reading.dropped if it.line and (it.what == PASSCODE or KEY.search(it.what))):
        nearest = min((abs(line - passcode) for line in meetings), default=LINES_BESIDE + 1)
        beside |= {line for line in meetings if abs(line - passcode) == nearest <= LINES_BESIDE}
    for link in links:
        is_meeting = link.line in beside and link_kind(link.kind, link.url) in MEETINGS
        if link.url and (is_meeting or ADDRESS.search(link.url)):
            yield link


def _finding(link: ImportedLink) -> Finding:
    name = link.label if link.label and "//" not in link.label else link.kind
    message = f"The address of “{name}” comes with a passcode; it is kept for registered participants."
    return Finding("link-passcode", Severity.WARNING, message, link.line)


def _registered(value: Any, guarded: Collection[tuple[str | None, int | None]]) -> Any:
    """The value with the guarded links, known by address and line, for registered people alone."""
    if isinstance(value, ImportedLink):
        return replace(value, access="registered") if (value.url, value.line) in guarded else value
    return _mapped(value, lambda inner: _registered(inner, guarded))


def _without_addresses(value: Any, patterns: Collection[re.Pattern[str]]) -> Any:
    """The value with the words of guarded links in place of the links; the links themselves keep their address."""
    if isinstance(value, str):
        return _without_links(value, patterns)
    if isinstance(value, ImportedLink):
        label, note = (_without_links(it, patterns) for it in (value.label, value.note))
        return replace(value, label=label, note=note)
    return _mapped(value, lambda inner: _without_addresses(inner, patterns))


def _without_links(text: str, patterns: Collection[re.Pattern[str]]) -> str:
    if "//" not in text:
        return text
    for pattern in patterns:
        text = pattern.sub(lambda link: link["label"] if "label" in link.groupdict() else "", text)
    return text


def _mapped(value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with `change` made to each item of a tuple or field of a record."""
    if isinstance(value, tuple):
        kept = (it for it in value if not (isinstance(it, BodyBlock) and ADDRESS.search(it.url)))
        return tuple(change(it) for it in kept)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = ((it.name, getattr(value, it.name)) for it in dataclasses.fields(value))
        changed = {name: new for name, old in fields if (new := change(old)) != old}
        return replace(value, **changed) if changed else value
    return value


def _links(value: Any) -> Iterator[ImportedLink]:
    """Every link inside a value."""
    if isinstance(value, ImportedLink):
        yield value
    elif isinstance(value, tuple):
        for it in value:
            yield from _links(it)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _links(getattr(value, field.name))


def _texts(value: Any) -> Iterator[str]:
    """Every text of an event, without those of its links and talks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for it in value:
            yield from _texts(it)
    elif dataclasses.is_dataclass(value) and not isinstance(value, ImportedLink | ImportedEvent):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


def _with_links_of_texts(event: ImportedEvent) -> ImportedEvent:
    """The event with the passcode links that only its texts have, and its talks with theirs."""
    known = {it.url for it in _links(event)}
    values = (getattr(event, field.name) for field in dataclasses.fields(event))
    found = (html.unescape(it.group()) for value in values for text in _texts(value) for it in ADDRESS.finditer(text))
    new = [ImportedLink(link_kind("join", it), it) for it in dict.fromkeys(found) if it not in known]
    changes: dict[str, Any] = {"links": (*event.links, *new)}
    if isinstance(event, ImportedSeries):
        changes["talks"] = tuple(map(_with_links_of_texts, event.talks))
    return replace(event, **changes)
