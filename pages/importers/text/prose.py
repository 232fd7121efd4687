"""Running text of a document: to rich text, its language by its script, and how alike two texts are."""

from __future__ import annotations

import difflib
import re

from pages.importers.talks.lines import plain
from pages.importers.text.body_text import to_body
from pages.importers.text.markup import read_sections

KANA = re.compile(r"[\u3041-\u30ff]")
HAN = re.compile(r"[\u4e00-\u9fff]")
HANGUL = re.compile(r"[\uac00-\ud7af]")
LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
COMMON_WORDS = {
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "une",
            "est",
            "dans",
            "pour",
            "que",
            "qui",
            "sur",
            "avec",
            "nous",
            "cette",
            "sont",
            "par",
        ]
    ),
    "de": frozenset(
        ["der", "die", "das", "und", "ist", "nicht", "mit", "ein", "eine", "für", "auf", "wird", "werden", "dem", "den"]
    ),
    "es": frozenset(
        ["el", "los", "las", "una", "que", "para", "con", "del", "por", "como", "este", "esta", "son", "más"]
    ),
    "pt": frozenset(
        [
            "o",
            "os",
            "uma",
            "que",
            "para",
            "com",
            "do",
            "da",
            "dos",
            "das",
            "por",
            "como",
            "este",
            "esta",
            "são",
            "mais",
            "em",
        ]
    ),
    "en": frozenset(
        ["the", "of", "and", "to", "in", "is", "that", "for", "with", "this", "we", "are", "on", "by", "as", "from"]
    ),
}
FEWEST_WORDS = 12
MOST_IN_ORDER = 1000
"""So many first words are compared in their order, which takes quadratic time; all are counted."""
CLEARLY_DIFFERENT = 0.8


def to_rich_text(text: str) -> str:
    """Markdown or HTML as sanitised rich text; pictures and embeds are left out."""
    blocks = [block for section in read_sections(text.strip()) for block in section.all_blocks]
    return "\n".join(block.html for block in to_body(blocks) if block.kind == "rich_text")


def language_of(text: str) -> str | None:
    """The BCP 47 tag of the language that `text` is evidently in; None for too few words."""
    letters = re.findall(r"\w", text)
    for tag, script in (("ja", KANA), ("ko", HANGUL), ("zh", HAN)):
        if len(script.findall(text)) * 5 > len(letters) > 0:
            return tag
    words = [word.casefold() for word in LATIN_WORD.findall(text)]
    if len(words) < FEWEST_WORDS:
        return None
    counts = {tag: sum(word in common for word in words) for tag, common in COMMON_WORDS.items()}
    best = max(counts, key=lambda tag: counts[tag])
    return best if counts[best] * 8 >= len(words) else None


def likeness(first: str, second: str) -> float:
    """How alike two texts are, between 0 and 1, by their words."""
    left, right = (re.findall(r"\w+", plain(text).casefold()) for text in (first, second))
    if not left or not right:
        return 0.0
    same_words = difflib.SequenceMatcher(None, left, right, autojunk=False).quick_ratio()
    if same_words < CLEARLY_DIFFERENT:
        return same_words
    matcher = difflib.SequenceMatcher(None, left[:MOST_IN_ORDER], right[:MOST_IN_ORDER], autojunk=False)
    return min(same_words, matcher.ratio())
