"""P01 to P04: faces beside the wrong names, and people who are there twice or without a place."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.checks.names import bare_address, candidates, name_parts, names_in_file
from pages.checks.rows import held
from pages.choices import SPEAKING_ROLES, FindingSeverity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages.checks.subject import Subject
    from pages.checks.surroundings import ImageFacts, PersonFacts

register(
    Rule(
        "P01",
        FindingSeverity.WARNING,
        _("The photo beside %(name)s comes from the file “%(file)s”, which names %(other)s."),
        _("Look at the face, and choose the right photo."),
    ),
    Rule(
        "P02-alt",
        FindingSeverity.HINT,
        _("The photo of %(name)s is called “%(title)s”, which tells nothing to people who cannot see it."),
        _("Open the picture under “Images”, and describe it."),
    ),
    Rule(
        "P02-shared",
        FindingSeverity.WARNING,
        _("%(name)s and %(other)s have the same photo."),
        _("Look at the face, and choose another photo for the other person."),
    ),
    Rule(
        "P03-affiliation",
        FindingSeverity.HINT,
        _("%(name)s has no affiliation."),
        _("Enter it in the person’s record, or under “Different at this event”."),
    ),
    Rule(
        "P03-known",
        FindingSeverity.HINT,
        _("The title names %(name)s, who is among the people of this site but is not chosen here."),
        _("Choose the person as speaker, and leave the name out of the title."),
    ),
    Rule(
        "P04-orcid",
        FindingSeverity.WARNING,
        _("%(name)s and %(other)s have the same ORCID: there seem to be two records of one person."),
        _("Keep one record, choose it for all events, and delete the other one."),
    ),
    Rule(
        "P04-homepage",
        FindingSeverity.HINT,
        _("%(name)s and %(other)s have the same home page: there seem to be two records of one person."),
        _("If they are the same, keep one record, choose it for all events, and delete the other one."),
    ),
    Rule(
        "P04-row",
        FindingSeverity.WARNING,
        _("%(name)s is listed twice in the same role."),
        _("Remove one of the two entries."),
    ),
)

FILE_LIKE = re.compile(r"\S*|.*\.(?:jpe?g|png|gif|webp|avif|heic|tiff?)|.*_.*", re.IGNORECASE)
"""Titles of pictures that nobody has written."""

MOST_FACES = 3
"""People with one picture; among more it is no face, but a figure that stands for those without a photo."""


def check_photos(subject: Subject) -> Iterator[Finding]:
    """Portraits whose file names another person, that nothing describes, or that two people share."""
    shown = [
        (number, person, image)
        for number, row in enumerate(subject.rows("contributions"))
        if (person := subject.person(row)) and (image := _portrait(subject, row, person))
    ]
    people = {person.pk: person for row in subject.rows("contributions") if (person := subject.person(row))}
    for number, person, image in shown:
        path = f"contributions.{number}.photo"
        other = _named_instead(image, person, list(people.values()))
        if other is not None:
            yield Finding("P01", path, {"name": person.name, "other": other.name, "file": image.file})
        if not image.description.strip() and _is_nameless(image, person):
            yield Finding("P02-alt", path, {"name": person.name, "title": image.title, "image": image.pk})
        twin = _shares(subject, image, person, shown[: [it[0] for it in shown].index(number)])
        if twin is not None and not _is_figure(subject, image, shown):
            yield Finding("P02-shared", path, {"name": person.name, "other": twin.name, "image": image.pk})


def _portrait(subject: Subject, row: Any, person: PersonFacts) -> ImageFacts | None:
    return subject.surroundings.images.get(row.photo_id or person.photo or 0)


def _named_instead(image: ImageFacts, person: PersonFacts, people: list[PersonFacts]) -> PersonFacts | None:
    """The other person of the page whom the file's name means; None where it means this one or nobody."""
    if names_in_file(image.file, person.name):
        return None
    return next((it for it in people if it.pk != person.pk and names_in_file(image.file, it.name)), None)


def _is_nameless(image: ImageFacts, person: PersonFacts) -> bool:
    return FILE_LIKE.fullmatch(image.title) is not None and not names_in_file(image.title, person.name)


def _is_same(image: ImageFacts, other: ImageFacts) -> bool:
    return image.pk == other.pk or (image.digest != "" and image.digest == other.digest)


def _is_figure(subject: Subject, image: ImageFacts, shown: list[tuple[int, PersonFacts, ImageFacts]]) -> bool:
    """Whether so many people have the picture that it shows none of them."""
    here = {person.pk for _number, person, other in shown if _is_same(image, other)}
    return len(here.union(it.pk for it in subject.surroundings.same_photos.get(image.pk, ()))) > MOST_FACES


def _shares(
    subject: Subject, image: ImageFacts, person: PersonFacts, before: list[tuple[int, PersonFacts, ImageFacts]]
) -> PersonFacts | None:
    """Somebody else with the same picture: before this one on the page, or in the records of people."""
    same = (it for _number, it, other in before if _is_same(image, other))
    stored = subject.surroundings.same_photos.get(image.pk, ()) if person.photo == image.pk else ()
    here = {row.person_id for row in subject.rows("contributions")}
    return next(
        (it for it in [*same, *(other for other in stored if other.pk not in here)] if it.pk != person.pk), None
    )


def check_affiliations(subject: Subject) -> Iterator[Finding]:
    """Speakers of whom nothing says where they come from."""
    for number, row in enumerate(subject.rows("contributions")):
        person = subject.person(row)
        if person and row.role in SPEAKING_ROLES and not (row.affiliation or person.affiliation):
            yield Finding("P03-affiliation", f"contributions.{number}.affiliation", {"name": person.name})


def check_typed_names(subject: Subject) -> Iterator[Finding]:
    """Titles that name a known person where nobody is chosen; `person` is the person's key."""
    known = subject.surroundings.known_names
    if not known:
        return
    for path, title in _titles_without_people(subject):
        person = next((known[name] for name in candidates(title) if name in known), None)
        if person is not None:
            yield Finding("P03-known", path, {"name": person.name, "person": person.pk})


def _titles_without_people(subject: Subject) -> Iterator[tuple[str, str]]:
    if subject.is_talk and not subject.rows("contributions"):
        yield "title", subject.page.title or ""
    for number, session in enumerate(subject.rows("sessions")):
        speakers = held(session, "speakers")
        has_speakers = session.pk in subject.surroundings.sessions_with_speakers if speakers is None else speakers
        if session.title and not has_speakers:
            yield f"sessions.{number}.title", session.title


def check_twins(subject: Subject) -> Iterator[Finding]:
    """People with a second record, and people who are listed twice."""
    seen: dict[tuple[Any, Any], int] = defaultdict(int)
    for number, row in enumerate(subject.rows("contributions")):
        person = subject.person(row)
        if person is None:
            continue
        path = f"contributions.{number}.person"
        seen[person.pk, row.role] += 1
        if seen[person.pk, row.role] > 1:
            yield Finding("P04-row", path, {"name": person.name})
        for twin in subject.surroundings.same_people.get(person.pk, ()):
            code = _twin_code(person, twin)
            if code is not None:
                details = {"name": person.name, "other": twin.name, "person": person.pk, "other_person": twin.pk}
                yield Finding(code, path, details)
                break


def _twin_code(person: PersonFacts, twin: PersonFacts) -> str | None:
    """What two records have in common; a home page that people of other names share tells nothing."""
    if person.orcid and person.orcid == twin.orcid:
        return "P04-orcid"
    is_same_page = person.homepage and bare_address(person.homepage) == bare_address(twin.homepage)
    return "P04-homepage" if is_same_page and name_parts(person.name) & name_parts(twin.name) else None
