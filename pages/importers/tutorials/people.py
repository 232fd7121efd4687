"""A tutorial's presenters, put together from lists that do not say to whom their entries belong."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Finding, ImportedImage, ImportedPerson, Severity
from pages.importers.people import match_photo, name_from_file, name_from_url, read_people, read_person
from pages.importers.placeholders import is_placeholder
from pages.importers.talks.fields import field_of, fold_label
from pages.importers.talks.snippets import BARE_URL
from pages.importers.talks.wording import LINK, without_emphasis
from pages.importers.text.prose import to_rich_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pages.importers.documents import SourceDocument
    from pages.importers.sources import SourceTree

HTML_LINK = re.compile(r"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]*)[\"']?[^>]*>(.*?)</a\s*>", re.DOTALL | re.IGNORECASE)
NAME_BEFORE_VERB = re.compile(
    r"^\W*(.{3,60}?)(?:\s*\([^)]*\))?,?\s+(?:is|was|has|have|holds?|received|obtained|works?|leads?|joined|"
    r"earned|completed|currently|"
    r"(?:a|an|the)\s|possui|é|est|ist)\b",
    re.DOTALL,
)
FEWEST_SHARED_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Presenters:
    """The presenters in order and what is to be said about them."""

    people: tuple[ImportedPerson, ...]
    findings: tuple[Finding, ...] = ()


def read_entries(value: Any, *, line: int | None) -> list[ImportedPerson]:
    """People of a list of names or of records, or of one text."""
    entries = value if isinstance(value, list) else [value]
    people: list[ImportedPerson] = []
    for entry in entries:
        if isinstance(entry, dict):
            person = _read_record(entry, line)
            people += [person] if person else []
        elif isinstance(entry, str) and not is_placeholder(entry):
            people += read_people(entry, line=line)
    return people


def _read_record(record: dict[str, Any], line: int | None) -> ImportedPerson | None:
    texts: dict[str | None, str] = {}
    for key, value in record.items():
        if isinstance(value, str | int):
            texts.setdefault(field_of(str(key)), str(value))
    person = read_person(texts.get("speaker", ""), line=line)
    if person is None:
        return None
    said = {key: text for key, text in texts.items() if not is_placeholder(text)}
    photo = said.get("photo")
    return replace(
        person,
        email="",
        affiliations=person.affiliations or ((said["affiliation"],) if "affiliation" in said else ()),
        homepage=person.homepage or said.get("homepage", ""),
        bio=to_rich_text(said.get("bio", "")),
        photo=ImportedImage(photo, line=line) if photo else None,
    )


def complete(
    people: Sequence[ImportedPerson], *, bios: Sequence[str], pictures: Sequence[str], line: int | None
) -> Presenters:
    """The people with their biographies and portraits, and those whom only a biography names.

    A biography belongs to the person it names; one that names nobody goes by position in lists of the same length.
    """
    findings: list[Finding] = []
    given = list(people)
    guessed: set[str] = set()
    for number, bio in enumerate(bios):
        if is_placeholder(bio):
            continue
        position = _position(bio, given, guessed)
        person, found = _from_bio(bio, pictures, line) if position is None else (None, [])
        if position is None and (person is None or found) and len(bios) == len(people):
            position, found = number, []
        if position is not None:
            given[position] = _with_bio(given[position], bio)
        elif person is not None:
            person, found = _apart_from(given, person, bio, found)
            guessed |= {person.name} if found else set()
            given.append(person)
        findings += found
    completed, photo_findings = _with_pictures(given, list(pictures), line)
    return Presenters(tuple(completed), (*findings, *photo_findings))


def _apart_from(
    people: Sequence[ImportedPerson], person: ImportedPerson, bio: str, findings: list[Finding]
) -> tuple[ImportedPerson, list[Finding]]:
    """The person, called by their address when the name guessed is already another's."""
    if not findings or person.name not in {it.name for it in people}:
        return person, findings
    address = re.sub(r"^\w+://(?:www\.)?|/$", "", _address(bio))
    message = f"No text names the person of {address}, and the address tells no name; it stands for the name."
    return replace(person, name=address), [replace(findings[0], message=message, confidence=0.1)]


def _position(bio: str, people: Sequence[ImportedPerson], guessed: Collection[str]) -> int | None:
    """Whose biography it is, by name; a name that was only guessed may share letters with any address."""
    scores = [0 if person.name in guessed else _shared(person, bio) for person in people]
    best = max(scores, default=0)
    if best >= FEWEST_SHARED_LETTERS and scores.count(best) == 1:
        return scores.index(best)
    return None


def _shared(person: ImportedPerson, text: str) -> int:
    """How many letters of the person's name stand in the beginning of a biography or in an address."""
    beginning = without_emphasis(_address(text) or text)[:80].casefold()
    parts = re.findall(r"[^\W\d_]{3,}", person.name.casefold())
    return sum(len(part) for part in parts if part in beginning)


def _address(text: str) -> str:
    """The address of a biography that is only a link; "" for any other."""
    stripped = text.strip()
    html_link = HTML_LINK.fullmatch(stripped)
    link = LINK.fullmatch(stripped)
    if html_link or link:
        return (html_link[1] if html_link else link[2] if link else "").strip()
    return stripped.strip("<>") if BARE_URL.fullmatch(stripped) else ""


def _with_bio(person: ImportedPerson, bio: str) -> ImportedPerson:
    address = _address(bio)
    if address:
        return replace(person, homepage=person.homepage or address)
    return replace(person, bio=person.bio or to_rich_text(bio))


def _from_bio(bio: str, pictures: Sequence[str], line: int | None) -> tuple[ImportedPerson | None, list[Finding]]:
    """A person known by a biography alone: by its first words, the link's label, or as a guess by the address."""
    address = _address(bio)
    link = HTML_LINK.fullmatch(bio.strip()) or LINK.fullmatch(bio.strip())
    label = "" if link is None else without_emphasis(link[2] if link.re is HTML_LINK else link[1])
    named = read_person(label, line=line) if label and "://" not in label and "/" not in label else None
    if address:
        person = named or _guess(address, pictures, line)
        found = [] if named or person is None else [_inferred(person.name, address, line)]
        return (replace(person, homepage=address) if person else None), found
    before = NAME_BEFORE_VERB.match(without_emphasis(bio))
    person = read_person(before[1], line=line) if before else None
    return (_with_bio(person, bio) if person else None), []


def _guess(address: str, pictures: Sequence[str], line: int | None) -> ImportedPerson | None:
    """A person guessed from an address; the portraits' file names tell where one name ends and the next begins."""
    parts = [part for source in pictures for part in re.findall(r"[^\W\d_]{3,}", PurePosixPath(source).stem)]
    name = name_from_url(address, parts=parts)
    return ImportedPerson(name, line=line) if name else None


def _inferred(name: str, source: str, line: int | None) -> Finding:
    message = f"The name “{name}” was guessed from {source}; no text names this person."
    return Finding("name-inferred", Severity.WARNING, message, line, 0.4)


def _with_pictures(
    people: list[ImportedPerson], pictures: list[str], line: int | None
) -> tuple[list[ImportedPerson], list[Finding]]:
    """Portraits go to the people whose names are in their file names; position alone joins nothing else."""
    named = [match_photo(person, pictures) for person in people]
    findings: list[Finding] = []
    order = [pictures.index(it) for it in named if it]
    if order != sorted(order):
        message = "The portraits stand in another order than the people; they were matched by the names in their files."
        findings.append(Finding("photo-order-differs", Severity.WARNING, message, line))
    left = [it for it in pictures if it not in named]
    alone = [number for number, it in enumerate(named) if it is None and people[number].photo is None]
    if len(left) == len(alone) == 1 and not name_from_file(left[0]):
        named[alone[0]] = left.pop()
    findings += [
        Finding("photo-unmatched", Severity.WARNING, f"No person was found for the portrait “{it}”.", line)
        for it in left
    ]
    completed = [
        replace(person, photo=ImportedImage(source, line=line)) if source else person
        for person, source in zip(people, named, strict=True)
    ]
    return completed, findings


def with_files(
    people: Iterable[ImportedPerson], *, tree: SourceTree, document: SourceDocument
) -> tuple[ImportedPerson, ...]:
    """The people with the files of their portraits."""
    return tuple(
        replace(it, photo=replace(it.photo, file=tree.find_image(it.photo.source, document=document)))
        if it.photo
        else it
        for it in people
    )


def each_once(people: Iterable[ImportedPerson]) -> list[ImportedPerson]:
    """People without repetitions; what a later mention adds is kept."""
    known: dict[str, ImportedPerson] = {}
    for person in people:
        key = fold_label(person.name)
        before = known.get(key)
        known[key] = person if before is None else _merged(before, person)
    return list(known.values())


def _merged(first: ImportedPerson, second: ImportedPerson) -> ImportedPerson:
    return replace(
        first,
        honorific=first.honorific or second.honorific,
        affiliations=first.affiliations or second.affiliations,
        homepage=first.homepage or second.homepage,
        bio=first.bio or second.bio,
        photo=first.photo or second.photo,
    )
