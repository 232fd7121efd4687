"""The topics of a call: lists, tables of cards and comma sentences after "Topics of interest include …"."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.documents import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.text.passages import Block, Item, Section

TITLE = re.compile(
    r"\b(?:topics?|areas?|themes?|scope|subjects?|fields?|t[óo]picos|temas|thèmes|themen|sujets)\b"
    r"(?! ?(?:chair|leader))|征稿(?:主题|范围)|议题|主题",
    re.IGNORECASE,
)
INTRO = re.compile(
    r"(?:topics?|areas?|themes?|scope|subjects?|fields?|submissions?|contributions?|papers?|this)\b[^.:]*?"
    r"\b(?:includ\w+|are|on|following|listed|cover\w*|address\w*|encompass\w*)\b|including|征稿(?:主题|范围)|包括|"
    r"not (?:be )?limited to|non-exhaustive",
    re.IGNORECASE,
)
ABOUT_TOPICS = re.compile(
    (
        r"topics?|areas?\b|themes?|scope|subjects?|not (?:be )?(?:necessarily )?(?:limited|restricted) to|"
        r"non-exhaustive|"
        r"征稿|主题|议题"
    ),
    re.IGNORECASE,
)
OPEN_ENDED = re.compile(
    (
        r"not (?:be )?(?:necessarily |exclusively )?(?:limited|restricted|confined) to|non-exhaustive|among others|"
        r"\betc\b|but also|不限于|等"
    ),
    re.IGNORECASE,
)
SENTENCE_TOPICS = re.compile(
    r"\b(?:includ(?:e|es|ing)|such as|(?:topics?|areas?|themes?|subjects?)\b[^.:]{0,60}? are|cover(?:s|ing)?)\b"
    r"\s*[,:(]*\s*(?:(?:but|and)?\s*(?:is |are )?not (?:be )?(?:necessarily )?(?:limited|"
    r"restricted) to[:,)]*\s*)?(?P<topics>[^:]+)$"
    r"|[:：]\s*(?P<listed>[^:：]+)$",
    re.IGNORECASE,
)
GENERIC_WORDS = (
    "technique method approach algorithm system application aspect issue and of the in for a an its their new novel"
)
GENERIC = frozenset(GENERIC_WORDS.split())
"""Words that name no subject."""
NOT_A_TOPIC = re.compile(r"^(?:but|are|is|to|solicited|the following)\b|[{}]", re.IGNORECASE)
OTHER_PARTS = re.compile(
    r"date|deadline|submi|guideline|committee|organi[sz]|chair|speaker|format|review|programme?\b|schedule|venue|award|"
    r"registration|contact",
    re.IGNORECASE,
)
"""Headings below the one of the topics that begin another part of the page."""
FORMULA = re.compile(
    r"(?:(?:the|our|some|possible|suggested|relevant|specific|technical|example|main|in|particular) )*"
    r"(?:topics?|areas?|themes?|subjects?|scope|fields?)\b",
    re.IGNORECASE,
)
FEWEST_LISTED = 2
FEWEST = 3
LONGEST = 220
CARD_LENGTH = 130


@dataclass(frozen=True, slots=True)
class TopicList:
    """The topics in order. `used` are blocks that are wholly in the list."""

    topics: tuple[str, ...] = ()
    is_open_ended: bool = False
    used: frozenset[Block] = frozenset()
    findings: tuple[Finding, ...] = ()


def _clean(text: str) -> str:
    words = re.sub(r"^(?:and|or)\s+|\s+(?:and|or)$", "", text.strip(" ;,•·\t"))
    return words.rstrip(";,").removesuffix(".").strip() if not words.endswith(("etc.", "e.g.")) else words.strip()


def _item_topics(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        yield _clean(item.prose)
        yield from _item_topics(item.items)


def _is_card(block: Block) -> bool:
    return block.kind == "paragraph" and len(block.prose) <= CARD_LENGTH and not re.search(r"[.:!?]$", block.prose)


def _cards(blocks: tuple[Block, ...], begin: int) -> list[Block]:
    cards = list(itertools.takewhile(_is_card, blocks[begin:]))
    return cards if len(cards) >= FEWEST else []


def _last_sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text)[-2:]


def _sentence_topics(text: str) -> list[str]:
    """The topics of "Topics include a, b, and c." without breaking what stands in parentheses."""
    said = [it for it in _last_sentences(text) if ABOUT_TOPICS.search(it)] or _last_sentences(text)
    match = SENTENCE_TOPICS.search(said[-1].strip().rstrip("."))
    if match is None:
        return []
    listed = (match["topics"] or match["listed"]).strip()
    separator = ";" if listed.count(";") > 1 else ","
    parts = re.split(rf"{separator}\s*(?![^()]*\))|，|、", listed)
    topics = [_clean(part) for part in parts if _clean(part)]
    return topics if len(topics) >= FEWEST and all(len(topic) < CARD_LENGTH for topic in topics) else []


def _is_intro(block: Block, title: str) -> bool:
    if block.kind != "paragraph":
        return False
    tail = " ".join(_last_sentences(block.prose))
    return INTRO.search(tail) is not None and (ABOUT_TOPICS.search(tail) is not None or TITLE.search(title) is not None)


def _from_blocks(blocks: tuple[Block, ...], number: int) -> tuple[list[str], set[Block]]:
    """The topics that begin at a block: its list items, or cards."""
    block = blocks[number]
    if block.kind == "list":
        nested = any(item.items for item in block.items)
        return [topic for topic in _item_topics(block.items) if topic], set() if nested else {block}
    cards = _cards(blocks, number)
    return [_clean(card.prose) for card in cards], set(cards)


def _is_lead_in(block: Block) -> bool:
    """True for a formula such as "Topics of interest include, but are not limited to:", which says nothing else."""
    return (
        FORMULA.match(block.prose) is not None and len(block.prose) <= CARD_LENGTH and block.prose.endswith((":", "："))
    )


def _section_topics(section: Section) -> tuple[list[str], set[Block], str]:
    blocks = tuple(block for block in section.blocks if block.kind != "rule")
    for number, block in enumerate(blocks):
        following = number + 1
        if _is_intro(block, section.title):
            if following < len(blocks):
                topics, used = _from_blocks(blocks, following)
                if topics:
                    return topics, used | {block} if used and _is_lead_in(block) else used, block.prose
            topics = _sentence_topics(block.prose)
            if topics:
                return topics, set(), block.prose
        elif block.kind == "list" and TITLE.search(section.title):
            topics, used = _from_blocks(blocks, number)
            return topics, used, blocks[number - 1].prose if number else ""
    return [], set(), ""


def _stems(topic: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in re.findall(r"\w+", topic.lower()))


def are_similar(first: str, second: str) -> bool:
    """True for topics that differ in number or in words that name no subject."""
    left, right = _stems(first), _stems(second)
    return bool(left & right - GENERIC) and left ^ right <= GENERIC


def _findings(topics: list[str], line: int) -> Iterator[Finding]:
    for first, second in itertools.combinations(topics, 2):
        if are_similar(first, second):
            yield Finding("topics-similar", Severity.HINT, f"“{first}” and “{second}” look like one topic.", line)


def read_topics(sections: Iterable[Section]) -> TopicList:
    """The first list of topics in the sections, or the lists of the groups under their heading."""
    given = tuple(sections)
    for number, section in enumerate(given):
        found, used, intro = _section_topics(section)
        grouped = _grouped_topics(given, number)
        if len(grouped) > len(found):
            found, used, intro = [*found, *grouped], set(), " ".join(block.prose for block in section.blocks)
        topics = list(dict.fromkeys(short for topic in found if (short := _shortened(topic))))
        if len(topics) >= FEWEST_LISTED and all(len(topic) <= LONGEST for topic in topics):
            is_whole = topics == list(dict.fromkeys(found))
            line = min((block.line for block in used), default=section.line)
            is_open = OPEN_ENDED.search(f"{section.title} {intro}") is not None
            kept = frozenset(used) if is_whole else frozenset()
            return TopicList(tuple(topics), is_open, kept, tuple(_findings(topics, line)))
    return TopicList()


def _shortened(topic: str) -> str:
    """The topic; of one that is a sentence what stands before its examples or its colon; empty for "…" alone."""
    if not re.search(r"[^\W\d_]{2}", topic) or NOT_A_TOPIC.search(topic):
        return ""
    if len(topic) <= LONGEST:
        return topic
    without_examples = " ".join(re.sub(r"\([^()]*\)", " ", topic).split())
    head = without_examples.partition(":")[0]
    return without_examples if len(without_examples) <= LONGEST else head


def _grouped_topics(sections: tuple[Section, ...], number: int) -> list[str]:
    """The topics of lists under the headings of groups that follow an introduction to topics."""
    base = sections[number]
    announces = TITLE.search(base.title) or (base.blocks and _is_intro(base.blocks[-1], base.title))
    topics: list[str] = []
    for section in sections[number + 1 :] if announces else ():
        lists = list(itertools.takewhile(lambda block: block.kind == "list", section.blocks))
        if section.level <= base.level or not lists or OTHER_PARTS.search(section.title):
            break
        topics += [topic for block in lists for topic in _item_topics(block.items) if topic]
    return topics
