"""Pages in schema.org's vocabulary, as JSON-LD for search engines.

Says what is known and nothing else: a date of which only the month is announced, a tentative status or a deadline of a
call for papers have no term in the vocabulary, and are left out.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from api.published.values import write_local
from pages.choices import (
    SPEAKING_ROLES,
    AttendanceMode,
    ContributionRole,
    DateChangeKind,
    EventStatus,
    LinkKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

VOCABULARY = "https://schema.org"
EVENT_TYPES = {
    "Forum": "ConferenceEvent",
    "CallForPapers": "ConferenceEvent",
    "Tutorial": "EducationEvent",
    "Talk": "EducationEvent",
    "SeminarSeries": "EventSeries",
}
PAGE_TYPES = {"EventIndex": "CollectionPage", "StandardPage": "WebPage"}
STATUSES = {
    EventStatus.SCHEDULED: "EventScheduled",
    EventStatus.POSTPONED: "EventPostponed",
    EventStatus.MOVED_ONLINE: "EventMovedOnline",
    EventStatus.CANCELLED: "EventCancelled",
}
ATTENDANCE_MODES = {
    AttendanceMode.IN_PERSON: "OfflineEventAttendanceMode",
    AttendanceMode.ONLINE: "OnlineEventAttendanceMode",
    AttendanceMode.HYBRID: "MixedEventAttendanceMode",
}
ORGANISING_ROLES = frozenset(
    {ContributionRole.ORGANISER, ContributionRole.CHAIR, ContributionRole.CO_CHAIR, ContributionRole.HOST}
)
MOVES = frozenset({DateChangeKind.RESCHEDULED, DateChangeKind.ADVANCED, DateChangeKind.EXTENDED})
"""Changes of an event's start after which the former date was true once; a corrected date never was."""
MEETING_KINDS = frozenset({LinkKind.JOIN, LinkKind.STREAM})
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


@dataclass(frozen=True, slots=True)
class Reference:
    """Another public page, or an event elsewhere."""

    title: str | None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a document names by keys only, as far as the public may see it at the time of the request.

    `people` are the public ones by primary key, with `name`, and as far as known `homepage`, `orcid` and `affiliation`,
    each as text. `links` are those whose address is shown now, with `kind` and `url`. `image_urls` are absolute.
    """

    url: str
    site: Reference
    people: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    links: Sequence[Mapping[str, Any]] = ()
    image_urls: Sequence[str] = ()
    topics: Sequence[str] = ()
    series: Reference | None = None
    part_of: Reference | None = None


def page_json_ld(document: Mapping[str, Any], *, surroundings: Surroundings) -> dict[str, Any] | None:
    """A page's node with its context; None for a page whose title is not announced.

    `document` has the keys of the GraphQL type named by `__typename`, `seoDescription`, and enums as stored.
    """
    type_name = document["__typename"]
    if not document["title"]:
        return None
    if type_name in EVENT_TYPES:
        node = describe_event(document, surroundings)
    elif type_name == "Home":
        node = describe_site(document, surroundings)
    else:
        node = describe_text(document, surroundings)
    return {"@context": VOCABULARY, **known(node)}


def serialise(json_ld: Mapping[str, Any]) -> str:
    r"""JSON that may stand between `<script type="application/ld+json">` and `</script>`.

    `<`, `>`, `&` and the line ends of JavaScript are written as `\u…` (HTML, section 4.12.1.3).
    """
    written = json.dumps(json_ld, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return written.translate(ESCAPES)


def known(node: Mapping[str, Any]) -> dict[str, Any]:
    """A node without what is empty; a list of one is its member."""
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in node.items()}
    filled = {key: value for key, value in values.items() if value not in (None, "", [], {})}
    return {key: value[0] if isinstance(value, list) and len(value) == 1 else value for key, value in filled.items()}


def describe_page(document: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
    """What events and texts have in common."""
    return {
        "@id": surroundings.url,
        "name": document["title"],
        "description": find_description(document),
        "url": surroundings.url,
        "image": list(surroundings.image_urls),
        "keywords": list(surroundings.topics),
    }


def find_description(document: Mapping[str, Any]) -> str | None:
    """The page's summary, else its abstract or introduction in plain text."""
    abstract = document.get("abstract") or document.get("about") or {}
    return document.get("seoDescription") or document.get("summary") or abstract.get("text")


def describe_text(document: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
    """A page without a date, as a part of the site."""
    site = known({"@type": "WebSite", "name": surroundings.site.title, "url": surroundings.site.url})
    return {
        "@type": PAGE_TYPES.get(document["__typename"], "WebPage"),
        **describe_page(document, surroundings),
        "inLanguage": document.get("locale"),
        "datePublished": document.get("firstPublishedAt"),
        "dateModified": document.get("updatedAt"),
        "isPartOf": site,
    }


def describe_site(document: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
    """The home page stands for the site."""
    return {
        "@type": "WebSite",
        **describe_page(document, surroundings),
        "name": surroundings.site.title or document["title"],
        "inLanguage": document.get("locale"),
    }


def describe_event(document: Mapping[str, Any], surroundings: Surroundings) -> dict[str, Any]:
    """An event."""
    mode = find_mode(document)
    start = document["when"]["start"]
    former = find_former_starts(document)
    return {
        "@type": EVENT_TYPES[document["__typename"]],
        **describe_page(document, surroundings),
        "inLanguage": document.get("languages") or [],
        "startDate": write_date(start),
        "endDate": write_date(document["when"]["end"]),
        "previousStartDate": former,
        "eventStatus": write_statuses(document["status"], has_moved=bool(former)),
        "eventAttendanceMode": f"{VOCABULARY}/{ATTENDANCE_MODES[mode]}" if mode in ATTENDANCE_MODES else None,
        "location": describe_locations(document.get("venue") or {}, surroundings.links, mode),
        "performer": describe_people(document, surroundings, SPEAKING_ROLES),
        "organizer": describe_people(document, surroundings, ORGANISING_ROLES),
        "superEvent": describe_wholes(document, surroundings),
    }


def write_date(moment: Mapping[str, Any] | None) -> str | None:
    """ISO 8601: local time with its offset where the instant is known, else the date alone; None for less."""
    if moment is None:
        return None
    if moment["instant"] is None or moment["timeZone"] is None:
        return moment["instant"] or moment["date"]
    instant = dt.datetime.fromisoformat(moment["instant"])
    return write_local(instant.astimezone(ZoneInfo(moment["timeZone"])))


def find_mode(document: Mapping[str, Any]) -> AttendanceMode:
    """How people attend now."""
    is_moved = document["status"] == EventStatus.MOVED_ONLINE
    return AttendanceMode.ONLINE if is_moved else AttendanceMode(document["attendanceMode"])


def find_former_starts(document: Mapping[str, Any]) -> list[str]:
    """The dates from which an event that takes place was moved, newest first."""
    current = write_date(document["when"]["start"])
    if current is None or document["status"] in {EventStatus.POSTPONED, EventStatus.CANCELLED}:
        return []
    moves = [it for it in document.get("dateChanges", ()) if it["label"] is None and it["kind"] in MOVES]
    former = dict.fromkeys(write_date(it["old"]) for it in moves)
    return [date for date in former if date is not None and date != current]


def write_statuses(status: str, *, has_moved: bool) -> list[str]:
    """The terms for a status; none for a tentative one."""
    terms = [STATUSES[EventStatus(status)]] if status in STATUSES else []
    if has_moved:
        terms = [*(term for term in terms if term != "EventScheduled"), "EventRescheduled"]
    return [f"{VOCABULARY}/{term}" for term in terms]


def describe_locations(
    venue: Mapping[str, Any], links: Iterable[Mapping[str, Any]], mode: AttendanceMode
) -> list[dict[str, Any]]:
    """The venue unless all is online, and where to join unless nothing is."""
    place = describe_place(venue) if mode != AttendanceMode.ONLINE else None
    places = [place] if place else []
    if mode not in {AttendanceMode.ONLINE, AttendanceMode.HYBRID}:
        return places
    addresses = dict.fromkeys(link["url"] for link in links if link["kind"] in MEETING_KINDS and link["url"])
    rooms = [{"@type": "VirtualLocation", "url": address} for address in addresses]
    return [*places, *(rooms or [{"@type": "VirtualLocation"}])]


def describe_place(venue: Mapping[str, Any]) -> dict[str, Any] | None:
    """A venue; None when nothing of it is announced."""
    address = known(
        {
            "streetAddress": venue.get("address"),
            "addressLocality": venue.get("city"),
            "addressCountry": venue.get("countryCode"),
        }
    )
    place = known({"name": venue.get("name"), "address": {"@type": "PostalAddress", **address} if address else None})
    return {"@type": "Place", **place} if place else None


def describe_people(
    document: Mapping[str, Any], surroundings: Surroundings, roles: frozenset[ContributionRole]
) -> list[dict[str, Any]]:
    """The public people in one of `roles`, each once, in editorial order."""
    rows = [row for row in document.get("contributors", ()) if row["role"] in roles]
    found = {row["person"]: row for row in reversed(rows) if row["person"] in surroundings.people}
    order = dict.fromkeys(row["person"] for row in rows if row["person"] in found)
    return [describe_person(surroundings.people[key], affiliation=found[key]["affiliation"]) for key in order]


def describe_person(person: Mapping[str, Any], *, affiliation: str | None) -> dict[str, Any]:
    """A person with the affiliation at the time, else today's."""
    organisation = affiliation or person.get("affiliation")
    orcid = person.get("orcid")
    return known(
        {
            "@type": "Person",
            "name": person["name"],
            "url": person.get("homepage"),
            "sameAs": f"https://orcid.org/{orcid}" if orcid else None,
            "affiliation": {"@type": "Organization", "name": organisation} if organisation else None,
        }
    )


def describe_wholes(document: Mapping[str, Any], surroundings: Surroundings) -> list[dict[str, Any]]:
    """The series a talk belongs to, and the event this one is a part of, here or elsewhere."""
    elsewhere = Reference(document.get("partOfTitle"), document.get("partOfUrl"))
    wholes = [("EventSeries", surroundings.series), ("Event", surroundings.part_of or elsewhere)]
    return [
        known({"@type": kind, "name": whole.title, "url": whole.url})
        for kind, whole in wholes
        if whole is not None and whole.title
    ]
