"""People as documents name them: with titles, affiliations, links and roles around the name."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from pages.importers.documents import ImportedContribution, ImportedPerson
from pages.importers.people.linked_text import without_markup
from pages.importers.people.name_words import (
    DEGREE,
    HONORIFIC,
    NATIVE,
    NATIVE_TITLE,
    is_name,
    is_organisation,
    split_organisations,
)
from pages.importers.people.portraits import match_photo, name_from_file, name_from_url
from pages.importers.placeholders import is_placeholder

__all__ = [
    "is_affiliation",
    "match_photo",
    "name_from_file",
    "name_from_url",
    "read_contribution",
    "read_people",
    "read_person",
]

_ROLE = re.compile(
    r"^(?:(?:general|programme|program|pc|tpc|local|publicity|publication|workshop|tutorial|web|finance|industry|session|award|"
    r"steering|organi[sz]ing|technical|main|lead|student|honorary)[\s-]+)*(?:committee\s+)?"
    r"(?:(?:co|vice)[\s-]*)?(?:chair(?:s|man|woman|person)?|organi[sz]ers?|lead|moderator|host|panell?ist|speaker|presenter|"
    r"discussant|member|coordinator|editor|advisor|treasurer|secretary|president|keynote(?:\s+speaker)?|contact)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Named:
    """The name and what stands around it."""

    name: str
    native: str
    notes: tuple[str, ...]


def read_person(text: str, *, line: int | None = None) -> ImportedPerson | None:
    """The one person that a text names; None for placeholders and for texts that hold no name.

    Understood are "Title Name (Affiliation)", "Name, Affiliation", "Name – Affiliation", links around any part, and
    names in Chinese, Japanese or Korean, which stand in `name_native` as well.
    """
    return _read(text, line)[0]


def read_contribution(text: str, *, role: str, line: int | None = None) -> ImportedContribution | None:
    """The person that a text names, in a role; "co-chair" and the like beside the name are the role's label."""
    person, label = _read(text, line)
    return ImportedContribution(role, person, label) if person else None


def _read(text: str, line: int | None) -> tuple[ImportedPerson | None, str]:
    linked = without_markup(text, line)
    named = _find_name(linked.text)
    if named is None:
        return None, ""
    honorific, name = _split_titles(named.name)
    plain = _NICKNAME_MARKS.sub("", name)
    if is_placeholder(name) or not (is_name(plain) or _is_short_name(plain)):
        return None, ""
    label = next((note for note in named.notes if _ROLE.match(note)), "")
    affiliations = tuple(part for note in named.notes if note != label for part in split_organisations(note))
    native = NATIVE_TITLE.sub("", named.native) or (name if NATIVE.search(name) else "")
    person = ImportedPerson(
        name=name,
        name_native=native,
        honorific=honorific,
        affiliations=tuple(it for it in affiliations if not is_placeholder(it)),
        homepage=linked.homepage,
        orcid=linked.orcid,
        photo=linked.photo,
        email=linked.email,
        line=line,
    )
    return person, label


_NICKNAME_MARKS = re.compile(r"[()\"“”«»]|(?<=\s)['‘]|['’](?=\s)")
_SHORTEST = 2


def _is_short_name(name: str) -> bool:
    """True for one word, also in small letters, as people sign online."""
    return name.isidentifier() and len(name) >= _SHORTEST and not is_organisation(name) and name.islower()


_PARENTHESES = re.compile(r"\s?[(\[]([^()\[\]]{0,500}(?:\([^()]{0,200}\)[^()\[\]]{0,200}){0,5})[)\]]\s?")
_SEPARATOR = re.compile(r"\s*[,;|]\s*|\s+[-–—@]+\s+|\s*[–—]\s*|\s+(?:from|at)\s+(?=[A-Z])|\s*[:：]\s+")


def _find_name(text: str) -> _Named | None:
    """The name is what stands before the first bracket or separator; the rest are notes in order."""
    aside = _PARENTHESES.search(text)
    if aside and _is_nickname(text, aside):
        return _split_at_separator(text, "")
    if aside is None:
        return _split_at_separator(text, "")
    before, inside, after = text[: aside.start()], aside[1].strip(), text[aside.end() :].strip(" ,;-–—")
    named = _split_at_separator(before, after)
    if named is None:
        return None
    if (
        is_name(inside)
        and bool(NATIVE.search(inside)) != bool(NATIVE.search(named.name))
        and not is_organisation(inside)
    ):
        native, name = (inside, named.name) if NATIVE.search(inside) else (named.name, inside)
        return _Named(name, native, named.notes)
    return replace(named, notes=(*_split_notes(inside), *named.notes))


def _is_nickname(text: str, aside: re.Match[str]) -> bool:
    """True for "Wei (Will) Zhang": one word in brackets amid a name."""
    rest = text[aside.end() :]
    return (
        bool(rest)
        and is_name(aside[1])
        and " " not in aside[1]
        and not NATIVE.search(aside[1])
        and is_name(_SEPARATOR.split(rest)[0].strip())
        and text[: aside.start()].strip() != ""
    )


def _split_at_separator(text: str, after: str) -> _Named | None:
    text = DEGREE.sub(lambda match: " \x00" + match.group().strip(" ,").replace(" ", "\x00"), text)
    separator = _SEPARATOR.search(text)
    name = (text[: separator.start()] if separator else text).strip(" ,;")
    rest = text[separator.end() :] if separator else ""
    notes = tuple(note for part in (rest, after) for note in _split_notes(part.replace("\x00", " ")))
    native, latin = _split_scripts(name)
    return _Named(latin, native, notes) if latin else None


def _split_scripts(name: str) -> tuple[str, str]:
    """A name given in two scripts side by side; the second value is the name to show."""
    words = name.split(" ")
    native = " ".join(word for word in words if NATIVE.search(word))
    latin = " ".join(word for word in words if not NATIVE.search(word))
    return (native, latin) if native and is_name(latin.replace("\x00", "")) else ("", name)


def _split_notes(text: str) -> tuple[str, ...]:
    """The affiliation as one note, and each role beside it as another."""
    pieces = [piece.strip() for piece in text.split(",")]
    roles = [piece for piece in pieces if _ROLE.match(piece)]
    rest = ", ".join(piece for piece in pieces if piece and piece not in roles).strip(" ,()")
    return (*([rest] if rest else []), *roles)


def _split_titles(name: str) -> tuple[str, str]:
    """The titles before and after a name, and the bare name."""
    words, *degrees = name.split("\x00", 1)
    titles = []
    words = words.strip()
    while match := HONORIFIC.match(words):
        titles.append(match.group().strip())
        words = words[match.end() :].strip(" ,")
    native = NATIVE_TITLE.search(words) if NATIVE.search(words) else None
    if native:
        titles.append(native.group().strip())
        words = words[: native.start()]
    titles += [degree.replace("\x00", " ").strip() for degree in degrees]
    return " ".join(titles), words.strip(" ,") if words.endswith(("Jr.", "Sr.")) else words.strip(" ,.")


# Lists


_LINE_BREAK = re.compile(r"\n|<br\s*/?>|</li>|</p>|;|\uff1b", re.IGNORECASE)
_MOST_TRIALS = 20
"""How many of the words "and" in one piece of a list are tried."""
_AND = re.compile(r"\s*,?\s+(?:and|und|et|y|e|&(?:amp;)?|with)\s+|\s*&\s*")


def read_people(text: str, *, line: int | None = None) -> list[ImportedPerson]:
    """The people that a list names: one to a line, or separated by ";", "," or "and".

    A part that names an organisation belongs to the person before it. Lines count on from `line`.
    """
    people: list[ImportedPerson] = []
    number = line
    for piece, ending in _lines(text):
        for part in _group_parts(_split_list(piece)):
            person = read_person(part, line=number)
            if person is not None:
                people.append(person)
        if number is not None and ending == "\n":
            number += 1
    return people


def _lines(text: str) -> list[tuple[str, str]]:
    """Pieces with the break after each; a break inside brackets or a link is none."""
    pieces = []
    begin = 0
    for match in _LINE_BREAK.finditer(text):
        if match.group() == "\n" or _is_top_level(text, match.start()):
            pieces.append((text[begin : match.start()], match.group()))
            begin = match.end()
    return [*pieces, (text[begin:], "")]


def _is_top_level(text: str, position: int) -> bool:
    before = text[:position]
    is_entity = re.search(r"&#?\w+$", before) is not None
    return not is_entity and before.count("(") <= before.count(")") and before.count("[") <= before.count("]")


def _split_list(text: str) -> list[str]:
    """Split at commas outside of brackets, then at "and" between two names."""
    parts = []
    begin = 0
    for match in re.finditer(r"[,，、]", text):
        if _is_top_level(text, match.start()) and not _is_in_tag(text, match.start()):
            parts.append(text[begin : match.start()])
            begin = match.end()
    return [piece for part in [*parts, text[begin:]] for piece in _split_and(part.strip())]


def _is_in_tag(text: str, position: int) -> bool:
    return text.rfind("<", 0, position) > text.rfind(">", 0, position)


def _split_and(text: str) -> list[str]:
    text = re.sub(r"^(?:and|&)\s+", "", text)
    for match in itertools.islice(_AND.finditer(text), _MOST_TRIALS):
        left, right = text[: match.start()], text[match.end() :]
        if (
            _is_top_level(text, match.start())
            and read_person(left)
            and read_person(right)
            and not is_affiliation(right)
        ):
            return [left, *_split_and(right)]
    return [text] if text else []


def _group_parts(parts: list[str]) -> list[str]:
    """Each person with the organisations after it; "Jr." and degrees stay with their name."""
    groups: list[str] = []
    for part in parts:
        if groups and (is_affiliation(part) or _ROLE.match(part.strip()) or _is_firm(part, groups)):
            groups[-1] += f", {part}"
        else:
            groups.append(part)
    return groups


def _is_firm(part: str, groups: list[str]) -> bool:
    """True for one word alone among names of several words, such as "Acme"."""
    words = without_markup(part, None).text.split()
    is_latin = len(words) == 1 and not NATIVE.search(part)
    return is_latin and all(len(without_markup(group, None).text.partition(",")[0].split()) > 1 for group in groups)


_SUFFIX = re.compile(r"(?:jr|sr|i{2,3}|iv|ph\.?\s?d|m\.?d|m\.?sc)\.?$", re.IGNORECASE)
_COUNTRIES = frozenset(
    {
        *("uk", "usa", "us", "germany", "france", "italy", "spain", "china", "japan", "brazil", "india", "singapore"),
        *("canada", "australia", "switzerland", "austria", "netherlands", "the netherlands", "belgium", "sweden"),
        *("norway", "denmark", "finland", "portugal", "ireland", "poland", "israel", "korea", "south korea", "taiwan"),
        *("hong kong", "united kingdom", "united states", "greece", "luxembourg", "mexico", "chile", "argentina"),
        *("peru", "colombia", "uruguay", "ecuador", "turkey", "türkiye", "russia", "iran", "pakistan", "bangladesh"),
        *("vietnam", "thailand", "malaysia", "indonesia", "philippines", "egypt", "south africa", "nigeria", "kenya"),
        *("saudi arabia", "uae", "qatar", "czechia", "czech republic", "slovakia", "slovenia", "croatia", "serbia"),
        *("hungary", "romania", "bulgaria", "ukraine", "lithuania", "latvia", "estonia", "iceland", "new zealand"),
        *("england", "scotland", "wales", "brasil", "deutschland", "españa", "italia", "中国", "日本"),
    }
)


_POSITION = re.compile(
    r"(?:(?:senior|junior|associate|assistant|full|adjunct|emeritus|visiting|principal|chief|research|staff) )*"
    r"(?:professor|lecturer|director|researcher|scientist|engineer|student|fellow|dean|manager|c[et]o|founder)",
    re.IGNORECASE,
)


def is_affiliation(part: str) -> bool:
    """True for the name of an organisation, a country, a position or a suffix such as "Jr.", which are no person."""
    plain = without_markup(part, None).text
    head = _PARENTHESES.sub(" ", plain).strip()
    if _SUFFIX.match(head) or head.casefold() in _COUNTRIES or _POSITION.fullmatch(head):
        return True
    return is_organisation(head) and not HONORIFIC.match(head)
