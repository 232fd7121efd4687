"""Time zones by what people type: an IANA name in any case, or a city."""

from __future__ import annotations

import functools

from pages import moments

CITIES = {
    "America/Chicago": ("Austin", "Dallas", "Houston", "Madison", "Minneapolis", "New Orleans"),
    "America/Los_Angeles": (
        "Berkeley",
        "Palo Alto",
        "Portland",
        "San Diego",
        "San Francisco",
        "San Jose",
        "Santa Barbara",
        "Seattle",
        "Stanford",
    ),
    "America/New_York": (
        "Atlanta",
        "Baltimore",
        "Boston",
        "Ithaca",
        "Miami",
        "New Haven",
        "Philadelphia",
        "Pittsburgh",
        "Princeton",
        "Washington",
    ),
    "America/Denver": ("Boulder", "Salt Lake City"),
    "America/Sao_Paulo": ("Campinas", "Rio de Janeiro"),
    "America/Toronto": ("Ottawa", "Québec", "Waterloo"),
    "Asia/Jerusalem": ("Haifa",),
    "Asia/Kolkata": (
        "Bangalore",
        "Bengaluru",
        "Chennai",
        "Delhi",
        "Hyderabad",
        "Kanpur",
        "Mumbai",
        "New Delhi",
        "Pune",
    ),
    "Asia/Seoul": ("Daejeon", "Pohang"),
    "Asia/Shanghai": ("Beijing", "Guangzhou", "Hangzhou", "Hefei", "Nanjing", "Shenzhen", "Wuhan", "Xi’an"),
    "Asia/Tokyo": ("Kyoto", "Nagoya", "Osaka", "Sendai"),
    "Australia/Sydney": ("Canberra", "Newcastle"),
    "Europe/Amsterdam": ("Delft", "Eindhoven", "Nijmegen", "The Hague", "Utrecht"),
    "Europe/Berlin": (
        "Aachen",
        "Bochum",
        "Bonn",
        "Cologne",
        "Darmstadt",
        "Dresden",
        "Frankfurt",
        "Hamburg",
        "Heidelberg",
        "Karlsruhe",
        "Leipzig",
        "Munich",
        "Saarbrücken",
        "Stuttgart",
        "Tübingen",
    ),
    "Europe/Brussels": ("Leuven",),
    "Europe/Copenhagen": ("Aarhus",),
    "Europe/London": ("Birmingham", "Bristol", "Cardiff", "Edinburgh", "Glasgow", "Leeds", "Manchester", "Oxford"),
    "Europe/Madrid": ("Barcelona", "Granada", "Seville", "Valencia"),
    "Europe/Paris": ("Grenoble", "Lille", "Lyon", "Marseille", "Nancy", "Nice", "Rennes", "Toulouse"),
    "Europe/Rome": ("Bologna", "Florence", "Milan", "Naples", "Pisa", "Trento", "Turin", "Venice"),
    "Europe/Stockholm": ("Gothenburg", "Linköping", "Lund", "Uppsala"),
    "Europe/Vienna": ("Graz", "Innsbruck", "Salzburg"),
    "Europe/Warsaw": ("Gdańsk", "Kraków", "Wrocław"),
    "Europe/Zurich": ("Basel", "Bern", "Geneva", "Lausanne", "Lugano", "Zürich"),
}
"""Cities of research that have no zone of their own name."""

DATED_AREAS = frozenset({"Etc", "US", "Canada", "Brazil", "Chile", "Mexico", "SystemV"})
"""Areas whose names are not cities."""


def city_of(zone: str) -> str | None:
    """The city an IANA name ends with: "New York" for "America/New_York"; None when it names no city."""
    area, _, place = zone.partition("/")
    if not place or area in DATED_AREAS:
        return None
    return place.rpartition("/")[2].replace("_", " ")


@functools.cache
def cities() -> dict[str, str]:
    """Zones by city, as cities are written."""
    own = {city: zone for zone in sorted(moments.time_zones(), reverse=True) if (city := city_of(zone))}
    return {**own, **{city: zone for zone, names in CITIES.items() for city in names}}


@functools.cache
def zones_by_key() -> dict[str, str]:
    """Zones by the folded names and cities that mean them; an IANA name stands before a city."""
    named = {fold(zone): zone for zone in moments.time_zones()}
    return {**{fold(city): zone for city, zone in cities().items()}, **named}


def fold(name: str) -> str:
    """A name without regard to case and to blanks or underscores between its words."""
    return " ".join(name.replace("_", " ").split()).casefold()


def find_zone_name(text: str) -> str:
    """The IANA zone that `text` names, by itself or by a city; `text` without blanks around it if none is known."""
    return zones_by_key().get(fold(text), text.strip())
