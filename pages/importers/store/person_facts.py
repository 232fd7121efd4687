"""What a document says of a person, brought together with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Severity
from pages.importers.store.folding import fold_address, fold_person
from pages.importers.store.matching import PersonFacts

if TYPE_CHECKING:
    from pages.importers.store.column_values import Remarks
    from pages.importers.store.images import Pictures
    from pages.importers.store.matching import People
    from pages.models import Person

SHARED = ("name_native", "honorific", "homepage", "orcid", "email", "bio", "photo")
"""Facts that are the person's own; the first known one stays."""

OVERRIDABLE = ("honorific", "bio", "photo")
"""Facts that may differ at one event."""

PRIVATE = frozenset({"email"})


@dataclass(frozen=True)
class Before:
    """What the document said of a person at the last import, whom it meant, and what was different at the event."""

    facts: PersonFacts
    key: int
    different: dict[str, Any]


class PersonMerger:
    """Finds or makes the person of a row and fills what is not known of them."""

    def __init__(self, people: People, pictures: Pictures, remarks: Remarks) -> None:
        self._people = people
        self._pictures = pictures
        self._remarks = remarks

    def settle(self, facts: PersonFacts, *, before: Before | None = None) -> tuple[Person, dict[str, Any]]:
        """The person, and what is different about them at this event; `before` is the last import's outcome."""
        known = self._people.get(before.key) if before else None
        if known is None:
            before = None
        person = known or self._people.find(facts, remarks=self._remarks) or self._people.add(facts)
        different = self._fill(person, facts, before)
        self._settle_affiliation(person, facts["affiliations"], before.facts["affiliations"] if before else [])
        self._people.remember_affiliation(person, " and ".join(facts["affiliations"]))
        return person, different

    def _columns_before(self, facts: PersonFacts) -> dict[str, Any]:
        photo = self._pictures.known(facts["photo"]) if facts["photo"] else None
        return {name: facts[name] for name in SHARED} | {"photo": photo}

    def _fill(self, person: Person, facts: PersonFacts, before: Before | None) -> dict[str, Any]:
        photo = facts["photo"]
        said = {name: facts[name] for name in SHARED}
        said["photo"] = self._pictures.find(photo, title=facts["name"], alt=facts["photo_alt"]) if photo else None
        was = self._columns_before(before.facts) if before else {}
        different: dict[str, Any] = {}
        is_changed = False
        for name, value in said.items():
            column = "photo_id" if name == "photo" else name
            known = getattr(person, column)
            if not value or value == known:
                continue
            if before and value == was[name]:
                different.update({name: before.different[name]} if before.different.get(name) else {})
            elif not known or (before and known == was[name]):
                setattr(person, column, value)
                is_changed = True
            elif name in OVERRIDABLE:
                different[name] = value
            else:
                self._report_difference(person, name, known, value)
        if _complete_name(person, facts["name"]) or is_changed:
            self._people.save(person)
        return different

    def _settle_affiliation(self, person: Person, names: list[str], before: list[str]) -> None:
        """The first organisation is the person's own where none is known, or only the one announced before."""
        organisations = self._people.organisations
        is_ours = bool(before) and person.affiliation_id == organisations.find(before[0])
        if not names or not (person.affiliation_id is None or (is_ours and names != before)):
            return
        person.affiliation_id = organisations.find_or_add(names[0])
        self._people.save(person)

    def _report_difference(self, person: Person, name: str, known: str, value: str) -> None:
        if name == "homepage" and fold_address(known) == fold_address(value):
            return
        label = name.replace("_", " ")
        values = "" if name in PRIVATE else f" “{known}” stays, the document says “{value}”."
        message = f"The {label} of {person.name} is known already and differs.{values}"
        self._remarks.add("person-differs", message, severity=Severity.HINT)
        self._remarks.keep(f"{label} of {person.name}", value)


def _complete_name(person: Person, name: str) -> bool:
    """Where one word was all that was known of a name, the whole name takes its place."""
    known, said = fold_person(person.name).split(), fold_person(name).split()
    if len(known) != 1 or len(said) == 1 or known[0] not in said:
        return False
    person.sort_name = name if person.sort_name == person.name else person.sort_name
    person.name = name
    return True
