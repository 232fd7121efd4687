"""The kinds of papers a call asks for, with the form of each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.importers.dates import find_dates
from pages.importers.dates.rows import clean_label, plain_words
from pages.importers.dates.sentences import sentences
from pages.importers.documents import ImportedPaperCategory
from pages.importers.events.paper_format import PaperFormat, read_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.text.passages import Anchor, Block, Passage, Section

TITLE = re.compile(
    r"(?:paper|submission|contribution|article|presentation)s?[ -](?:categor|type|format|track|length)|categor(?:y|"
    r"ies)|"
    r"types? of (?:papers?|submissions?|contributions?)|tracks?$|论文类型|投稿类型",
    re.IGNORECASE,
)
KIND_OF_PAPER = (
    r"(?:(?:full|long|short|regular|research|position|demo(?:nstration)?|poster|extended|industr(?:y|ial)|survey|"
    r"vision|work[- ]in[- ]progress|wip|"
    r"workshop|systemati[sz]ation of knowledge|sok|application|encore|student|doctoral|technical|tool|case[- ]study|"
    r"tutorial|lightning|"
    r"experience|reproducibility|resource|review|white|opinion|theory|practice|shared task|data|"
    r"dataset)(?: \([\w-]+\))?[ /-]){1,3}"
    r"(?:papers?|abstracts?|submissions?|articles?|contributions?|proposals?|tracks?|talks?|reports?)"
)
NAMED = re.compile(rf"\b({KIND_OF_PAPER})\b", re.IGNORECASE)
SUBJECT = re.compile(
    r"\b(?:submitted |all |the )?(papers|submissions|drafts|manuscripts|articles|abstracts|proposals|contributions)\b",
    re.IGNORECASE,
)
FORM_BESIDES = re.compile(r"format|template|column|pages?\b|style|bibliograph|references|appendi", re.IGNORECASE)
BOLD_START = re.compile(r"^\W*\*\*(?P<name>[^*]{2,70})\*\*[:：\s-]*(?P<rest>.*)$")
LONGEST_NAME = 70


def _category(name: str, description: str, links: Iterable[Anchor], common: PaperFormat) -> ImportedPaperCategory:
    own = read_format(f"{name}. {description}", links)
    return ImportedPaperCategory(
        clean_label(name)[:1].upper() + clean_label(name)[1:],
        description,
        own.max_pages if own.max_pages is not None else common.max_pages,
        own.columns or common.columns,
        own.template_name or common.template_name,
        own.template_url or common.template_url,
        own.includes_bibliography if own.includes_bibliography is not None else common.includes_bibliography,
        own.includes_appendices if own.includes_appendices is not None else common.includes_appendices,
    )


def _named_passage(passage: Passage) -> tuple[str, str] | None:
    """The name and description of "**Research papers:** …" or "Short papers: …"."""
    bold = BOLD_START.match(passage.markdown)
    if bold and NAMED.search(bold["name"]):
        return bold["name"].strip(" :"), plain_words(bold["rest"])
    head, colon, rest = plain_words(passage.markdown).partition(":")
    if colon and len(head) <= LONGEST_NAME and NAMED.search(head) and rest.strip():
        return head.strip(), rest.strip()
    return None


def _listed(sections: Iterable[Section]) -> Iterator[tuple[str, str, Passage]]:
    for section in sections:
        if re.search(r"dates|deadline|topics|areas", section.title, re.IGNORECASE):
            continue
        for block in section.blocks:
            passages: tuple[Passage, ...] = (
                block.items if block.kind == "list" else (block,) if block.kind == "paragraph" else ()
            )
            for passage in passages:
                named = None if find_dates(passage.markdown) else _named_passage(passage)
                if named and (read_format(named[1]).max_pages is not None or block.kind == "list"):
                    yield *named, passage


def _sentence_categories(sections: Iterable[Section]) -> Iterator[tuple[str, str, Block]]:
    """Sentences that limit a kind of paper, with what the same block says of its form."""
    for section in sections:
        if re.search(r"dates|deadline", section.title, re.IGNORECASE):
            continue
        for block in section.blocks:
            if block.kind != "paragraph":
                continue
            for sentence, _line in sentences(block):
                if read_format(sentence).max_pages is None:
                    continue
                name = NAMED.search(sentence) or SUBJECT.search(sentence)
                if name:
                    yield name.group(1), sentence, block


def _merged(found: Iterable[tuple[str, str, Block]]) -> list[tuple[str, str, Block]]:
    """One entry for each name; the first sentence that limits it describes it."""
    merged: dict[str, tuple[str, str, Block]] = {}
    for name, sentence, block in found:
        merged.setdefault(re.sub(r"\W+|s$", "", name.lower()), (name, sentence, block))
    return list(merged.values())


def _common_format(blocks: Iterable[Block]) -> PaperFormat:
    """The form that sentences demand of all papers alike; page limits belong to categories."""
    texts: list[str] = []
    links: list[Anchor] = []
    for block in blocks:
        if block.kind in {"paragraph", "list"} and FORM_BESIDES.search(block.prose):
            texts.append(plain_words(block.markdown))
            links += block.links
    said = read_format("\n".join(texts), links)
    return PaperFormat(columns=said.columns, template_name=said.template_name, template_url=said.template_url)


def read_paper_categories(sections: tuple[Section, ...]) -> tuple[ImportedPaperCategory, ...]:
    """The categories in lists and run-in headings, else those that sentences with page limits name."""
    blocks = [block for section in sections for block in section.blocks]
    common = _common_format(blocks)
    listed = [_category(name, text, passage.links, common) for name, text, passage in _listed(sections)]
    if listed:
        return tuple(dict.fromkeys(listed))
    found = _merged(_sentence_categories(sections))
    return tuple(_category(name, sentence, block.links, common) for name, sentence, block in found)
