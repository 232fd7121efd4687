"""What a check says of a page, and the register of everything that checks can say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import formats

from pages.choices import ImportantDateKind, LinkKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    from pages.choices import FindingSeverity


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that may be found. `code` is stable and documented: that of the check, and the case if it has several.

    `message` says what is wrong and `advice` what to do, in the editor's language; both take the finding's details by
    name, as in "%(label)s lies before %(other)s."
    """

    code: str
    severity: FindingSeverity
    message: _StrPromise
    advice: _StrPromise


AREAS = "DLTPC"
"""Dates, links, texts, people and content: the first letters of codes, in the order of the documentation."""

RULES: dict[str, Rule] = {}
"""Every rule by its code, in the order of the documentation."""


def register(*rules: Rule) -> None:
    """Add rules; raises ValueError for a code that is taken."""
    for rule in rules:
        if rule.code in RULES:
            raise ValueError(f"There is a rule {rule.code} already.")
        RULES[rule.code] = rule
    ordered = sorted(RULES.items(), key=lambda it: (AREAS.index(it[0][0]), it[0].partition("-")[0]))
    RULES.clear()
    RULES.update(ordered)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be looked at, and where.

    `path` is the field as forms name it, rows by their place from 0: "title", "links.2.url", "body"; empty for the page
    as a whole. `details` are plain values of JSON; together with code and path they are the finding's identity, so
    nothing that changes by itself, such as an age in days, or with the language is in them: a row without a label of
    its own is named by the value of its kind (`label_of`), for which messages have the editors' word.
    """

    code: str
    path: str
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        """What the code means; raises KeyError for one that no rule has."""
        return RULES[self.code]

    @property
    def message(self) -> str:
        """What is wrong, in the language of the moment."""
        return str(self.rule.message) % self._words

    @property
    def advice(self) -> str:
        """What to do, in the language of the moment."""
        return str(self.rule.advice) % self._words

    @property
    def _words(self) -> dict[str, Any]:
        return {name: WORDINGS[name](value) if name in WORDINGS else value for name, value in self.details.items()}


def label_of(row: Any) -> str:
    """What names a link or an important date: its label, else the value of its kind."""
    return str(row.label or row.kind)


def _word(label: str) -> str:
    """The editors' word for a kind; other labels as they are."""
    for kinds in (LinkKind, ImportantDateKind):
        if label in kinds.values:
            return str(kinds(label).label)
    return label


def _date(day: str) -> str:
    """A day of ISO 8601 as the editors' language writes it."""
    return formats.date_format(dt.date.fromisoformat(day), "j M Y")


WORDINGS: dict[str, Callable[[str], str]] = {"label": _word, "other": _word, "date": _date, "other_date": _date}
"""How details that name a row or a day are worded."""
