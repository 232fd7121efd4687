"""The child rows of invented events: people in roles, links, deadlines and programmes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from pages.choices import ContributionRole, ImportantDateKind, LinkAccess, LinkKind, SessionKind, ZonePolicy
from pages.generation import words
from pages.generation.cast import draw_uuid
from pages.models import Contribution, Identifier, ImportantDate, Link, Session

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable

    from wagtail.models import Locale

    from pages.generation.cast import Cast

DEADLINES = (
    (ImportantDateKind.CALL_OPENS, -320, "Call opens"),
    (ImportantDateKind.ABSTRACT, -240, ""),
    (ImportantDateKind.SUBMISSION, -233, "Full papers"),
    (ImportantDateKind.NOTIFICATION, -150, ""),
    (ImportantDateKind.CAMERA_READY, -110, ""),
)
"""Deadlines of a call for papers: kind, days from the first day of the conference, and label."""

FIRST_SESSION = dt.time(9)
SESSION_LENGTH = dt.timedelta(minutes=45)
LINK_MINUTES_BEFORE = -30


def contributions(draw: random.Random, cast: Cast, roles: Iterable[ContributionRole]) -> list[Contribution]:
    """A person for each of `roles`; some were elsewhere at that time."""
    wanted = list(roles)
    people = draw.sample(cast.people, len(wanted))
    return [
        Contribution(
            person=person,
            role=role,
            affiliation="" if draw.randrange(3) else f"{draw.choice(words.FAMILY_NAMES)} Laboratory",
            sort_order=position,
        )
        for position, (person, role) in enumerate(zip(people, wanted, strict=True))
    ]


def talk_links(draw: random.Random, *, is_over: bool) -> list[Link]:
    """Registration and the meeting of a talk; what was left of it when it is over."""
    number = draw.randrange(10**6)
    links = [
        Link(kind=LinkKind.REGISTRATION, url=f"https://example.org/register/{number}"),
        Link(
            kind=LinkKind.JOIN,
            url=f"https://meet.example.org/{number}",
            access=draw.choice((LinkAccess.PUBLIC, LinkAccess.REGISTERED, LinkAccess.PRIVATE)),
            visible_from_minutes=LINK_MINUTES_BEFORE,
            visible_until_minutes=0,
        ),
    ]
    if is_over:
        links.append(Link(kind=LinkKind.RECORDING, url=f"https://video.example.org/{number}", label="Recording"))
        links.append(Link(kind=LinkKind.SLIDES, url=f"https://example.org/slides/{number}.pdf"))
    return in_order(links)


def site_links(draw: random.Random, *kinds: LinkKind) -> list[Link]:
    """Links of an event that is no talk."""
    number = draw.randrange(10**6)
    return in_order(Link(kind=kind, url=f"https://example.org/{kind.value}/{number}") for kind in kinds)


def in_order(links: Iterable[Link]) -> list[Link]:
    """The links with their places."""
    numbered = list(links)
    for position, link in enumerate(numbered):
        link.sort_order = position
    return numbered


def deadlines(draw: random.Random, first_day: dt.date, locale: Locale) -> list[ImportantDate]:
    """The dates of a call for papers: most of them anywhere on Earth, some at a time in a zone."""
    is_zoned = draw.randrange(4) == 0
    return [
        ImportantDate(
            kind=kind,
            label=label,
            start_date=first_day + dt.timedelta(days=distance),
            start_time=dt.time(17) if is_zoned else None,
            zone_policy=ZonePolicy.ZONE if is_zoned else ZonePolicy.AOE,
            locale=locale,
            translation_key=draw_uuid(draw),
            sort_order=position,
        )
        for position, (kind, distance, label) in enumerate(DEADLINES)
    ]


def programme(draw: random.Random, cast: Cast, first_day: dt.date, locale: Locale) -> list[Session]:
    """The programme of one day, one item after the other."""
    return [session(draw, cast, first_day, position, locale) for position in range(draw.randint(4, 8))]


def session(draw: random.Random, cast: Cast, day: dt.date, position: int, locale: Locale) -> Session:
    """An item of a programme; each fourth is a break."""
    is_break = position % 4 == 3  # noqa: PLR2004  # as the contract says
    begins = dt.datetime.combine(day, FIRST_SESSION) + SESSION_LENGTH * position
    row = Session(
        kind=SessionKind.BREAK if is_break else SessionKind.TALK,
        title="Break" if is_break else words.title(draw, draw.choice(words.SUBJECTS)),
        abstract="" if is_break else words.rich_text(draw, 1),
        room=f"Room {draw.randint(1, 9)}",
        start_date=day,
        start_time=begins.time(),
        end_time=(begins + SESSION_LENGTH).time(),
        locale=locale,
        translation_key=draw_uuid(draw),
        sort_order=position,
    )
    row.speakers = [] if is_break else draw.sample(cast.people, draw.randint(1, 2))
    return row


def identifier(draw: random.Random) -> list[Identifier]:
    """The event's number in an invented registry."""
    return [Identifier(scheme="registry", value=f"ev-{draw.getrandbits(48):012x}", sort_order=0)]
