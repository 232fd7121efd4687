"""The pieces of a document's text: sections of blocks of lines, each with its line in the source file."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as written. `url` keeps leading blanks and may be empty."""

    label: str
    url: str
    line: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as written."""

    source: str
    alt: str
    line: int


@dataclass(frozen=True, slots=True)
class Line:
    """One visible line. `markdown` has the same words with **strong**, *emphasis*, ~~strikes~~ and [links](url)."""

    text: str
    markdown: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Visible text with what hangs on it. `html` is its inner HTML, not sanitised; `line` counts in the source file."""

    line: int
    lines: tuple[Line, ...] = ()
    html: str = ""
    links: tuple[Anchor, ...] = ()
    images: tuple[Picture, ...] = ()

    @property
    def text(self) -> str:
        """The visible text with its line breaks."""
        return "\n".join(line.text for line in self.lines)

    @property
    def prose(self) -> str:
        """The visible text on one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def markdown(self) -> str:
        """The text on one line with emphasis, strikes and links in Markdown."""
        return " ".join(line.markdown for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Passage):
    """A list item; `items` are those of lists inside it and not part of its own text."""

    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(Passage):
    """A table cell."""

    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table row."""

    cells: tuple[Cell, ...]
    line: int

    @property
    def is_header(self) -> bool:
        """True when every cell is a header cell."""
        return bool(self.cells) and all(cell.is_header for cell in self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Passage):
    """A block of text.

    `kind` is "heading" (with `level`), "paragraph", "list", "table", "quote", "embed" (with `url`), "image", "code"
    (with `language`) or "rule". `html` is the whole element for lists, quotes and tables.
    """

    kind: str
    level: int = 0
    items: tuple[Item, ...] = ()
    rows: tuple[Row, ...] = ()
    url: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with the blocks up to the next heading. What stands before the first heading has level 0, no title."""

    title: str
    level: int
    line: int
    blocks: tuple[Block, ...] = field(default=())
    heading: Block | None = None

    @property
    def all_blocks(self) -> tuple[Block, ...]:
        """The heading, if any, and the blocks."""
        return ((self.heading,) if self.heading else ()) + self.blocks
