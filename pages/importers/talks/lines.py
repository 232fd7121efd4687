"""A document's body as lines of Markdown, with the HTML inside folded in.

Pages of talks mix Markdown and HTML freely: `<br>` inside `<details>` inside a list item. Here every line break,
list item, heading, table row and emphasis of either kind becomes one kind of line, which still knows where it
stands in the source file.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from pages.importers.text.markdown_source import take_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class LineKind(StrEnum):
    """What a line is in the page's structure."""

    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    TEXT = "text"
    IMAGE = "image"
    CODE = "code"
    RULE = "rule"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its marker. `level` is a heading's level, otherwise the indentation in columns.

    `folded` is true inside `<details>`; `cells` are those of a table's row.
    """

    kind: LineKind
    text: str
    number: int
    level: int = 0
    folded: bool = False
    cells: tuple[str, ...] = ()


BREAK = "\x1e"
OPEN_FOLD = "\x02"
CLOSE_FOLD = "\x03"
CELL_BREAK = "\x1f"
"""Stands for a line break inside a table's cell."""

OWN_MARKS = str.maketrans(dict.fromkeys(BREAK + OPEN_FOLD + CLOSE_FOLD + CELL_BREAK))

HTML_TABLE = re.compile(r"<table\b.*?(?:</table\s*>|\Z)", re.DOTALL | re.IGNORECASE)
HTML_ROW = re.compile(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr\s*>|</table\s*>|\Z)", re.DOTALL | re.IGNORECASE)
HTML_CELL = re.compile(r"<t[dh]\b[^>]*>(.*?)(?=<t[dh]\b|</t[dh]\s*>|\Z)", re.DOTALL | re.IGNORECASE)
HTML_LINK = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|"
    r"([^\s>]*))[^>]*>(.*?)</a\s*>",
    re.DOTALL | re.IGNORECASE,
)
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.DOTALL | re.IGNORECASE)
HTML_BREAK = re.compile(r"\s*(?:<br\s*/?>\s*)+", re.IGNORECASE)
CELL_BLOCK = re.compile(r"\s*</?(?:p|div|h[1-6]|li|ul|ol|details|summary)\b[^>]*>\s*", re.IGNORECASE)
PIPED_LINE = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.MULTILINE)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r"\b(src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))", re.DOTALL | re.IGNORECASE)

EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "cite": "*", "del": "~~", "s": "~~", "strike": "~~"}
BLOCKS = frozenset(
    [
        "br",
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "center",
        "ul",
        "ol",
        "dl",
        "dd",
        "dt",
        "summary",
        "figure",
        "figcaption",
        "address",
        "hr",
    ]
)

FENCE = re.compile(r"\s*(```|~~~)")
HEADING = re.compile(r"(#{1,6})\s*(.*?)\s*#*\s*$")
ITEM = re.compile(r"(?:[-*+•‣]|\d{1,3}[.)])\s+(.*)$")
RULE = re.compile(r"(?:-\s?){3,}$|(?:\*\s?){3,}$|(?:_\s?){3,}$")
UNDERLINE = re.compile(r"(=+|-{2,})\s*$")
PIPE_ROW = re.compile(r"\|.*\||[^|\[\]]+(?:\|[^|]*){2,}$")
PIPE = re.compile(r"(?<!\\)\|")
IMAGES_ONLY = re.compile(r"(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?(?:\{[^}]*\})?\s*)+$")


def read_lines(body: str, *, first_line: int = 1) -> tuple[Line, ...]:
    """The lines of `body`, whose first stands at line `first_line` of the file."""
    visible, _dropped = take_out(body.translate(OWN_MARKS))
    return tuple(_with_underlined_headings(list(_classified(fold_html(visible), first_line))))


def fold_html(text: str) -> str:
    """`text` with its HTML as Markdown; inner breaks become `BREAK`, so that line numbers stay."""
    text = HTML_TABLE.sub(lambda found: _rows(found[0]), text)
    text = HTML_LINK.sub(_link, text)
    text = PIPED_LINE.sub(lambda found: HTML_BREAK.sub(CELL_BREAK, found[0]), text)
    text = HTML_IMAGE.sub(_image, text)
    return TAG.sub(_tag, text)


def plain(text: str) -> str:
    """`text` without HTML tags and entities, on one line."""
    return html.unescape(re.sub(r"\s+", " ", TAG.sub(" ", text))).strip()


def _newlines(text: str) -> str:
    return "\n" * text.count("\n")


def _on_one_line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _link(found: re.Match[str]) -> str:
    url = (found[1] or found[2] or found[3] or "").strip()
    label = _on_one_line(found[4]).strip()
    return f"[{label}]({url})" + _newlines(found[0])


def _image(found: re.Match[str]) -> str:
    values = {name.lower(): _on_one_line(a or b or c) for name, a, b, c in ATTRIBUTE.findall(found[0])}
    image = f"![{values.get('alt', '')}]({values.get('src', '').strip()})"
    return f"{BREAK}{image}{BREAK}{_newlines(found[0])}"


def _rows(table: str) -> str:
    return HTML_ROW.sub(_row, table)


def _row(found: re.Match[str]) -> str:
    cells = [_cell(cell) for cell in HTML_CELL.findall(found[1])]
    return f"{BREAK}| {' | '.join(cells)} |{BREAK}{_newlines(found[0])}"


def _cell(text: str) -> str:
    text = CELL_BLOCK.sub(CELL_BREAK, HTML_BREAK.sub(CELL_BREAK, HTML_LINK.sub(_link, text)))
    inline = HTML_IMAGE.sub(lambda found: _image(found).replace(BREAK, " "), text)
    inline = TAG.sub(lambda found: EMPHASIS.get(found[2].lower(), " "), inline)
    parts = (part.strip() for part in _on_one_line(inline).split(CELL_BREAK))
    return CELL_BREAK.join(part for part in parts if part).replace("|", "\\|")


def _tag(found: re.Match[str]) -> str:
    closing, name = bool(found[1]), found[2].lower()
    newlines = _newlines(found[0])
    if name in EMPHASIS:
        return EMPHASIS[name] + newlines
    if name == "details":
        return BREAK + (CLOSE_FOLD if closing else OPEN_FOLD) + BREAK + newlines
    if name == "li":
        return BREAK + ("" if closing else "- ") + newlines
    if re.fullmatch(r"h[1-6]", name):
        return BREAK + ("" if closing else "#" * int(name[1]) + " ") + newlines
    return (BREAK if name in BLOCKS else "") + newlines


def _classified(text: str, first_line: int) -> Iterator[Line]:
    depth, fenced = 0, False
    for number, physical in enumerate(text.split("\n"), first_line):
        if FENCE.match(physical):
            fenced = not fenced
            yield Line(LineKind.CODE, physical, number)
            continue
        for part in physical.split(BREAK):
            depth = max(0, depth + part.count(OPEN_FOLD) - part.count(CLOSE_FOLD))
            if OPEN_FOLD in part or CLOSE_FOLD in part or (physical.strip() and not part.strip()):
                continue
            line = Line(LineKind.CODE, part, number) if fenced else _classify(part, number)
            yield replace(line, folded=depth > 0)


def _classify(text: str, number: int) -> Line:
    stripped = html.unescape(text.strip())
    indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
    for kind, match in _READERS:
        line = match(stripped)
        if line is not None:
            return replace(line, kind=kind, number=number, level=line.level or indent)
    return Line(LineKind.TEXT, re.sub(r"^>\s?", "", stripped), number, indent)


def _blank(text: str) -> Line | None:
    return None if text else Line(LineKind.BLANK, "", 0)


def _heading(text: str) -> Line | None:
    found = HEADING.match(text)
    return Line(LineKind.HEADING, found[2], 0, len(found[1])) if found else None


def _rule(text: str) -> Line | None:
    return Line(LineKind.RULE, text, 0) if RULE.match(text) else None


def _images(text: str) -> Line | None:
    return Line(LineKind.IMAGE, text, 0) if IMAGES_ONLY.match(text) else None


def _item(text: str) -> Line | None:
    found = ITEM.match(text)
    return Line(LineKind.ITEM, found[1], 0) if found else None


def _pipes(text: str) -> Line | None:
    if not PIPE_ROW.match(text):
        return None
    cells = tuple(cell.strip().replace("\\|", "|") for cell in PIPE.split(text.strip().strip("|")))
    return Line(LineKind.ROW, text, 0, cells=cells)


_READERS: tuple[tuple[LineKind, Callable[[str], Line | None]], ...] = (
    (LineKind.BLANK, _blank),
    (LineKind.HEADING, _heading),
    (LineKind.RULE, _rule),
    (LineKind.IMAGE, _images),
    (LineKind.ITEM, _item),
    (LineKind.ROW, _pipes),
)


def _with_underlined_headings(lines: list[Line]) -> Iterator[Line]:
    following = [*lines[1:], None]
    skip = False
    for line, after in zip(lines, following, strict=True):
        if skip:
            skip = False
            continue
        underline = UNDERLINE.match(after.text) if after and line.kind is LineKind.TEXT else None
        if underline:
            level = 1 if underline[1].startswith("=") else 2
            yield replace(line, kind=LineKind.HEADING, level=level)
            skip = True
        else:
            yield line
