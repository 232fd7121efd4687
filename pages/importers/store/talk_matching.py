"""Which talk of a document is which page: a talk that moves or gets its title stays the same. Plain Python."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.documents import CALENDAR_SCHEME
from pages.importers.store.assignment import Sign, assign
from pages.importers.store.folding import fold, fold_person

if TYPE_CHECKING:
    from pages.importers.store.page_form import Form


@dataclass(frozen=True)
class TalkFacts:
    """What tells talks apart; empty values are not announced.

    `source` is the talk's own document where it has one, `uid` the name that a calendar gives the event.
    """

    source: str
    title: str
    speakers: tuple[str, ...]
    date: str
    time: str
    uid: str = ""

    @property
    def start(self) -> str:
        """Date and time; empty when there is no date."""
        return f"{self.date} {self.time}" if self.date else ""


def facts_of_form(form: Form) -> TalkFacts:
    """The facts in the plain form of a talk."""
    fields = form["fields"]
    people = [row["person"]["name"] for row in form["rows"]["contributions"] if row["role"] in {"speaker", "presenter"}]
    title = fields["title"] if fields["title_announced"] else ""
    uid = next((row["value"] for row in form["rows"]["identifiers"] if row["scheme"] == CALENDAR_SCHEME), "")
    return talk_facts(title, people, *fields["start"][:2], source=form["source"], uid=uid)


def talk_facts(  # noqa: PLR0913  # one argument for each fact
    title: str, speakers: Sequence[str], date: str | None, time: str | None, *, source: str = "", uid: str = ""
) -> TalkFacts:
    """Facts with folded names."""
    names = tuple(sorted(fold_person(name) for name in speakers))
    return TalkFacts(source, fold(title), names, date or "", (time or "")[:5], uid)


def _joined(*values: Hashable) -> Hashable | None:
    return values if all(values) else None


SAME_DOCUMENT: Sign[TalkFacts] = Sign(lambda it: it.source or None, is_unique=True)
SAME_ENTRY: Sign[TalkFacts] = Sign(lambda it: it.uid or None, is_unique=True)
SIGNS: tuple[Sign[TalkFacts], ...] = (
    Sign(lambda it: _joined(it.speakers, it.title, it.start)),
    Sign(lambda it: _joined(it.speakers, it.title, it.date)),
    Sign(lambda it: _joined(it.speakers, it.title)),
    Sign(lambda it: _joined(it.title, it.start)),
    Sign(lambda it: _joined(it.speakers, it.start)),
    Sign(lambda it: _joined(it.speakers, it.date)),
    Sign(lambda it: _joined(it.title), is_unique=True),
    Sign(lambda it: _joined(it.speakers), is_unique=True),
    Sign(lambda it: _joined(it.speakers and it.speakers[0]), is_unique=True),
    Sign(lambda it: _joined(it.start), is_unique=True),
    Sign(lambda it: _joined(it.date), is_unique=True),
)


def match_talks(known: Sequence[TalkFacts], incoming: Sequence[TalkFacts]) -> dict[int, int]:
    """Indices of incoming talks with those of the known talks they are.

    The name in a calendar or a document of its own decides; else no talk is taken for another whose title and
    speakers are both others.
    """
    same = assign(known, incoming, signs=(SAME_ENTRY, SAME_DOCUMENT))
    old = [index for index in range(len(known)) if index not in same]
    new = [index for index in range(len(incoming)) if index not in same.values()]
    pairs = assign([known[it] for it in old], [incoming[it] for it in new], signs=SIGNS, may_pair=may_be_same)
    return {two: one for one, two in same.items()} | {new[two]: old[one] for one, two in pairs.items()}


def may_be_same(one: TalkFacts, two: TalkFacts) -> bool:
    """False when both title and speakers contradict each other."""
    titles_differ = bool(one.title and two.title and one.title != two.title)
    speakers_differ = bool(one.speakers and two.speakers and not set(one.speakers) & set(two.speakers))
    return not (titles_differ and speakers_differ)
