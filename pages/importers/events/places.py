"""Places out of announcements: "Salvador, BA, Brazil", "in Singapore", "at Example University"."""

from __future__ import annotations

import functools
import importlib.resources
import re
from dataclasses import dataclass

COUNTRY_NAMES = {
    "usa": "US",
    "u.s.a.": "US",
    "us": "US",
    "u.s.": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "united kingdom": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "south korea": "KR",
    "korea": "KR",
    "republic of korea": "KR",
    "p.r. china": "CN",
    "pr china": "CN",
    "p. r. china": "CN",
    "people's republic of china": "CN",
    "the netherlands": "NL",
    "czechia": "CZ",
    "uae": "AE",
    "viet nam": "VN",
    "vietnam": "VN",
    "turkey": "TR",
    "türkiye": "TR",
    "taiwan": "TW",
    "russia": "RU",
    "iran": "IR",
    "brasil": "BR",
    "deutschland": "DE",
    "españa": "ES",
    "italia": "IT",
    "méxico": "MX",
    "hong kong": "HK",
    "macau": "MO",
    "macao": "MO",
    "中国": "CN",
    "日本": "JP",
}
"""Names of countries in use beside those of ISO 3166-1, in lower case."""

CITIES = {
    "US": (
        "Atlanta|Austin|Baltimore|Berkeley|Bellevue|Boston|Boulder|Cambridge, MA|Dallas|Honolulu|Houston|Las Vegas|"
        "Long Beach|"
        "Miami|Miami Beach|Minneapolis|Nashville|New Orleans|New York City|Oakland|Orlando|Palo Alto|Philadelphia|"
        "Pittsburgh|"
        "Portland|Princeton|Salt Lake City|San Diego|San Francisco|San Jose|Santa Barbara|Santa Clara|Seattle|Stanford|"
        "Washington|Washington, D.C.|Washington DC"
    ),
    "CA": "Montreal|Montréal|Ottawa|Quebec City|Calgary|Waterloo",
    "GB": "Bristol|Cardiff|Edinburgh|Glasgow|Leeds|Liverpool|Manchester|Oxford|Sheffield|Southampton",
    "DE": (
        "Aachen|Bochum|Bonn|Cologne|Darmstadt|Dresden|Frankfurt|Hamburg|Heidelberg|Karlsruhe|Leipzig|Munich|"
        "Saarbrücken|Stuttgart"
    ),
    "FR": "Bordeaux|Grenoble|Lille|Lyon|Marseille|Nantes|Nice|Rennes|Strasbourg|Toulouse",
    "IT": "Bologna|Florence|Genoa|Milan|Naples|Padua|Pisa|Trento|Trieste|Turin|Venice",
    "ES": "Barcelona|Bilbao|Granada|Málaga|Salamanca|Seville|Valencia",
    "PT": "Porto|Coimbra|Braga",
    "NL": "Delft|Eindhoven|Leiden|Rotterdam|The Hague|Utrecht",
    "BE": "Ghent|Leuven",
    "CH": "Basel|Bern|Geneva|Lausanne|Lugano",
    "AT": "Graz|Innsbruck|Linz|Salzburg",
    "SE": "Gothenburg|Lund|Uppsala",
    "PL": "Gdańsk|Kraków|Krakow|Poznań|Wrocław",
    "CN": ("Beijing|Changsha|Chengdu|Chongqing|Guangzhou|Hangzhou|Nanjing|Shenzhen|Suzhou|Tianjin|Wuhan|Xi'an|Xiamen"),
    "JP": "Fukuoka|Hiroshima|Kobe|Kyoto|Nagoya|Nara|Okinawa|Osaka|Sapporo|Sendai|Yokohama",
    "KR": "Busan|Daejeon|Incheon|Jeju",
    "IN": "Bangalore|Bengaluru|Chennai|Delhi|Goa|Hyderabad|Mumbai|New Delhi|Pune",
    "AU": "Canberra|Gold Coast",
    "NZ": "Christchurch|Wellington|Queenstown",
    "BR": "Belo Horizonte|Brasília|Campinas|Curitiba|Florianópolis|Porto Alegre|Rio de Janeiro|Salvador",
    "IL": "Haifa|Tel Aviv",
    "AE": "Abu Dhabi",
    "TR": "Ankara|Antalya",
    "ZA": "Cape Town",
    "RW": "Kigali",
}
"""Cities that hold conferences and name no zone of the time-zone database."""

CITY_STATES = frozenset({"SG", "MC", "LU", "HK", "MO", "SM", "VA"})
"""Countries and territories that are one city by the same name."""

STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR "
    "PA RI SC SD TN TX UT VT VA WA WV WI WY DC California Texas Florida Massachusetts Washington Hawaii Nevada "
    "Colorado Illinois"
)
US_STATES = frozenset(STATES.split())

LONGEST_CITY = 3
VENUE_WORD = re.compile(
    (
        r"Universit|Institut|Hotel|Cent(?:er|re)\b|Hall\b|Campus|Building|Auditorium|College|School|Library|Museum|"
        r"Tower|"
        r"Room\b"
    ),
)
NAME = r"[A-Z\u00c0-\u00de][\w.'’\u00c0-\u024f-]*"
PLACE_WORDS = rf"{NAME}(?:(?:,\s*|\s+|\s+(?:of|the|de|do|da|and|for)\s+){NAME})*"
PREPOSED = re.compile(rf"\b(?:in|at|visit|near|to)\s+(?:the\s+(?:city of\s+)?)?({PLACE_WORDS})")
LISTED = re.compile(rf"({NAME}(?:\s+{NAME}){{0,3}}(?:,\s*{NAME}(?:\s+{NAME}){{0,3}}){{0,4}})")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as far as it is known; `country` is an ISO 3166-1 alpha-2 code."""

    venue: str = ""
    city: str = ""
    country: str = ""


def _table(name: str) -> list[list[str]]:
    text = importlib.resources.files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@functools.cache
def countries() -> dict[str, str]:
    """Codes of countries by their names in lower case."""
    return {name.lower(): code for code, name in _table("iso3166.tab")} | COUNTRY_NAMES


@functools.cache
def cities() -> dict[str, str]:
    """Codes of countries by the names of cities in lower case."""
    zones = {row[2].rpartition("/")[2].replace("_", " ").lower(): row[0] for row in _table("zone.tab")}
    listed = {name.lower(): code for code, names in CITIES.items() for name in names.split("|")}
    return zones | listed


def country_code(name: str) -> str:
    """The ISO 3166-1 code of a country by its name; empty when unknown."""
    return countries().get(name.strip(" .()").lower(), "") or countries().get(name.strip(" ()").lower(), "")


def _split_venue(parts: list[str]) -> tuple[str, list[str]]:
    count = 0
    while count < len(parts) and VENUE_WORD.search(parts[count]):
        count += 1
    return ", ".join(parts[:count]), parts[count:]


def _city(parts: list[str]) -> str:
    """The city among what stands before the country, past the code or name of a region."""
    if len(parts) > 1 and (re.fullmatch(r"[A-Z]{2,3}", parts[-1]) or parts[-2].lower() in cities()):
        return parts[-2]
    return parts[-1] if parts and len(parts[-1].split()) <= LONGEST_CITY else ""


def read_place(text: str) -> Place | None:
    """The place that the words name, from the smallest to the largest unit; None when they name none that is known."""
    parts = [part.strip(" .()*_") for part in text.split(",") if part.strip(" .()*_")]
    venue, rest = _split_venue(parts)
    if not rest:
        return Place(venue=venue) if venue else None
    last = rest[-1]
    code = country_code(last) or ("US" if len(rest) > 1 and last in US_STATES else "")
    if code:
        return Place(venue, _city(rest[:-1]) or (last if code in CITY_STATES else ""), code)
    known = cities().get(last.lower(), "")
    return Place(venue, last, known) if known else None


def find_place(text: str) -> Place | None:
    """The first known place in running text, after "in" or "at" or in a list of names and commas."""
    candidates = [match.group(1) for match in PREPOSED.finditer(text)]
    candidates += [match.group(1) for match in LISTED.finditer(text) if "," in match.group(1)]
    return next((place for words in candidates if (place := _read_longest(words)) is not None), None)


def _read_longest(words: str) -> Place | None:
    """The place in the words, or in them without what follows it."""
    parts = words.split(",")
    lengths = range(len(parts), 0, -1)
    return next((place for length in lengths if (place := read_place(",".join(parts[:length]))) is not None), None)
