"""What a series says about all its talks: "Wednesdays at 12pm ET", "around 1.30 PM (London Time)"."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.dates.clock_times import find_clock_times
from pages.importers.dates.words import fold
from pages.importers.dates.zone_names import find_zone_names
from pages.importers.talks.wording import without_emphasis

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.importers.dates.clock_times import ClockTimes
    from pages.importers.dates.zone_names import ZoneName

WEEKDAYS = {
    "MO": r"mondays?|montags?|lundis?|lunes|segundas?|月曜日?|周一|星期一",
    "TU": r"tuesdays?|dienstags?|mardis?|martes|tercas?|火曜日?|周二|星期二",
    "WE": r"wednesdays?|mittwochs?|mercredis?|miercoles|quartas?|水曜日?|周三|星期三",
    "TH": r"thursdays?|donnerstags?|jeudis?|jueves|quintas?|木曜日?|周四|星期四",
    "FR": r"fridays?|freitags?|vendredis?|viernes|sextas?|金曜日?|周五|星期五",
    "SA": r"saturdays?|samstags?|samedis?|sabados?|土曜日?|周六|星期六",
    "SU": r"sundays?|sonntags?|dimanches?|domingos?|日曜日?|周日|星期日",
}
REPEATED = re.compile(
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b|\b(?:lundis|mardis|mercredis|jeudis|vendredis)\b|"
    r"\b\w+tags\b|mittwochs\b|"
    r"\b(?:every|each|weekly|bi-?weekly|fortnightly|monthly|regular\w*|recurring|usual\w*|always|typically|"
    r"generally|normally|chaque|"
    r"tous les|toutes les|jeden?|wochentlich|cada|todas? (?:las|os|as))\b|"
    r"\b(?:once|twice|times|couple of times) (?:a|per) (?:week|month|term|semester)\b|毎週|隔週|每周|每週"
)
ABOUT_TIME = re.compile(
    r"^\s*(?:meeting )?(?:time|times|when|schedule|day and time|date and time|horaires?|quand|zeit|wann)\s*[:：]"
)
FULL_DATE = re.compile(r"\b(?:19|20)\d\d\b")
SENTENCE_END = re.compile(r"(?<=[.!?。])\s+(?=[A-ZÀ-Þ])|\n")
LONGEST = 255


@dataclass(frozen=True, slots=True)
class Cadence:
    """The usual day, time, length and zone of a series, with the sentence that says so."""

    text: str = ""
    weekday: str = ""
    time: dt.time | None = None
    minutes: int | None = None
    zone: str | None = None


def read_cadence(texts: Iterable[str]) -> Cadence:
    """The first sentence of the texts that says when talks usually take place."""
    sentences = [part for text in texts for part in SENTENCE_END.split(without_emphasis_by_line(text)) if part.strip()]
    candidates = [_read_sentence(sentence) for sentence in sentences]
    found = [it for it in candidates if it.text]
    return max(found, key=_completeness, default=Cadence())


def without_emphasis_by_line(text: str) -> str:
    """The words of a text, its lines kept."""
    return "\n".join(without_emphasis(line) for line in text.split("\n"))


def _completeness(cadence: Cadence) -> int:
    return 2 * bool(cadence.time) + bool(cadence.weekday) + bool(cadence.zone)


def _read_sentence(sentence: str) -> Cadence:
    folded = fold(sentence)
    is_labelled = ABOUT_TIME.match(folded) is not None
    is_repeated = REPEATED.search(folded) is not None
    if FULL_DATE.search(folded) and not REPEATED.search(folded):
        return Cadence()
    if not (is_labelled or is_repeated):
        return Cadence()
    weekday = next((day for day, words in WEEKDAYS.items() if re.search(rf"\b(?:{words})(?!\w)", folded)), "")
    times = _usual_times(folded) if weekday or is_labelled else None
    if not (weekday or times or re.search(r"\b(?:week|month|fortnight|semester|term|weekly|monthly)", folded)):
        return Cadence()
    zone = _zone_beside(times, find_zone_names(sentence))
    return Cadence(sentence.strip()[:LONGEST], weekday, times.start if times else None, _length(times), zone)


def _usual_times(folded: str) -> ClockTimes | None:
    times = find_clock_times(re.sub(r"(?<=\d)\.(?=\d{2}\b)", ":", re.sub("[–—−]", "-", folded)))
    return times[0] if times else None


def _length(times: ClockTimes | None) -> int | None:
    if times is None or times.end is None:
        return None
    minutes = (times.end.hour - times.start.hour) * 60 + times.end.minute - times.start.minute
    return minutes if minutes > 0 else None


def _zone_beside(times: ClockTimes | None, zones: list[ZoneName]) -> str | None:
    """The zone named after the time; an abbreviation stands for the place that uses it, as series go on all year."""
    behind = [zone for zone in zones if times is None or zone.begin >= times.stop - 1]
    return next((it for it in map(_place, behind or zones) if it), None)


def _place(zone: ZoneName) -> str | None:
    if zone.place:
        return zone.place
    return next((place for _offset, places in zone.meanings for place in places), None)
