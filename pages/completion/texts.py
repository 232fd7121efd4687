"""Rich text as speakers type it: paragraphs, lists, emphasis and links in Markdown; formulas stay as they are."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from pages.importers.store.body import field_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bs4.element import PageElement
    from markdown_it.token import Token

MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
BLOCKS = ("p", "ul", "ol", "blockquote", "h2", "h3", "h4")
SPECIAL = re.compile(r"([\\*`\[\]]|(?<!\w)_|_(?!\w))")
FORMULA = re.compile(r"(\$[^$\n]+\$)")
SCRIPT = re.compile(r"&lt;(/?su[bp])&gt;")
EMPTY = re.compile(r"<p>\s*</p>\n?")
LIST_MARK = re.compile(r"^(\d*)([-+.)])(?=\s)", re.MULTILINE)


def to_rich_text(text: str) -> str:
    """Typed text as rich text of a field, with nothing in it that may not stand there."""
    if not text.strip():
        return ""
    rendered: str = PARSER.render(text.replace("\r\n", "\n"))
    return EMPTY.sub("", field_text(SCRIPT.sub(r"<\1>", rendered)))


def to_text(rich_text: str) -> str:
    """Rich text as one would type it; a link to a page or document of the site is left as its words."""
    soup = BeautifulSoup(rich_text, "html.parser")
    return "\n\n".join(part for part in _blocks(soup.children) if part)


def _blocks(nodes: Iterable[PageElement]) -> list[str]:
    """The paragraphs and lists; loose text between them makes paragraphs."""
    parts: list[str] = []
    loose: list[PageElement] = []
    for node in nodes:
        if isinstance(node, Tag) and node.name in BLOCKS:
            parts += [_paragraph(loose), _block(node)]
            loose = []
        else:
            loose.append(node)
    return [*parts, _paragraph(loose)]


def _block(tag: Tag) -> str:
    if tag.name not in ("ul", "ol"):
        return _paragraph(tag.children)
    items = [item for item in tag.find_all("li", recursive=False) if isinstance(item, Tag)]
    marks = [f"{number}. " if tag.name == "ol" else "- " for number in range(1, len(items) + 1)]
    return "\n".join(_item(item, mark) for item, mark in zip(items, marks, strict=True))


def _item(tag: Tag, mark: str) -> str:
    """An item; what else is in it stands below, as far in as its first word."""
    text = "\n".join(part for part in _blocks(tag.children) if part)
    return mark + text.replace("\n", "\n" + " " * len(mark))


def _paragraph(nodes: Iterable[PageElement]) -> str:
    text = "".join(map(_inline, nodes))
    lines = "\n".join(" ".join(line.split()) for line in text.strip().split("\n"))
    return LIST_MARK.sub(r"\1\\\2", lines)


def _inline(node: PageElement) -> str:
    if isinstance(node, NavigableString):
        pieces = FORMULA.split(str(node).replace("\n", " "))
        return "".join(piece if FORMULA.fullmatch(piece) else SPECIAL.sub(r"\\\1", piece) for piece in pieces)
    return _mark(node, "".join(map(_inline, node.children))) if isinstance(node, Tag) else ""


def _mark(tag: Tag, inner: str) -> str:
    """The text of an element with what the element means."""
    match tag.name:
        case "a":
            return f"[{inner}]({tag['href']})" if tag.get("href") else inner
        case "sub" | "sup":
            return f"<{tag.name}>{inner}</{tag.name}>"
        case "code":
            return f"`{tag.get_text()}`"
        case "br":
            return "\\\n"
    mark = MARKS.get(tag.name, "")
    # What is emphasised twice would come back as bold.
    is_new = mark and inner.strip() and not any(MARKS.get(above.name) == mark for above in tag.parents)
    return f"{mark}{inner}{mark}" if is_new else inner


def _keep_formula(_renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _environment: Any) -> str:
    """The formula as typed, for the site to set."""
    token = tokens[index]
    return f"{token.markup}{html.escape(token.content, quote=False)}{token.markup}"


def _keep_formula_block(renderer: Any, tokens: Sequence[Token], index: int, options: Any, environment: Any) -> str:
    return f"<p>{_keep_formula(renderer, tokens, index, options, environment)}</p>"


def _parser() -> MarkdownIt:
    """What the field has no form for stays as it was typed."""
    parser = MarkdownIt("commonmark", {"html": False})
    parser.disable(["heading", "lheading", "hr", "blockquote", "code", "fence", "reference", "html_block"])
    parser.disable(["html_inline", "image"])
    parser.use(dollarmath_plugin, allow_space=False, double_inline=True)
    parser.add_render_rule("math_inline", _keep_formula)
    parser.add_render_rule("math_inline_double", _keep_formula)
    parser.add_render_rule("math_block", _keep_formula_block)
    return parser


PARSER = _parser()
