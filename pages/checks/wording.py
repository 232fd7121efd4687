"""T01, T03, T04 and C04: what is wrong with words wherever they stand."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.choices import FindingSeverity
from pages.importers.encoding import repair_mojibake
from pages.importers.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject
    from pages.checks.texts import Text

register(
    Rule(
        "T01",
        FindingSeverity.WARNING,
        _("“%(text)s” stands where something is still to be announced."),
        _("Leave the field empty, or take the words out: the site says “to be announced” in each language."),
    ),
    Rule(
        "T03",
        FindingSeverity.WARNING,
        _("The letters of “%(text)s” were damaged on their way here. Perhaps it was “%(repaired)s”."),
        _("Correct the word."),
    ),
    Rule(
        "T03-lost",
        FindingSeverity.WARNING,
        _("Letters of “%(text)s” were lost on their way here."),
        _("Write the word again."),
    ),
    Rule(
        "T04-spaces",
        FindingSeverity.HINT,
        _("“%(text)s” has too many blanks."),
        _("Leave one blank between words, and none around them."),
    ),
    Rule(
        "T04-markup",
        FindingSeverity.WARNING,
        _("“%(text)s” has marks for a program in it (%(markup)s). Readers see them as they are."),
        _("Write the words alone."),
    ),
    Rule(
        "C04",
        FindingSeverity.HINT,
        _("It says “%(text)s”; that should be “%(right)s”."),
        _("Correct the number."),
    ),
)

LONGEST_PLACEHOLDER = 60
LONGEST_QUOTE = 80
MOST_WORDS = 5
"""How many damaged words of one text are named."""

LOST = "\ufffd"
WORD = re.compile(r"[^ \t\r\n]*[^\x00-\x7f][^ \t\r\n]*")
DECORATION = ".,;:!?()[]{}“”\"'‘’„"
MARKUP = re.compile(
    r"</?[a-zA-Z][^<>]{0,200}>|&(?:amp|lt|gt|quot|nbsp|apos|#\d{1,6});|\*\*[^*]+\*\*|__[^_]+__|`[^`]+`|"
    r"\[[^\[\]]+\]\([^()\s]+\)|\\(?:text|emph|math)[a-z]*\{|^#{1,6} |~~[^~]+~~"
)
ORDINAL = re.compile(r"(?<![\d.,/-])(\d{1,3})(st|nd|rd|th)\b", re.IGNORECASE)
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
TEENS = range(11, 14)


def check_placeholders(subject: Subject) -> Iterator[Finding]:
    """Titles, names, fields and paragraphs that say only that they say nothing yet."""
    for text in subject.texts:
        if not text.is_announcement:
            pieces = (piece.strip() for piece in text.plain.split("\n") if len(piece) <= LONGEST_PLACEHOLDER)
            found = next((piece for piece in pieces if _says_nothing(piece)), None)
            if found is not None:
                yield Finding("T01", text.path, {"text": found})


def _says_nothing(piece: str) -> bool:
    return piece != "" and is_placeholder(piece) and (piece.strip("?") == "" or re.search(r"\w", piece) is not None)


def check_letters(subject: Subject) -> Iterator[Finding]:
    """Words that an earlier program decoded wrongly: `text` as it stands, `repaired` as it was."""
    for text in subject.texts:
        if not text.plain.isascii():
            yield from itertools.islice(_damaged(text), MOST_WORDS)


def _damaged(text: Text) -> Iterator[Finding]:
    if repair_mojibake(text.plain) != text.plain:
        for word in dict.fromkeys(word.strip(DECORATION) for word in WORD.findall(text.plain)):
            repaired = repair_mojibake(word)
            if repaired != word:
                yield Finding("T03", text.path, {"text": word, "repaired": repaired})
    if LOST in text.plain:
        for word in dict.fromkeys(word for word in WORD.findall(text.plain) if LOST in word):
            yield Finding("T03-lost", text.path, {"text": word[:LONGEST_QUOTE]})


def check_lines(subject: Subject) -> Iterator[Finding]:
    """Titles, names and labels with needless blanks or with markup."""
    for text in subject.texts:
        if not text.is_line:
            continue
        if "  " in text.plain or text.plain != text.plain.strip():
            yield Finding("T04-spaces", text.path, {"text": " ".join(text.plain.split())[:LONGEST_QUOTE]})
        markup = MARKUP.search(text.plain)
        if markup is not None:
            quoted = {"text": text.plain[:LONGEST_QUOTE], "markup": markup.group()[:LONGEST_QUOTE]}
            yield Finding("T04-markup", text.path, quoted)


def check_ordinals(subject: Subject) -> Iterator[Finding]:
    """Numbers with the ending of another number."""
    for text in subject.texts:
        wrong = {match.group(): right for match in ORDINAL.finditer(text.plain) if (right := corrected(match))}
        yield from (Finding("C04", text.path, {"text": word, "right": right}) for word, right in wrong.items())


def corrected(match: re.Match[str]) -> str | None:
    """The number with its own ending; None where it has it."""
    number = int(match[1])
    ending = "th" if number % 100 in TEENS else ENDINGS.get(number % 10, "th")
    return None if match[2].lower() == ending else match[1] + ending
