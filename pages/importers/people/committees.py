"""Lists of chairs, committees and speakers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pages.importers.documents import Dropped, ImportedContribution, ImportedImage, ImportedPerson
from pages.importers.people import is_affiliation, read_contribution, read_people
from pages.importers.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.documents import SourceDocument
    from pages.importers.sources import SourceTree
    from pages.importers.text.passages import Block, Item, Passage, Section

ROLES = (
    ("award_committee", r"award\w* (?:committee|jury|panel)|jury"),
    (
        "programme_committee",
        (
            r"program(?:me)?[- ]committee(?! (?:co-?)?chairs?)|\bPC\b(?! (?:co-?)?chairs?)|review(?:er|"
            r"ing committee)s?|"
            r"technical committee|程序委员会|comité de programme"
        ),
    ),
    ("co_chair", r"co[- ]?(?:chair|organi[sz]er)s?\b"),
    ("chair", r"\bchair(?:s|person|persons|man|men|woman|women|\(s\))?\b|主席|présidents?"),
    (
        "organiser",
        (
            r"organi[sz](?:er|ing|ation|ed by)|steering|advisory|editors?\b|committee$|组织|主办|organisateurs|"
            r"veranstalter|"
            r"contact persons?"
        ),
    ),
    ("panelist", r"panel(?:l?ists?| members)"),
    ("speaker", r"speakers?|keynotes?|invited talks? by|讲者|嘉宾"),
)
"""Roles with the words of headings that mean them; the first that matches counts."""

STANDARD_LABELS = {
    "award_committee": {"award committee"},
    "programme_committee": {"program committee", "programme committee"},
    "co_chair": {"co-chairs", "co-chair", "cochairs"},
    "chair": {"chair", "chairs"},
    "organiser": {"organizers", "organisers", "organizer", "organiser", "organizing committee", "organising committee"},
    "speaker": {"speakers", "speaker"},
    "panelist": {"panelists", "panellists"},
}
NO_PEOPLE = re.compile(
    (
        r"call|submi|session chair|date|deadline|award$|awards$|programme?$|schedule|criteria|information for|"
        r"instructions|bios?\b|registration"
    ),
    re.IGNORECASE,
)
LABELLED = re.compile(r"^\W*(?P<label>[^:：]{2,60}?)\s*\**[:：]\**\s*(?P<names>.*)$")
CONTACT = re.compile(r"[✉📧]|[(\[<]?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}[)\]>]?")
NAME_WORDS = 6
LONGEST_HEADING = 80


@dataclass(frozen=True, slots=True)
class Committees:
    """Everybody whom the document lists in a role. `used` are blocks that are wholly in the list."""

    contributions: tuple[ImportedContribution, ...]
    used: frozenset[Block]


def without_contacts(heading: str) -> str:
    """The heading without the e-mail addresses that stand in it."""
    return " ".join(CONTACT.sub(" ", heading).split())


def find_role(heading: str) -> str:
    """The `ContributionRole` value of the people under a heading; empty when it is no heading of people."""
    heading = without_contacts(heading)
    if len(heading) > LONGEST_HEADING or NO_PEOPLE.search(heading):
        return ""
    return next((role for role, pattern in ROLES if re.search(pattern, heading, re.IGNORECASE)), "")


def _role_label(role: str, heading: str) -> str:
    words = without_contacts(heading).strip(" :*_")
    return "" if words.lower() in STANDARD_LABELS[role] else words


def _is_name(person: ImportedPerson) -> bool:
    words = person.name.split()
    if is_affiliation(person.name):
        return False
    if person.name_native:
        return True
    return (
        1 <= len(words) <= NAME_WORDS
        and person.name[:1].isupper()
        and not re.search(r"[\d@:;!?]|\.\s*$(?<![A-Z]\.)", person.name)
    )


def _photo(passage: Passage, tree: SourceTree, document: SourceDocument) -> ImportedImage:
    """The first picture of a passage that has one."""
    image = passage.images[0]
    return ImportedImage(image.source, tree.find_image(image.source, document=document), image.alt, image.line)


def _contributions(text: str, *, role: str, label: str, line: int) -> list[ImportedContribution]:
    """The people of one line: one with affiliations in parentheses or after a link, or a list of names."""
    several = read_people(text, line=line)
    if len(several) > 1 and all(_is_name(person) for person in several):
        return [ImportedContribution(role, person, label) for person in several]
    one = read_contribution(text, role=role, line=line)
    if one is None or not _is_name(one.person):
        return []
    return [replace(one, role_label=one.role_label or label)]


def _single(text: str, *, role: str, label: str, line: int) -> list[ImportedContribution]:
    one = read_contribution(text, role=role, line=line)
    return [replace(one, role_label=one.role_label or label)] if one is not None and _is_name(one.person) else []


def _labelled(text: str) -> tuple[str, str, str]:
    """The role, the label and the names of "Workshop co-chairs: A, B"; empty role without such a label."""
    match = LABELLED.match(text)
    role = find_role(match["label"]) if match else ""
    return (role, _role_label(role, match["label"]), match["names"]) if match and role else ("", "", text)


def _text_contributions(text: str, *, role: str, label: str, line: int, single: bool) -> list[ImportedContribution]:
    own_role, own_label, names = _labelled(text)
    if own_role:
        return _contributions(names, role=own_role, label=own_label, line=line)
    if not role or is_placeholder(text):
        return []
    read = _single if single else _contributions
    return read(text, role=role, label=label, line=line)


def _items(items: Iterable[Item], *, role: str, label: str) -> Iterator[list[ImportedContribution]]:
    for item in items:
        heading = find_role(item.prose) if item.items else ""
        if heading:
            yield from _items(item.items, role=heading, label=_role_label(heading, item.prose))
            continue
        if item.items and role and _is_group(item):
            group = without_contacts(item.prose).strip(" :*_")
            yield from _items(item.items, role=role, label=f"{label}, {group}" if label else group)
            continue
        yield _text_contributions(item.markdown, role=role, label=label, line=item.line, single=_stands_alone(item))
        yield from _items(item.items, role=role, label=label)


def _is_group(item: Item) -> bool:
    """True for the name of a track or area above its people: all below it say where they are from."""
    below = [read_people(it.markdown) for it in item.items]
    return "(" not in item.prose and all(people and people[0].affiliations for people in below)


def _stands_alone(passage: Passage) -> bool:
    """True when a comma or "and" in the text separates an affiliation rather than people."""
    return "(" in passage.prose or bool(passage.links) or passage.prose.count(",") in {1, 2}


def _cells_text(block: Block) -> Iterator[tuple[str, int]]:
    for row in block.rows:
        texts = [cell.markdown for cell in row.cells if cell.prose]
        if texts and not row.is_header:
            yield (f"{texts[0]} ({', '.join(texts[1:])})" if len(texts) > 1 else texts[0]), row.line


def _paragraph(block: Block, *, role: str, label: str) -> list[list[ImportedContribution]]:
    whole = block.markdown
    rows = _person_rows(block) if role else []
    if rows:
        return [_single(text, role=role, label=label, line=line) for text, line in rows]
    per_line = len(block.lines) > 1 and all(
        "(" in line.text or "," not in line.text.rstrip(",") for line in block.lines
    )
    if len(block.lines) == 1 or not per_line:
        alone = (
            _stands_alone(block)
            and ("(" in block.prose or bool(block.links))
            and not re.search(r"\)\s*[,;]", block.prose)
        )
        return [_text_contributions(whole, role=role, label=label, line=block.line, single=alone)]
    return [
        _text_contributions(line.markdown.rstrip(","), role=role, label=label, line=line.line, single="(" in line.text)
        for line in block.lines
    ]


def _person_rows(block: Block) -> list[tuple[str, int]]:
    """One text for each person of a paragraph with one to a line; lines of affiliations go with the person above.

    Empty when a line names several people or breaks in the middle of a list.
    """
    rows: list[tuple[str, int]] = []
    for line in block.lines:
        if rows and is_affiliation(line.text.partition(",")[0]):
            rows[-1] = (f"{rows[-1][0]}, {line.markdown}", rows[-1][1])
            continue
        people = read_people(line.markdown.rstrip(" ,"))
        if len(people) != 1 or not _is_name(people[0]) or LABELLED.match(line.text):
            return []
        rows.append((line.markdown.rstrip(" ,"), line.line))
    return rows if len(block.lines) > 1 else []


def _card(block: Block, *, role: str, label: str) -> list[ImportedContribution]:
    """A portrait with a name and perhaps an affiliation under it."""
    names = [line.text for line in block.lines]
    people = _single(names[0], role=role, label=label, line=block.line)
    return [
        replace(it, person=replace(it.person, affiliations=tuple(names[1:]) or it.person.affiliations)) for it in people
    ]


def _completed(
    found: list[ImportedContribution], block: Block, tree: SourceTree, document: SourceDocument
) -> list[ImportedContribution]:
    """One person's photo and homepage from what stands around the name."""
    if len(found) != 1:
        return found
    person = found[0].person
    photo = person.photo or _photo(block, tree, document)
    pages = [link.url.strip() for link in block.links if link.url.strip().startswith(("http://", "https://"))]
    homepage = person.homepage or (pages[0] if len(pages) == 1 and block.images else "")
    mails = [link.url.strip() for link in block.links if link.url.strip().startswith("mailto:")]
    email = person.email or next((mail.removeprefix("mailto:") for mail in mails), "")
    return [replace(found[0], person=replace(person, photo=photo, homepage=homepage, email=email))]


def _block_people(
    block: Block, *, role: str, label: str, tree: SourceTree, document: SourceDocument
) -> tuple[list[ImportedContribution], bool]:
    """The people of a block and whether they are all that it says."""
    if block.kind == "list":
        groups = list(_items(block.items, role=role, label=label))
    elif block.kind == "table" and role:
        groups = [_single(text, role=role, label=label, line=line) for text, line in _cells_text(block)]
    elif block.kind == "paragraph" and block.images and role and not re.search(r"[.!?] ", block.prose):
        groups = [_completed(_card(block, role=role, label=label), block, tree, document)]
    elif block.kind == "paragraph":
        groups = _paragraph(block, role=role, label=label)
    else:
        return [], False
    return [it for group in groups for it in group], bool(groups) and all(groups)


def read_committees(sections: Iterable[Section], *, tree: SourceTree, document: SourceDocument) -> Committees:
    """The people under headings that name a role, and those on lines that begin with one."""
    contributions: list[ImportedContribution] = []
    used: set[Block] = set()
    level, role, label = 0, "", ""
    for section in sections:
        own = find_role(section.title)
        if own or section.level <= level:
            level, role, label = section.level, own, _role_label(own, section.title) if own else ""
        for block in section.blocks:
            found, is_whole = _block_people(block, role=role, label=label, tree=tree, document=document)
            contributions += found
            used |= {block} if found and is_whole else set()
    return Committees(tuple(contributions), frozenset(used))


def without_addresses(
    contributions: Iterable[ImportedContribution],
) -> tuple[tuple[ImportedContribution, ...], tuple[Dropped, ...]]:
    """The contributions without e-mail addresses, which are kept out of pages, and what was taken out."""
    kept, dropped = [], []
    for contribution in contributions:
        person = contribution.person
        if person.email:
            dropped.append(Dropped("e-mail address of a person", "private", person.line))
            contribution = replace(contribution, person=replace(person, email=""))  # noqa: PLW2901
        kept.append(contribution)
    return tuple(kept), tuple(dropped)
