"""Time zones as announcements name them, and the zones of the IANA database that they mean."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from pages.importers.dates.words import fold
from pages.importers.documents import Finding, Severity
from pages.moments import find_zone, time_zones, to_instant

_PLACES = {
    "America/New_York": "et|eastern|us eastern|us east coast|east coast|new york|nyc|washington|boston|america/eastern",
    "America/Chicago": "ct|central|us central|chicago|austin",
    "America/Denver": "mt|mountain|us mountain",
    "America/Los_Angeles": "pt|pacific|us pacific|us west coast|west coast|california|san francisco|seattle|vancouver",
    "Europe/London": "uk|british|united kingdom|london|uk local|oxford|cambridge|edinburgh",
    "Europe/Paris": "paris|french|france|cest/cet|cet/cest|central european",
    "Europe/Berlin": "berlin|german|germany|munich|darmstadt",
    "Europe/Madrid": "madrid|spanish|spain|barcelona",
    "Europe/Rome": "rome|italian|italy|milan",
    "Europe/Zurich": "zurich|swiss|switzerland|geneva",
    "Europe/Amsterdam": "amsterdam|dutch",
    "Europe/Athens": "eastern european",
    "Asia/Shanghai": "beijing|china|china standard|shanghai|hangzhou|chengdu|北京",
    "Asia/Singapore": "singapore|sgt",
    "Asia/Hong_Kong": "hong kong|hkt",
    "Asia/Taipei": "taipei|taiwan",
    "Asia/Tokyo": "tokyo|japan|japanese|japan standard|日本",
    "Asia/Seoul": "seoul|korea|korean|korea standard|한국",
    "Asia/Kolkata": "india|indian|indian standard|india standard|new delhi|delhi|mumbai|bangalore",
    "Asia/Jerusalem": "israel|tel aviv|jerusalem",
    "Australia/Sydney": "sydney|australian eastern|canberra",
    "Australia/Melbourne": "melbourne",
    "America/Sao_Paulo": "brasilia|brazil|sao paulo",
    "America/Argentina/Buenos_Aires": "argentina|buenos aires",
}

_HOUR = 60

_ABBREVIATIONS: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = {
    "PST": ((-8 * _HOUR, ("America/Los_Angeles",)),),
    "PDT": ((-7 * _HOUR, ("America/Los_Angeles",)),),
    "MST": ((-7 * _HOUR, ("America/Denver", "America/Phoenix")),),
    "MDT": ((-6 * _HOUR, ("America/Denver",)),),
    "CST": ((-6 * _HOUR, ("America/Chicago",)), (8 * _HOUR, ("Asia/Shanghai", "Asia/Taipei"))),
    "CDT": ((-5 * _HOUR, ("America/Chicago",)),),
    "EST": ((-5 * _HOUR, ("America/New_York",)),),
    "EDT": ((-4 * _HOUR, ("America/New_York",)),),
    "AKST": ((-9 * _HOUR, ("America/Anchorage",)),),
    "HST": ((-10 * _HOUR, ("Pacific/Honolulu",)),),
    "BRT": ((-3 * _HOUR, ("America/Sao_Paulo",)),),
    "ART": ((-3 * _HOUR, ("America/Argentina/Buenos_Aires",)),),
    "WET": ((0, ("Europe/Lisbon",)),),
    "WEST": ((1 * _HOUR, ("Europe/Lisbon",)),),
    "BST": ((1 * _HOUR, ("Europe/London",)), (6 * _HOUR, ("Asia/Dhaka",))),
    "CET": ((1 * _HOUR, ("Europe/Paris", "Europe/Berlin")),),
    "CEST": ((2 * _HOUR, ("Europe/Paris", "Europe/Berlin")),),
    "MEZ": ((1 * _HOUR, ("Europe/Berlin",)),),
    "MESZ": ((2 * _HOUR, ("Europe/Berlin",)),),
    "EET": ((2 * _HOUR, ("Europe/Athens", "Europe/Helsinki")),),
    "EEST": ((3 * _HOUR, ("Europe/Athens", "Europe/Helsinki")),),
    "MSK": ((3 * _HOUR, ("Europe/Moscow",)),),
    "TRT": ((3 * _HOUR, ("Europe/Istanbul",)),),
    "IST": ((5 * _HOUR + 30, ("Asia/Kolkata",)), (2 * _HOUR, ("Asia/Jerusalem",)), (1 * _HOUR, ("Europe/Dublin",))),
    "IDT": ((3 * _HOUR, ("Asia/Jerusalem",)),),
    "PKT": ((5 * _HOUR, ("Asia/Karachi",)),),
    "ICT": ((7 * _HOUR, ("Asia/Bangkok",)),),
    "WIB": ((7 * _HOUR, ("Asia/Jakarta",)),),
    "SGT": ((8 * _HOUR, ("Asia/Singapore",)),),
    "HKT": ((8 * _HOUR, ("Asia/Hong_Kong",)),),
    "AWST": ((8 * _HOUR, ("Australia/Perth",)),),
    "JST": ((9 * _HOUR, ("Asia/Tokyo",)),),
    "KST": ((9 * _HOUR, ("Asia/Seoul",)),),
    "ACST": ((9 * _HOUR + 30, ("Australia/Adelaide", "Australia/Darwin")),),
    "AEST": ((10 * _HOUR, ("Australia/Sydney", "Australia/Brisbane")),),
    "AEDT": ((11 * _HOUR, ("Australia/Sydney",)),),
    "NZST": ((12 * _HOUR, ("Pacific/Auckland",)),),
    "NZDT": ((13 * _HOUR, ("Pacific/Auckland",)),),
}
"""Offset in minutes and the places that use it, most likely meaning first."""

_BROKEN_HOURS = (
    *("Asia/Kolkata", "Asia/Kathmandu", "Australia/Adelaide", "Australia/Darwin", "Asia/Tehran", "Asia/Kabul"),
    *("Asia/Yangon", "America/St_Johns", "Pacific/Marquesas", "Australia/Lord_Howe", "Australia/Eucla"),
    *("Pacific/Chatham",),
)
"""Places whose offset is no whole number of hours."""

_SHORT_PLACES = frozenset({"et", "ct", "mt", "pt", "sgt", "hkt", "cest/cet", "cet/cest"})

_PLACE_ZONES = {words: zone for zone, names in _PLACES.items() for words in names.split("|")}

_AOE = r"(?:aoe|a\.o\.e\.?|any\s*where\s+on\s+(?:the\s+)?(?:earth|planet))(?:\s+time)?"
_OFFSET = r"(?:utc|gmt)\s*(?P<sign>[-+−–])\s*(?P<hours>\d{1,2})(?::?(?P<minutes>[0-5]\d))?(?!\d)(?:\s+time\s*zone)?"
_BARE_OFFSET = r"(?P<sign>[-+−])(?P<hours>\d{2}):?(?P<minutes>[0-5]\d)(?!\d)"

_ZONE = re.compile(
    rf"(?<![\w/])(?:(?P<aoe>{_AOE})|(?P<offset>{_OFFSET})"
    r"|(?P<utc>utc|gmt|coordinated universal time|greenwich mean time|zulu)(?![\w+])(?:\s+time)?"
    rf"|(?P<abbreviation>{'|'.join(sorted(_ABBREVIATIONS, key=len, reverse=True)).lower()})(?![\w/])(?:\s+time)?"
    r"|(?:heure\s+(?:de\s+|d')?|hora\s+(?:de\s+)?|ora\s+di\s+)(?P<heure>[^\W\d]+(?:\s[^\W\d]+)?)"
    r"|(?P<city>[^\W\d]+(?:\.|(?:[\s_][^\W\d]+){0,2}?))\s+(?:(?:local|standard|daylight|summer)\s+)?(?:time(?:\s*zone)?|zeit)(?!\w)"
    r"|(?P<chinese>北京|日本|한국)\s*(?:时间|時間|시간)"
    r"|(?P<iana>[^\W\d]+/[^\W\d]+(?:[/_+-][\w]+)*)"
    rf"|(?P<short>{'|'.join(sorted(_SHORT_PLACES, key=len, reverse=True))})(?![\w/]))",
)
_ARTICLES = re.compile(r"^(?:(?:in|the|at|all|times?|are|is|pm|am|noon|midnight)\s+)+")


@dataclass(frozen=True, slots=True)
class ZoneName:
    """A zone as a text names it, with the offsets of its words.

    Exactly one of `place` (an IANA name), `meanings` (offset in minutes with the places that use it) and `aoe` is set.
    """

    words: str
    begin: int
    stop: int
    place: str | None = None
    meanings: tuple[tuple[int, tuple[str, ...]], ...] = ()
    aoe: bool = False

    @property
    def is_abbreviation(self) -> bool:
        """True for capitals such as "MT", which mean other things where no time stands beside them."""
        return not self.aoe and self.words.isupper() and self.words.isalpha() and self.words not in {"UTC", "GMT"}


@dataclass(frozen=True, slots=True)
class ZoneReading:
    """A named zone on a certain day: an IANA name, or AoE."""

    zone: str | None
    aoe: bool = False
    findings: tuple[Finding, ...] = ()


def find_zone_names(text: str) -> list[ZoneName]:
    """Every zone that the text names, in order. Abbreviations count in capitals only."""
    folded = fold(text)
    names = []
    position = 0
    while match := _ZONE.search(folded, position):
        name = _name(match, text)
        position = match.end() if name else _after_first_word(match)
        if name:
            names.append(name)
    return names


def read_offset(text: str, position: int) -> ZoneName | None:
    """An offset such as "+0900", or "Z", that stands right after a time."""
    match = re.compile(rf"\s?(?:{_BARE_OFFSET}|(?P<zulu>Z)(?!\w))").match(text, position)
    if match is None:
        return None
    offset = 0 if match["zulu"] else _minutes(match)
    return _at_offset(match.group().strip(), match.start(), match.end(), offset)


def _after_first_word(match: re.Match[str]) -> int:
    return match.start() + max(1, len(re.split(r"[\s/]", match.group(), maxsplit=1)[0]))


def _name(match: re.Match[str], text: str) -> ZoneName | None:
    words = text[match.start() : match.end()]
    begin, stop = match.span()
    if match["aoe"]:
        return ZoneName(words, begin, stop, aoe=True)
    if match["offset"]:
        return _at_offset(words, begin, stop, _minutes(match))
    if match["utc"]:
        return _at_offset(words, begin, stop, 0)
    if match["abbreviation"]:
        key = match["abbreviation"].upper()
        is_meant = text[begin:stop].startswith(key) or words.lower().endswith("time")
        return ZoneName(words, begin, stop, meanings=_ABBREVIATIONS[key]) if is_meant else None
    return _at_place(match, text)


def _at_place(match: re.Match[str], text: str) -> ZoneName | None:
    begin, stop = match.span()
    if match["iana"]:
        zone = _iana_names().get(match["iana"].casefold())
    elif match["short"]:
        zone = _PLACE_ZONES[match["short"]] if text[begin:stop].isupper() else None
    else:
        city = match["city"] or match["heure"] or match["chinese"]
        article = _ARTICLES.match(city)
        begin += article.end() if article and match["city"] else 0
        zone = _find_city(_ARTICLES.sub("", city) if match["city"] else city)
    if zone == "Etc/GMT+12":
        return ZoneName(text[begin:stop], begin, stop, aoe=True)
    return ZoneName(text[begin:stop], begin, stop, place=zone) if zone else None


def _find_city(words: str) -> str | None:
    """The zone of a city or country, also of the first word of two ("Paris local")."""
    for candidate in (words, words.partition(" ")[0]):
        plain = " ".join(candidate.replace("_", " ").replace(".", "").split())
        if plain in _PLACE_ZONES:
            return _PLACE_ZONES[plain]
        if plain.replace(" ", "_") in _cities():
            return _cities()[plain.replace(" ", "_")]
    return None


@functools.cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in time_zones() if "/" in name}


@functools.cache
def _cities() -> dict[str, str]:
    regions = ("Africa/", "America/", "Asia/", "Australia/", "Europe/", "Pacific/", "Atlantic/", "Indian/")
    return {name.rsplit("/", 1)[-1].casefold(): name for name in sorted(time_zones()) if name.startswith(regions)}


def _minutes(match: re.Match[str]) -> int:
    minutes = int(match["hours"]) * _HOUR + int(match["minutes"] or 0)
    return minutes if match["sign"] == "+" else -minutes


_AOE_MINUTES = -12 * _HOUR
_FARTHEST = 14 * _HOUR


def _at_offset(words: str, begin: int, stop: int, minutes: int) -> ZoneName | None:
    if minutes == _AOE_MINUTES:
        return ZoneName(words, begin, stop, aoe=True)
    if not _AOE_MINUTES < minutes <= _FARTHEST:
        return None
    return ZoneName(words, begin, stop, meanings=((minutes, ()),))


def resolve_zone(
    name: ZoneName, *, date: dt.date, time: dt.time | None = None, default: str | None = None, line: int | None = None
) -> ZoneReading:
    """What a named zone means at a local date and time.

    `default` is the zone of the document: it settles ambiguous abbreviations and gives plain offsets a place.
    """
    if name.aoe or name.place:
        return ZoneReading(name.place, name.aoe)
    if name.words.upper() == "UTC":
        return ZoneReading("UTC")
    meaning, findings = _choose_meaning(name, default, line)
    minutes, places = meaning
    for place in (*([default] if default in places or not places else []), *places):
        if place and _offset(place, date, time) == minutes:
            return ZoneReading(place, findings=findings)
    contradiction = [_contradiction(name, places[0], line)] if places else []
    return ZoneReading(_fixed_zone(minutes, date, time), findings=(*findings, *contradiction))


def _choose_meaning(
    name: ZoneName, default: str | None, line: int | None
) -> tuple[tuple[int, tuple[str, ...]], tuple[Finding, ...]]:
    for meaning in name.meanings:
        if default in meaning[1] or len(name.meanings) == 1:
            return meaning, ()
    first = name.meanings[0]
    message = f'"{name.words}" has several meanings; it was read as that of {first[1][0]}.'
    return first, (Finding("zone-ambiguous", Severity.WARNING, message, line, 0.7),)


def _contradiction(name: ZoneName, place: str, line: int | None) -> Finding:
    message = f'"{name.words}" is not the time that {place} has on that date; the offset was kept as written.'
    return Finding("zone-contradicts-season", Severity.WARNING, message, line)


def _offset(place: str, date: dt.date, time: dt.time | None) -> int:
    """Minutes ahead of UTC at a local time; at noon without one."""
    local_time = (time or dt.time(12)).replace(tzinfo=None)
    instant = to_instant(date, local_time, find_zone(place))
    return round((dt.datetime.combine(date, local_time, tzinfo=dt.UTC) - instant).total_seconds() / 60)


def _fixed_zone(minutes: int, date: dt.date, time: dt.time | None) -> str | None:
    """An IANA zone with this offset; the signs of `Etc/GMT…` are inverted by POSIX custom."""
    if minutes == 0:
        return "UTC"
    if minutes % _HOUR == 0:
        return f"Etc/GMT{-minutes // _HOUR:+d}"
    return next((place for place in _BROKEN_HOURS if _offset(place, date, time) == minutes), None)


def read_zone(
    text: str, *, at: dt.date, time: dt.time | None = None, default: str | None = None, line: int | None = None
) -> ZoneReading | None:
    """The zone that a text names, on a certain day; None when it names none. IANA names are understood as well."""
    if text in time_zones() and text != "Etc/GMT+12":
        return ZoneReading(text)
    names = find_zone_names(text)
    chosen = next((it for it in names if it.aoe), names[0] if names else None)
    return resolve_zone(chosen, date=at, time=time, default=default, line=line) if chosen else None
