"""The talk and the speaker that a link is about, as the latest draft has them."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.choices import SPEAKING_ROLES, EventStatus, LinkAccess, LinkKind
from pages.completion.texts import to_text
from pages.models import CompletionLink, CompletionState, Contribution, TalkPage

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable


class Ending(enum.Enum):
    """Why a speaker's page is closed; the values are the names of their words in `pages.completion.wording`."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    NOT_SPEAKING = "not_speaking"


class ClosedError(Exception):
    """Nothing may be filled in, for the reason `ending`."""

    def __init__(self, ending: Ending) -> None:
        super().__init__(ending.value)
        self.ending = ending


@dataclass(frozen=True, slots=True)
class Place:
    """A link with its talk as last saved, and the speaker's row there."""

    link: CompletionLink
    talk: TalkPage
    row: Contribution


def find_place(link: CompletionLink) -> Place:
    """Where an answer belongs; raises `ClosedError` for a talk that is cancelled, or not given by this person."""
    talk = link.talk.get_latest_revision_as_object()
    if EventStatus.CANCELLED in (talk.status, link.talk.status):
        raise ClosedError(Ending.CANCELLED)
    row = next((row for row in speaking_rows(talk.contributions.all()) if row.person_id == link.person_id), None)
    if row is None:
        raise ClosedError(Ending.NOT_SPEAKING)
    return Place(link, talk, row)


def find_open_place(link: CompletionLink, *, now: dt.datetime) -> Place:
    """Where the speaker may write; raises `ClosedError`."""
    if not link.may_be_filled_in(now):
        ended = CompletionState(link.state) not in {CompletionState.OPEN, CompletionState.ANSWERED}
        raise ClosedError(Ending(link.state) if ended else Ending.EXPIRED)
    return find_place(link)


def speaking_rows(rows: Iterable[Contribution]) -> list[Contribution]:
    """The rows of those who speak, in their order; one for each person."""
    speakers: dict[int, Contribution] = {}
    for row in rows:
        if row.role in SPEAKING_ROLES and row.person_id is not None:
            speakers.setdefault(row.person_id, row)
    return list(speakers.values())


def known_values(place: Place) -> dict[str, str]:
    """What is known, as the speaker sees it in the form. Working titles and the like are the editors' alone."""
    talk, row, person = place.talk, place.row, place.row.person
    return {
        "title": talk.title_shown or "",
        "abstract": to_text(talk.abstract_shown or ""),
        "biography": to_text(row.bio_shown),
        "name": person.name,
        "affiliation": row.affiliation_shown,
        "orcid": person.orcid,
        "homepage": person.homepage,
        "slides_url": known_slides(talk),
    }


def known_slides(talk: TalkPage) -> str:
    """The address of the talk's slides, unless it is for editors alone."""
    slides = (link for link in talk.links.all() if link.kind == LinkKind.SLIDES and link.access != LinkAccess.PRIVATE)
    return next((link.url for link in slides), "")
