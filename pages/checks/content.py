"""C01, C02, C03 and C06: what is said twice, miscounted, or should not be public."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.choices import FindingSeverity, SessionKind
from pages.importers.calls.topics import are_similar
from pages.importers.text.private_patterns import MARK, PASSCODE, find_private

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject

register(
    Rule(
        "C01",
        FindingSeverity.HINT,
        _("The topics “%(first)s” and “%(second)s” look like one."),
        _("Keep one of them."),
    ),
    Rule(
        "C02",
        FindingSeverity.HINT,
        _("The text repeats the abstract."),
        _("Keep the abstract, and leave in the text what it does not say."),
    ),
    Rule(
        "C03",
        FindingSeverity.HINT,
        _("The text says “%(words)s”, but there are %(count)s."),
        _("Correct the number, or add what is missing."),
    ),
    Rule(
        "C06-number",
        FindingSeverity.ERROR,
        _("A student number or another private number stands in a text that everybody can read."),
        _("Take it out of the text."),
    ),
    Rule(
        "C06-mark",
        FindingSeverity.ERROR,
        _("Somebody’s mark stands in a text that everybody can read."),
        _("Take it out of the text."),
    ),
)

MOST_TOPICS = 60
"""Topics of a page that are compared with each other."""

FEWEST_WORDS = 20
LIKENESS = 0.8
"""The part of the abstract's runs of three words that a text must hold to repeat it."""

NUMBERS = {
    word: number
    for number, words in enumerate(
        ["two 2", "three 3", "four 4", "five 5", "six 6", "seven 7", "eight 8", "nine 9", "ten 10"], start=2
    )
    for word in words.split()
}
COUNTED = re.compile(
    rf"(?<![\w.,:/-])(?P<number>{'|'.join(NUMBERS)})\s+(?:\w+\s+)?(?P<noun>tracks|awards|prizes|grants|keynotes|panels|"
    r"q\s?&\s?a sessions|(?:paper|submission) (?:categories|types)|"
    r"(?:categories|types|kinds) of (?:papers|submissions))\b",
    re.IGNORECASE,
)
NOT_ALL = re.compile(
    r"(?:up to|at (?:least|most)|(?:more|less|fewer) than|over|first|last|other|another|next|of the|or|to|-|–)\s*$",
    re.IGNORECASE,
)
"""Words before a number that counts no whole."""

LONGEST_BEFORE = 20
"""Characters before a number that may hold such words."""

MAY_BE_PRIVATE = re.compile(
    r"\d{5}|[xX*]{3}|\b(?:marks?|grades?|scores?|note|nota|noten|punkte|gpa|calificación)\b|成绩|分数|得分|评分|評価",
    re.IGNORECASE,
)


def check_topics(subject: Subject) -> Iterator[Finding]:
    """Topics of one page that differ in number or in words that name no subject."""
    for first, second in itertools.combinations(subject.topics[:MOST_TOPICS], 2):
        if are_similar(first, second):
            yield Finding("C01", "topics", {"first": first, "second": second})


def check_repetition(subject: Subject) -> Iterator[Finding]:
    """A body that says again what the abstract says."""
    abstract = next((text.plain for text in subject.texts if text.path == "abstract"), "")
    if len(abstract) < FEWEST_WORDS:
        return
    runs = _runs(abstract)
    body = " ".join(text.plain for text in subject.texts if text.path == "body") if len(runs) >= FEWEST_WORDS else ""
    if body and len(runs & _runs(body)) >= LIKENESS * len(runs):
        yield Finding("C02", "body")


def _runs(text: str) -> set[tuple[str, ...]]:
    """Each run of three words."""
    words = re.findall(r"[^\W_]+", text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def check_counts(subject: Subject) -> Iterator[Finding]:
    """Numbers in the text that differ from the rows that they count."""
    for text in subject.texts:
        for match in COUNTED.finditer(text.plain):
            before = text.plain[max(0, match.start() - LONGEST_BEFORE) : match.start()]
            count = _count(match["noun"].casefold(), subject)
            if count and count != NUMBERS[match["number"].casefold()] and not NOT_ALL.search(before):
                words = " ".join(match.group().split())
                yield Finding("C03", text.path, {"words": words, "count": count})


def _count(noun: str, subject: Subject) -> int:
    """How many rows there are of what a noun counts; 0 where the page has none."""
    by_kind = {"keynotes": SessionKind.KEYNOTE, "panels": SessionKind.PANEL}
    if noun in by_kind or noun.startswith("q"):
        kind = by_kind.get(noun, SessionKind.QUESTIONS_AND_ANSWERS)
        return sum(row.kind == kind for row in subject.rows("sessions"))
    names = {"tracks": "tracks", "awards": "awards", "prizes": "awards", "grants": "grants"}
    return len(subject.rows(names.get(noun, "paper_categories")))


def check_private_values(subject: Subject) -> Iterator[Finding]:
    """Student numbers and marks in public text; no finding repeats one."""
    for text in subject.texts:
        if MAY_BE_PRIVATE.search(text.plain):
            kinds = {span.what for span in find_private(text.plain)} - {PASSCODE}
            if MARK in kinds:
                yield Finding("C06-mark", text.path)
            if kinds - {MARK}:
                yield Finding("C06-number", text.path)
