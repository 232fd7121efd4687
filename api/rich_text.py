"""Rich text as the public may read it: links lead to visible targets only, and at their public addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

import nh3
from django.conf import settings
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.rich_text.rewriters import LinkRewriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.visibility import Visibility

TAGS = {
    *("a", "b", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "li", "ol", "p"),
    *("pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
SCHEMES = {"http", "https", "mailto"}
LARGEST_KEY = 2**63 - 1
ADDRESS_MARKUP = re.compile(r"[\s()<>\\]")
"""Characters that would end an address in CommonMark."""
LINKED_PAGE = re.compile(r'linktype=\\?"page\\?"[^>]*?\bid=\\?"(\d+)|\bid=\\?"(\d+)\\?"[^>]*?linktype=\\?"page')
LINKED_DOCUMENT = re.compile(
    r'linktype=\\?"document\\?"[^>]*?\bid=\\?"(\d+)|\bid=\\?"(\d+)\\?"[^>]*?linktype=\\?"document'
)
MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "s": "~~", "del": "~~"}
MARKUP = re.compile(r"[\\`*_\[\]<>~|]|!$|&(?=#?\w+;)")
"""Characters that CommonMark and its tables would read as markup."""
BLOCK_MARKUP = re.compile(r"^([ \t]*)(#{1,6}(?=\s|$)|[-+=]|\d{1,9}(?=[.)]))", re.MULTILINE)
"""What begins a heading, a list or a rule at the beginning of a line."""
HEADINGS = {f"h{level}": "#" * level for level in range(2, 7)}
PARAGRAPHS = frozenset({"p", "ul", "ol", "blockquote", "pre", "table", "hr", *HEADINGS})


class LinkTargets:
    """Where the internal links of rich text lead; loaded in bulk, so that many texts cost two statements."""

    def __init__(self, visibility: Visibility) -> None:
        self.visibility = visibility
        self.addresses: dict[tuple[str, int], str | None] = {}
        self.wanted: list[str] = []

    def want(self, source: str) -> None:
        """Look up the targets named in `source` with the next ones; raw JSON of a body will do as well."""
        self.wanted.append(source)

    def load(self, sources: Iterable[str | None]) -> None:
        """Look up every target named in `sources` and in what was wanted before that is not known yet."""
        texts = [text for text in (*self.wanted, *sources) if text and "linktype" in text]
        self.wanted.clear()
        self._load("page", find_keys(LINKED_PAGE, texts), Page, self.visibility.public_url)
        self._load("document", find_keys(LINKED_DOCUMENT, texts), get_document_model(), document_url)

    def _load(self, kind: str, keys: set[int], model: Any, address: Any) -> None:
        unknown = {key for key in keys if (kind, key) not in self.addresses}
        found = model.objects.in_bulk(unknown) if unknown else {}
        for key in unknown:
            target = found.get(key)
            is_visible = target is not None and self.visibility.admits(target)
            self.addresses[kind, key] = address(target) if is_visible else None

    def expand(self, kind: str, attributes: dict[str, str]) -> str:
        """The opening tag of a link; without an address when its target is hidden or gone."""
        key = attributes.get("id", "")
        address = self.addresses.get((kind, int(key))) if key.isdecimal() else None
        return f'<a href="{escape(address)}">' if address else "<a>"


def write_rich_text(source: str | None) -> dict[str, Any] | None:
    """Stored rich text as JSON: in the forms clients need, or as it is when its links lead to objects of the site.

    Where those lead, and whether they may, is known only when it is read.
    """
    if not source:
        return None
    if "linktype" in source:
        return {"source": source}
    value = RichTextValue(source)
    text = value.text()
    return {"html": value.html, "markdown": value.markdown, "text": text} if text or "<hr" in value.html else None


def find_keys(pattern: re.Pattern[str], texts: Iterable[str]) -> set[int]:
    """The keys of the objects that `pattern` finds links to."""
    keys = {int(first or second) for text in texts for first, second in pattern.findall(text)}
    return {key for key in keys if key <= LARGEST_KEY}


def document_url(document: Any) -> str:
    """The absolute address of a document."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, document.url)


@dataclass(frozen=True)
class RichTextValue:
    """Stored rich text with the targets its links may lead to."""

    source: str
    targets: LinkTargets | None = None

    @cached_property
    def html(self) -> str:
        """Sanitised HTML with resolved links; embedded objects are left out."""
        linked = self._expand(self.targets) if self.targets else self.source
        return nh3.clean(linked, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)

    def _expand(self, targets: LinkTargets) -> str:
        targets.load([self.source])
        rules = {kind: lambda found, kind=kind: targets.expand(kind, found) for kind in ("page", "document")}
        return str(LinkRewriter(rules)(self.source))

    @cached_property
    def markdown(self) -> str:
        """CommonMark."""
        return MarkdownWriter.convert(self.html)

    def text(self, truncate: int | None = None) -> str:
        """Plain text of at most `truncate` characters, cut at a word boundary."""
        return shorten(PlainTextWriter.convert(self.html), truncate)


def shorten(text: str, length: int | None) -> str:
    """`text` of at most `length` characters; None: all of it."""
    return text if length is None or len(text) <= length else cut(text, length)


def cut(text: str, length: int) -> str:
    """`text` shortened to `length` characters with an ellipsis, between two words where there is a gap."""
    head = text[: max(length - 1, 0)]
    at_gap = head.rsplit(None, 1)[0] if not text[len(head) : len(head) + 1].isspace() and " " in head else head
    return f"{at_gap.rstrip()}…"


class PlainTextWriter(HTMLParser):
    """Writes the words of sanitised HTML, paragraphs apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    @classmethod
    def convert(cls, html: str) -> str:
        """The text of `html`."""
        writer = cls()
        writer.feed(html)
        writer.close()
        return re.sub(r"\n{3,}", "\n\n", "".join(writer.parts)).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, an item or a cell."""
        del attrs
        if tag in PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in {"br", "li", "tr"}:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a paragraph."""
        if tag in PARAGRAPHS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Write words."""
        self.parts.append(data)


class MarkdownWriter(PlainTextWriter):
    """Writes sanitised HTML as CommonMark."""

    def __init__(self) -> None:
        super().__init__()
        self.lists: list[int | None] = []
        self.addresses: list[str | None] = []
        self.quotes = 0
        self.code_begins: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open emphasis, a link, a heading, a list or a quotation."""
        if tag == "a":
            self.addresses.append(dict(attrs).get("href"))
            self.parts.append("[" if self.addresses[-1] else "")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag == "code":
            self.code_begins = len(self.parts)
        elif tag == "li":
            self._begin_item()
        elif tag in {"ul", "ol"}:
            self.parts.append("" if self.lists else "\n\n")
            self.lists.append(1 if tag == "ol" else None)
        elif tag == "br":
            self.parts.append("\\\n" + "> " * self.quotes)
        else:
            self._begin_block(tag)

    def _begin_block(self, tag: str) -> None:
        self.quotes += tag == "blockquote"
        if tag in {"td", "th"}:
            self.parts.append(" | ")
        elif tag in PARAGRAPHS or tag == "tr":
            heading = f"{HEADINGS[tag]} " if tag in HEADINGS else "---" if tag == "hr" else ""
            self.parts.append(("\n" if tag == "tr" else "\n\n") + "> " * self.quotes + heading)

    def _begin_item(self) -> None:
        number = self.lists[-1] if self.lists else None
        indent = "   " * (len(self.lists) - 1)
        self.parts.append(f"\n{indent}{number}. " if number else f"\n{indent}- ")
        if self.lists and number:
            self.lists[-1] = number + 1

    def handle_endtag(self, tag: str) -> None:
        """Close what `handle_starttag` opened."""
        if tag == "a":
            address = self.addresses.pop() if self.addresses else None
            self.parts.append(f"]({ADDRESS_MARKUP.sub(quote_character, address)})" if address else "")
        elif tag in MARKS:
            self.parts.append(MARKS[tag])
        elif tag == "code":
            self._end_code()
        elif tag in {"ul", "ol"}:
            self.lists = self.lists[:-1]
            self.parts.append("" if self.lists else "\n\n")
        elif tag in PARAGRAPHS:
            self.quotes -= tag == "blockquote"
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        """Write words, with the characters escaped that CommonMark would read as markup outside formulas and code."""
        if self.code_begins is not None:
            self.parts.append(data)
            return
        pieces = re.split(r"(\$[^$\n]+\$)", data)
        escaped = "".join(piece if number % 2 else MARKUP.sub(r"\\\g<0>", piece) for number, piece in enumerate(pieces))
        self.parts.append(BLOCK_MARKUP.sub(escape_block, escaped) if self._is_at_line_start() else escaped)

    def _is_at_line_start(self) -> bool:
        before = "".join(self.parts[-2:])
        return not before or before.endswith(("\n", "> ", "- ", ". "))

    def _end_code(self) -> None:
        code = "".join(self.parts[self.code_begins :])
        del self.parts[self.code_begins :]
        self.code_begins = None
        fence = "`" * (max(map(len, re.findall("`+", code)), default=0) + 1)
        blank = " " if code.startswith("`") or code.endswith("`") else ""
        self.parts.append(f"{fence}{blank}{code}{blank}{fence}" if code else "")


def quote_character(found: re.Match[str]) -> str:
    """A character of an address, percent-encoded."""
    return quote(found[0])


def escape_block(found: re.Match[str]) -> str:
    """What begins a block, escaped: a number's full stop, else the sign itself."""
    blanks, sign = found.groups()
    return f"{blanks}{sign}\\" if sign.isdecimal() else f"{blanks}\\{sign}"
