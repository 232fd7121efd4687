"""Private values of running text taken out of whole documents, by one rule for all readers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Dropped, Finding, Severity
from pages.importers.text.private_columns import find_columns
from pages.importers.text.private_patterns import PrivateSpan, find_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.importers.documents import SourceDocument

BETWEEN = re.compile(r"[*_ \t]{0,8}(?:[,;/·&，、]|and|und|et|y)?[*_ \t]{0,8}")
OPENING = re.compile(r"[ \t]*[(（]\s*$")
CLOSING = re.compile(r"\s*[)）]")
COMMA_BEFORE = re.compile(r"[ \t]*[,;，、–—]\s*$")
COMMA_AFTER = re.compile(r"[ \t]*[,;.，、。][ \t]*")
END = re.compile(r"[ \t]*(?:[,;.)），。]|\n|$)")
LOOKED_BACK = 40
MARKUP = (("**", "**"), ("__", "__"), ("`", "`"), ("*", "*"), ("_", "_"))
TAGS = tuple((f"<{name}>", f"</{name}>") for name in ("b", "strong", "i", "em", "code", "span"))


def take_out_private_words(text: str, *, first_line: int = 1) -> tuple[str, tuple[Dropped, ...]]:
    """The text without private values, its lines unmoved, and the names of what was taken out."""
    spans = sorted([*find_private(text), *find_columns(text)], key=lambda it: it.begin)
    dropped = [Dropped(it.what, "private", first_line + text.count("\n", 0, it.begin)) for it in spans]
    for begin, stop in reversed(list(_phrases(text, spans))):
        text = text[:begin] + "\n" * text.count("\n", begin, stop) + text[stop:]
    return text, tuple(dict.fromkeys(dropped))


def _phrases(text: str, spans: list[PrivateSpan]) -> Iterator[tuple[int, int]]:
    """The smallest phrases around the values: neighbours together, with parentheses that hold nothing else."""
    phrase: tuple[int, int] | None = None
    for span in spans:
        if phrase and (span.begin <= phrase[1] or BETWEEN.fullmatch(text, phrase[1], span.begin)):
            phrase = (phrase[0], max(phrase[1], span.stop))
            continue
        if phrase:
            yield _with_punctuation(text, *_with_markup(text, *phrase))
        phrase = (span.begin, span.stop)
    if phrase:
        yield _with_punctuation(text, *_with_markup(text, *phrase))


def _with_markup(text: str, begin: int, stop: int) -> tuple[int, int]:
    """The phrase with the other half of the markup it holds one half of, and with markup around it."""
    for mark, closing in (*MARKUP, *TAGS):
        inner = text[begin:stop]
        is_half = inner.count(mark) % 2 == 1 if mark == closing else inner.count(closing) > inner.count(mark)
        is_before, is_after = text.endswith(mark, 0, begin), text.startswith(closing, stop)
        begin -= len(mark) * (is_before and (is_half or is_after))
        stop += len(closing) * (is_after and (is_before or is_half) and not (is_half and is_before))
    return begin, stop


def _with_punctuation(text: str, begin: int, stop: int) -> tuple[int, int]:
    """The phrase with the punctuation that has no use without it."""
    start = max(0, begin - LOOKED_BACK)
    before = text[start:begin]
    opening, comma = OPENING.search(before), COMMA_BEFORE.search(before)
    closing, following = CLOSING.match(text, stop), COMMA_AFTER.match(text, stop)
    if opening and closing:
        return start + opening.start(), closing.end()
    if comma and END.match(text, stop):
        return start + comma.start(), stop
    if following and (opening or not before.strip(" \t*-#|>") or before.endswith("\n")):
        return begin, following.end()
    is_blank_left = before.endswith(" ") and text.startswith((" ", ".", ","), stop)
    return begin - is_blank_left, stop


def without_private_words(document: SourceDocument) -> SourceDocument:
    """The document without private values in its texts; `dropped` and `findings` name them by their lines."""
    body, dropped = take_out_private_words(document.body, first_line=document.body_line)
    found = list(dropped)
    metadata = _clean(document.metadata, "", document, found)
    if not found:
        return document
    findings = (Finding("private-in-text", Severity.WARNING, _message(it.what), it.line) for it in found)
    return replace(
        document,
        body=body,
        metadata=metadata,
        findings=(*document.findings, *findings),
        dropped=(*document.dropped, *found),
    )


def _message(what: str) -> str:
    return f"{what[0].upper()}{what[1:]} was left out. Take it out of the document too."


def _clean(value: Any, key: str, document: SourceDocument, found: list[Dropped]) -> Any:
    """A value of the front matter with its texts cleaned."""
    if isinstance(value, dict):
        return {name: _clean(it, f"{key}.{name}".strip("."), document, found) for name, it in value.items()}
    if isinstance(value, list):
        return [_clean(it, f"{key}.{number}".strip("."), document, found) for number, it in enumerate(value)]
    if not isinstance(value, str):
        return value
    text, dropped = take_out_private_words(value)
    found += [replace(it, line=document.metadata_lines.get(key)) for it in dropped]
    return text
