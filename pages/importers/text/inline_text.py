"""The visible lines of an element, as plain text and as Markdown, with its links and pictures."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from bs4.element import NavigableString, PreformattedString, Tag

from pages.importers.text.passages import Anchor, Line, Picture

if TYPE_CHECKING:
    from bs4.element import PageElement

BLOCK_TAGS = [
    *(
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "pre",
        "blockquote",
        "hr",
        "iframe",
        "dl",
        "dt",
        "dd",
    ),
    *("html", "body", "div", "section", "article", "center", "main", "header", "footer", "nav", "aside"),
    *("details", "summary", "figure", "figcaption", "form", "fieldset", "address"),
]
BREAKS = {*BLOCK_TAGS, "li", "tr", "br"}
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~", "strike": "~~"}
INVISIBLE_TAGS = {"script", "style", "head", "template"}
ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")


def own_line(node: PageElement, otherwise: int) -> int:
    """The source line that the element, or the first element in it, says it has."""
    if not isinstance(node, Tag):
        return otherwise
    marked = node if node.has_attr("data-line") else node.select_one("[data-line]")
    return int(str(marked["data-line"])) if marked is not None else otherwise


def collapse(text: str) -> str:
    """The text on one line without runs of blanks or characters nobody sees."""
    return " ".join(ZERO_WIDTH.sub("", text).split())


class InlineReader:
    """Reads elements one after the other; `finish` gives the lines, `links` and `images` what was met.

    Line breaks of the source and of the markup both end a line.
    """

    def __init__(self, line: int, *, skip_lists: bool = False) -> None:
        self.links: list[Anchor] = []
        self.images: list[Picture] = []
        self._lines: list[Line] = []
        self._line = line
        self._skip_lists = skip_lists
        self._marks: list[str] = []
        self._text: list[str] = []
        self._markdown: list[str] = []
        self._begin = line
        self._labels: list[list[str]] = []

    def read(self, node: PageElement) -> None:
        """Read a text or an element with all that is in it."""
        if isinstance(node, Tag):
            self._line = own_line(node, self._line)
            self._read_tag(node)
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            self._read_text(str(node))

    def read_children(self, element: Tag) -> None:
        """Read what is in the element."""
        for child in element.children:
            self.read(child)

    def finish(self) -> tuple[Line, ...]:
        """End the last line and return all."""
        self._break()
        return tuple(self._lines)

    def _read_text(self, text: str) -> None:
        first, *others = text.split("\n")
        self._add(first)
        for other in others:
            self._break()
            self._line += 1
            self._add(other)

    def _add(self, text: str) -> None:
        if not collapse("".join(self._text)):
            self._begin = self._line
        self._text.append(text)
        self._markdown.append(text)
        for label in self._labels:
            label.append(text)

    def _break(self) -> None:
        text = collapse("".join(self._text))
        if text:
            closed = "".join(self._markdown) + "".join(reversed(self._marks))
            self._lines.append(Line(text, collapse(closed), self._begin))
        self._text = []
        self._markdown = list(self._marks) if text else [part for part in self._markdown if part.strip()]
        for label in self._labels:
            label.append(" ")

    def _read_tag(self, tag: Tag) -> None:
        if tag.name in INVISIBLE_TAGS or (self._skip_lists and tag.name in {"ul", "ol"}):
            return
        if tag.name == "a" and tag.has_attr("href"):
            self._read_link(tag)
        elif tag.name == "img":
            self.images.append(Picture(str(tag.get("src") or ""), str(tag.get("alt") or ""), self._line))
        elif tag.name in MARKS:
            self._read_marked(tag, MARKS[tag.name])
        elif tag.name in BREAKS:
            self._break()
            self.read_children(tag)
            self._break()
        else:
            self.read_children(tag)

    def _read_marked(self, tag: Tag, mark: str) -> None:
        self._marks.append(mark)
        self._markdown.append(mark)
        self.read_children(tag)
        self._marks.pop()
        self._markdown.append(mark)

    def _close_link(self, target: str) -> None:
        """End the link's Markdown on the line of its last word."""
        if self._lines and not collapse("".join(self._text)) and "[" not in self._markdown:
            self._lines[-1] = replace(self._lines[-1], markdown=self._lines[-1].markdown + target)
        else:
            self._markdown.append(target)

    def _read_link(self, tag: Tag) -> None:
        line = self._line
        label: list[str] = []
        self._labels.append(label)
        self._markdown.append("[")
        self.read_children(tag)
        self._labels.pop()
        address = str(tag["href"])
        self._close_link(f"]({address})")
        self.links.append(
            Anchor(collapse("".join(label)), f" {address}" if tag.has_attr("data-blank") else address, line)
        )
