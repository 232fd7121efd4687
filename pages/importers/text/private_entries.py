"""Private entries of front matter that no parser can read, found by their keys line by line."""

from __future__ import annotations

import re

from pages.importers.documents import Dropped
from pages.importers.text.metadata_keys import is_private

_ENTRY = re.compile(
    r"^(?P<indent>[ \t]*(?:-[ \t]+)*)[\"']?(?P<key>[^\s:=#\"'{}\[\]|>-][^:=\"'{}\[\]\n]{0,60}?)[\"']?[ \t]*[:=：]"
)
_INLINE_ENTRY = re.compile(r"(?P<key>[\w-]{1,60})[\"']?[ \t]*[:=][ \t]*(?:\"[^\"\n]*\"|'[^'\n]*'|[^,}\]\n]*)")
_DELIMITERS = frozenset({"---", "...", "+++"})


def take_out_private_entries(text: str, *, end: int | None = None) -> tuple[str, tuple[Dropped, ...]]:
    """The text with blank lines in place of private entries and their values, and the names of these entries.

    Looked at are the lines up to the line `end`, or else the lines that the text begins with as front matter does.
    """
    lines = text.split("\n")
    last = end if end is not None else _end_of_entries(lines)
    dropped: list[Dropped] = []
    depth: int | None = None
    for number, line in enumerate(lines[:last]):
        entry = _ENTRY.match(line)
        indent = _width(entry["indent"]) if entry else _width(line)
        is_delimiter = line.strip() in _DELIMITERS
        if depth is not None and not is_delimiter and line.strip() and (indent > depth or entry is None):
            lines[number] = ""
            continue
        depth = None if line.strip() else depth
        if entry and is_private(entry["key"]):
            dropped.append(Dropped(f"front matter “{entry['key'].strip()}”", "private", number + 1))
            lines[number], depth = "", indent
        elif not is_delimiter:
            lines[number] = _without_inline(line, number + 1, dropped)
    return "\n".join(lines), tuple(dropped)


def _width(text: str) -> int:
    """How deep a line or the key of an entry stands; the dash of a list counts as a blank."""
    return len(text.expandtabs(2)) - len(text.expandtabs(2).lstrip(" -"))


def _end_of_entries(lines: list[str]) -> int:
    """How many lines look like front matter: delimiters, entries and what is indented below them."""
    for number, line in enumerate(lines):
        is_part = not line.strip() or line.strip() in _DELIMITERS or line[:1] in {" ", "\t", "-"}
        if not is_part and _ENTRY.match(line) is None:
            return number
    return len(lines)


def _without_inline(line: str, number: int, dropped: list[Dropped]) -> str:
    """The line without the private entries of a mapping in braces."""
    if "{" not in line:
        return line

    def replace(match: re.Match[str]) -> str:
        if not is_private(match["key"]):
            return match.group()
        dropped.append(Dropped(f"front matter “{match['key']}”", "private", number))
        return ""

    return _INLINE_ENTRY.sub(replace, line)
