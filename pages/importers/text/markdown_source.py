"""From a document's body to HTML whose elements carry their source line in `data-line`.

Template tags, comments, scripts and style sheets are taken out without moving any line. HTML inside Markdown keeps
its own Markdown working, and a whole HTML document is taken as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from markdown_it.rules_block.html_block import html_block

from pages.importers.documents import Dropped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

INVISIBLE = (
    (re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL), "", ""),
    (
        re.compile(r"\{%-?\s*comment\s*-?%\}.*?(?:\{%-?\s*endcomment\s*-?%\}|\Z)", re.DOTALL),
        "template comment",
        "comments are in no page",
    ),
    (re.compile(r"<script\b.*?(?:</script\s*>|\Z)", re.DOTALL | re.IGNORECASE), "script", "scripts never run in texts"),
    (re.compile(r"<style\b.*?(?:</style\s*>|\Z)", re.DOTALL | re.IGNORECASE), "style sheet", "the frontend's business"),
    (re.compile(r"<head\b.*?</head\s*>", re.DOTALL | re.IGNORECASE), "HTML head", "metadata of the old page"),
)
"""Patterns of what no reader sees, with the name and the reason under which it is reported, if it is."""

TEMPLATE_TAG = re.compile(r"\{\{[<%](?:(?!\{\{).)*?[>%]\}\}|\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}", re.DOTALL)
KRAMDOWN_ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}")
QUOTED_VALUE = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
URL_LITERAL = re.compile(r"""\{\{\s*["']([^"']+)["']\s*\|\s*(?:relative_url|absolute_url|relURL|absURL)\b.*?\}\}""")
TAG_START = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)(?=[\s/>])")
TIGHT_HEADING = re.compile(r"^( {0,3}(?:#(?=[A-Z\u4e00-\u9fff])|#{2,6}(?=[^\s#])))", re.MULTILINE)
DOT_BULLET = re.compile(r"^([ \t]{0,3})[·•▪●‣◦](?=\s*\S)[ \t]*", re.MULTILINE)
BLANK_TARGET = re.compile(r"\]\([ \t]+(?=[^\s)])")
PHRASING_LINE = re.compile(r"<(?:img|span|a|b|i|u|s|em|strong|font|del|small|sup|sub|code|br)\b", re.IGNORECASE)
WHOLE_DOCUMENT = re.compile(r"<(?:html|!doctype)\b", re.IGNORECASE)
EMBED_PAGES = {
    "youtube": "https://www.youtube.com/embed/{}",
    "vimeo": "https://player.vimeo.com/video/{}",
    "bilibili": "https://player.bilibili.com/player.html?bvid={}",
}
BLANK_MARK = "%20"
"""Stands at the beginning of a link target that is written with leading blanks."""


def _keep_lines(text: str) -> str:
    return "\n" * text.count("\n")


def _line_at(text: str, position: int, first_line: int) -> int:
    return first_line + text.count("\n", 0, position)


def _embed(tag: str) -> str:
    """An iframe or image for a template tag that embeds one; empty for any other tag."""
    values = {name: double or single for name, double, single in QUOTED_VALUE.findall(tag)}
    words = re.findall(r"[\w-]{5,}|\w+", re.sub(r"""\w+\s*=\s*(?:"[^"]*"|'[^']*')""", " ", tag))
    provider = next((name for name in EMBED_PAGES if name in {values.get("provider", ""), *words}), "")
    video = values.get("id") or (words[-1] if words and words[-1] != provider else "")
    if provider and video:
        return f'<iframe src="{EMBED_PAGES[provider].format(video)}"></iframe>'
    if "figure" in words and values.get("src"):
        return f'<img src="{values["src"]}" alt="{values.get("alt") or values.get("caption", "")}">'
    return ""


def _template_name(tag: str) -> str:
    words = re.findall(r"[\w./-]+", tag)
    return " ".join(words[:2]) or "empty"


def take_out(text: str, *, first_line: int = 1) -> tuple[str, tuple[Dropped, ...]]:
    """The text without comments, scripts, style sheets and template tags, lines unmoved, and what was taken out."""
    dropped: list[Dropped] = []
    for pattern, what, reason in INVISIBLE:
        if what:
            dropped += [Dropped(what, reason, _line_at(text, it.start(), first_line)) for it in pattern.finditer(text)]
        text = pattern.sub(lambda match: _keep_lines(match.group()), text)
    text = URL_LITERAL.sub(r"\1", text)
    source = text

    def replace(match: re.Match[str]) -> str:
        tag = match.group()
        embed = _embed(tag)
        if not embed:
            name = _template_name(tag)
            dropped.append(
                Dropped(
                    f"template tag “{name}”", "filled in by the old site", _line_at(source, match.start(), first_line)
                )
            )
        return embed + _keep_lines(tag)

    return KRAMDOWN_ATTRIBUTES.sub("", TEMPLATE_TAG.sub(replace, source)), tuple(dropped)


def _mark_lines(html: str, first_line: int) -> str:
    """The HTML with `data-line` in every start tag."""
    return TAG_START.sub(lambda tag: f'{tag.group()} data-line="{_line_at(html, tag.start(), first_line)}"', html)


def _html_block_but_phrases(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001  # the parser's own signature
    """The parser's rule, except that a line of mere phrasing tags begins a paragraph and lets lists interrupt it."""
    begin = state.bMarks[start] + state.tShift[start]
    if PHRASING_LINE.match(state.src, begin):
        return False
    return html_block(state, start, end, silent)


def _accept_address(url: str) -> bool:  # noqa: ARG001  # the parser's own signature
    return True


def _keep_address(url: str) -> str:
    return url


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")
    parser.block.ruler.at("html_block", _html_block_but_phrases, {"alt": ["paragraph", "reference", "blockquote"]})
    # Addresses are judged when the links are read; here they stay as written.
    parser.validateLink = _accept_address  # type: ignore[method-assign]  # the parser's documented way
    parser.normalizeLink = _keep_address  # type: ignore[method-assign]  # the parser's documented way
    return parser


PARSER = _parser()


def _tokens(text: str, first_line: int) -> Iterator[Token]:
    for token in PARSER.parse(text):
        line = first_line + token.map[0] if token.map else None
        if token.type == "html_block" and line is not None:
            token.content = PARSER.renderInline(_mark_lines(token.content, line)) + "\n"
        elif line is not None and token.nesting >= 0 and token.type != "inline":
            token.attrSet("data-line", str(line))
        yield token


def to_html(text: str, *, first_line: int = 1) -> str:
    """The text, already without template tags, as HTML; a whole HTML document is only marked with its lines."""
    if WHOLE_DOCUMENT.match(text.lstrip()):
        return _mark_lines(text, first_line)
    prepared = BLANK_TARGET.sub(f"]({BLANK_MARK}", TIGHT_HEADING.sub(r"\1 ", DOT_BULLET.sub(r"\1- ", text)))
    render: Callable[..., str] = PARSER.renderer.render
    return render(list(_tokens(prepared, first_line)), PARSER.options, {})
