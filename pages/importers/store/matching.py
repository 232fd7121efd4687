"""People, organisations and topics of a document: found among the known ones, or made."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Severity
from pages.importers.store.folding import fold, fold_address, fold_organisation, fold_person, split_short_name
from pages.models import Contribution, Organisation, Person, Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.store.column_values import Remarks

PersonFacts = dict[str, Any]
"""What a document says of a person; see `RowForms`."""

IDENTIFIERS = {"orcid": str.upper, "homepage": fold_address, "email": str.casefold}
"""Columns that tell people apart by themselves, with the form in which they are compared."""


class Organisations:
    """The known organisations by name and short name."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self.made: list[int] = []
        for key, name, short_name in Organisation.objects.order_by("-pk").values_list("pk", "name", "short_name"):
            self._learn(key, (name, short_name))

    def _learn(self, key: int, names: Iterable[str]) -> None:
        self._keys.update({fold_organisation(name): key for name in names if name})

    def find(self, text: str) -> int | None:
        """The key of the organisation with this name or short name; None when it is not known."""
        names = (text, *split_short_name(text))
        return next((self._keys[folded] for folded in map(fold_organisation, names) if folded in self._keys), None)

    def find_or_add(self, text: str) -> int:
        """The key of the organisation, which is made if it is not known."""
        key = self.find(text)
        if key is None:
            name, short_name = split_short_name(" ".join(text.split()))
            key = int(Organisation.objects.create(name=name, short_name=short_name).pk)
            self.made.append(key)
            self._learn(key, (text, name, short_name))
        return key


class Topics:
    """The known topics by folded name and slug."""

    def __init__(self) -> None:
        self._keys: dict[str, int] = {}
        self.made: list[int] = []
        for key, name, slug in Topic.objects.order_by("-pk").values_list("pk", "name", "slug"):
            self._keys.update({fold(slug): key, fold(name): key})

    def find_or_add(self, name: str) -> int:
        """The key of the topic, which is made if it is not known."""
        folded = fold(name) or name
        if folded not in self._keys:
            self._keys[folded] = int(Topic.objects.create(name=name).pk)
            self.made.append(self._keys[folded])
        return self._keys[folded]


class People:
    """The known people by what tells them apart."""

    def __init__(self) -> None:
        self.organisations = Organisations()
        self.made: list[int] = []
        self._people: dict[int, Person] = {}
        self._by_identifier: dict[tuple[str, str], int] = {}
        self._by_name: dict[str, list[int]] = defaultdict(list)
        self._affiliations: dict[int, set[str]] = defaultdict(set)
        for person in Person.objects.select_related("affiliation").order_by("pk"):
            self._learn(person)
        rows = (
            Contribution.objects.exclude(affiliation="").order_by().values_list("person_id", "affiliation").distinct()
        )
        for key, affiliation in rows:
            self._affiliations[key].add(fold_organisation(affiliation))

    def _learn(self, person: Person) -> None:
        self._people[person.pk] = person
        for folded in {fold_person(person.name), fold_person(person.name_native)} - {""}:
            if person.pk not in self._by_name[folded]:
                self._by_name[folded].append(person.pk)
        for column, normal in IDENTIFIERS.items():
            if value := getattr(person, column):
                self._by_identifier.setdefault((column, normal(value)), person.pk)
        if person.affiliation:
            names = (person.affiliation.name, person.affiliation.short_name)
            self._affiliations[person.pk].update(fold_organisation(name) for name in names if name)

    def get(self, key: int) -> Person | None:
        """The person with this key; None when there is none any more."""
        return self._people.get(key)

    def find(self, facts: PersonFacts, *, remarks: Remarks) -> Person | None:
        """The person that the facts mean; somebody of the same name who may be another person is reported."""
        for column, normal in IDENTIFIERS.items():
            key = self._by_identifier.get((column, normal(facts[column]))) if facts[column] else None
            if key is not None and (column == "orcid" or self._shares_name(self._people[key], facts)):
                return self._people[key]
        namesakes = [self._people[key] for key in self._namesakes(facts)]
        fitting = [person for person in namesakes if self._is_compatible(person, facts)]
        if len(fitting) == 1:
            return fitting[0]
        if namesakes:
            message = f"There is another {facts['name']} already, with other facts; check whether they are one person."
            remarks.add("person-similar", message, severity=Severity.HINT)
        return self._closest(fitting, facts)

    def _closest(self, people: list[Person], facts: PersonFacts) -> Person | None:
        """Among several namesakes the one known to belong to the announced organisation."""
        known = [person for person in people if self._shares_affiliation(person, facts)]
        return known[0] if len(known) == 1 else None

    def _namesakes(self, facts: PersonFacts) -> Iterator[int]:
        folded = dict.fromkeys((fold_person(facts["name"]), fold_person(facts["name_native"])))
        yield from dict.fromkeys(key for name in folded if name for key in self._by_name.get(name, ()))

    @staticmethod
    def _shares_name(person: Person, facts: PersonFacts) -> bool:
        said = {*fold_person(facts["name"]).split(), *fold_person(facts["name_native"]).split()}
        known = {*fold_person(person.name).split(), *fold_person(person.name_native).split()}
        return bool(said & known)

    def _is_compatible(self, person: Person, facts: PersonFacts) -> bool:
        if facts["orcid"] and person.orcid and facts["orcid"] != person.orcid:
            return False
        if facts["affiliations"] and self._affiliations[person.pk]:
            return self._shares_affiliation(person, facts)
        homepages = {fold_address(url) for url in (person.homepage, facts["homepage"]) if url}
        return len(homepages) < 2  # noqa: PLR2004  # two that differ

    def _shares_affiliation(self, person: Person, facts: PersonFacts) -> bool:
        known = self._affiliations[person.pk]
        return any(_mention(said, known) for said in self._names_of(facts["affiliations"]))

    def _names_of(self, affiliations: Iterable[str]) -> set[str]:
        """The folded names, and those under which the same organisations are known."""
        names = {fold_organisation(part) for text in affiliations for part in (text, *split_short_name(text)) if part}
        keys = {self.organisations.find(text) for text in affiliations}
        return names | {folded for folded, key in self.organisations._keys.items() if key in keys}  # noqa: SLF001  # same module

    def add(self, facts: PersonFacts) -> Person:
        """A new person with the name alone."""
        person = Person.objects.create(name=facts["name"], name_native=facts["name_native"])
        self.made.append(int(person.pk))
        self._learn(person)
        return person

    def save(self, person: Person) -> None:
        """Store what has been learnt about a person."""
        person.save()
        self._learn(person)

    def remember_affiliation(self, person: Person, affiliation: str) -> None:
        """An announced affiliation counts at once for later documents of the run."""
        if affiliation:
            self._affiliations[person.pk].add(fold_organisation(affiliation))


def _mention(said: str, known: Iterable[str]) -> bool:
    """Whether one of the known texts contains the words said, or is contained in them."""
    return any(f" {said} " in f" {text} " or f" {text} " in f" {said} " for text in known)
