"""One line of a talk's entry in its parts: the date, the links, and snippets that may be a name or a title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.dates import find_dates
from pages.importers.talks.fields import TalkLink, field_of, link_field_of
from pages.importers.talks.wording import LINK, find_status, person_score, without_emphasis, without_status

if TYPE_CHECKING:
    from pages.importers.dates import DateContext

TIME_LINK = re.compile(
    r"timeanddate\.|worldtimebuddy|time\.is/|everytimezone|[?&]iso=\d{8}|worldclock|timezoneconverter|"
    r"savvytime",
    re.IGNORECASE,
)
CALENDAR_LINK = re.compile(
    r"calendar\.google\.|/calendar/|\.ics(?:$|\?)|webcal:|"
    r"outlook\.\w+\.com/calendar",
    re.IGNORECASE,
)
TIME_FIRST = re.compile(
    r"^[\s,|@–—-]*(?:at\s+|from\s+|à\s+|um\s+)?((?:\d{1,2}(?:[:.h]\s?\d{2})?\s*(?:[ap]\.?m\.?|h|Uhr)|"
    r"\d{1,2}[:.h]\d{2}|noon|midday)"
    r"(?:\s*(?:-|–|—|to|until|bis|à)\s*(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|h|Uhr)?|"
    r"noon))?(?:\s*\(?(?-i:[A-Z]{2,4})\)?\b)?)",
    re.IGNORECASE,
)
DATE_CRUMBS = re.compile(
    r"^(?:[\s,;:|@–—•·/-]|\(\s*\)|\[\s*\]|\*\*|__|\b(?:at|on|from|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|"
    r"sat(?:ur)?|sun)(?:day)?\b\.?)+",
    re.IGNORECASE,
)
TRAILING_CRUMBS = re.compile(
    r"(?:[\s,;|@–—•·/(\[-]|\*\*|\b(?:on|at|from|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?)+$",
    re.IGNORECASE,
)
MARKED = re.compile(
    r"(\*\*.+?\*\*|__.+?__|(?<![*\w])\*[^*]+\*(?!\*)|(?<![_\w])_[^_]+_(?!\w)|[“„«「『《][^”»」』》]{4,}[”»」』》]|"
    r"(?<!\w)\"[^\"]{4,}\"(?!\w))"
)
SEPARATOR = re.compile(r"\s+[–—|•·-]\s+|\s*[|•·]\s*|\s*—\s*|:\s+|：")
LABEL = re.compile(r"^([*_]{0,3})([^*_:：\[\]()|]{1,40}?)\s*([*_]{0,3})\s*[:：]\s*([*_]{0,3})\s*(?=\S|$)")
STRONG_LABEL = re.compile(
    r"^(?:\*\*|__)([^*_]{1,40}?)[.:：]?(?:\*\*|__)\s*[:：.–—-]?\s+(?=\S)|^(?:\*\*|__)([^*_]{1,40}?)[.:：]?(?:\*\*|__)\s*$"
)
NEXT_LABEL = re.compile(r"(?<=\S)\s+(?=(?:\*\*|__)[^*_:：]{2,40}[:：]?(?:\*\*|__)\s*[:：]?)")
BARE_URL = re.compile(r"(?<![(\]<\"'=])<?\bhttps?://[^\s<>\")\]]+>?")


PERSON_FIRST = re.compile(r"^(\s*[^()]{3,50}\([^()]*\))[\s,.:]+(\S.{5,})$")
NAME_STOP = re.compile(r"^(.{4,40}[^\W\d_]{3})\.\s+(\S.{5,})$")
SURE_PERSON = 3
"""The score of a person with an honorific or a parenthesis."""

UNDECIDED = "\ue008"
"""Stands for a colon that may follow a name ("Ada Stone: Waves") or belong to a title ("Cheap Salt: Waves")."""

ALL_DAY = re.compile(
    r"^[\s,(–—-]*(all[- ]day|(?:whole|full) day|ganztägig|toute la journée|todo el día|o dia todo|終日|全天)\b\)?",
    re.IGNORECASE,
)
OPEN_DATE = re.compile(
    r"^\W*(?:(?P<label>(?:the )?(?:date|day|when|termin|datum|fecha|data|日時|日期)(?: and time)?(?: is| still)?)\W*)?"
    r"(?P<open>tb[acd]|to be (?:announced|determined|confirmed|scheduled|fixed)|à (?:définir|déterminer|confirmer)|"
    r"not (?:yet )?(?:fixed|announced)(?: yet)?|por (?:definir|confirmar)|a definir|noch offen|待定|未定)"
    r"(?P<end>[\s)\]*_]*(?:[:：,;|–—-]|\.(?!\w)|$)[\s*_]*)",
    re.IGNORECASE,
)

CLOCK_WORDS = re.compile(
    r"(?:(?:in |see |check |convert to |find )?(?:your |the )?(?:local |exact )?"
    r"(?:time ?zones?|times?|clock)|here|link|convert\w*)",
    re.IGNORECASE,
)
LONGEST_SPLIT = 600
"""Longer lines are prose: no list of names and titles, and a date only near their beginning."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A line whose date was cut out: what stood before and after it, and links to world clocks."""

    before: str
    date: str
    after: str
    clocks: tuple[str, ...] = ()
    time: str = ""


@dataclass(frozen=True, slots=True)
class OpenDate:
    """The rest of a line such as "Date to be announced"; `is_labelled` when it says that the date is meant."""

    after: str
    is_labelled: bool


def cut_date(text: str, *, context: DateContext) -> Dated | None:
    """The first date of `text` and what stands around it; None without a date."""
    clocks = tuple(found[2] for found in LINK.finditer(text) if TIME_LINK.search(found[2]))
    text = LINK.sub(_without_clock, text)
    readings = find_dates(_mask_targets(text[:LONGEST_SPLIT]), context=context) if re.search(r"\d", text) else []
    dated = [it for it in readings if it.start.date is not None]
    if not dated:
        return cut_date(text.replace("~~", ""), context=context) if "~~" in text else None
    begin, stop = dated[0].begin, dated[0].stop
    after = re.sub(r"^\s*\(\s*\)", "", text[stop:])
    all_day = ALL_DAY.match(after)
    after = after[all_day.end() :] if all_day else after
    time = all_day or TIME_FIRST.match(DATE_CRUMBS.sub("", after))
    if time and not all_day and not after.lstrip().startswith("("):
        after = DATE_CRUMBS.sub("", after)[time.end() :]
    before = TRAILING_CRUMBS.sub("", text[:begin])
    return Dated(
        before.strip(), text[begin:stop], _unbalanced(DATE_CRUMBS.sub("", after)), clocks, time[1] if time else ""
    )


def _without_clock(found: re.Match[str]) -> str:
    """A link to a world clock by its words, which may name the zone; any other link as it is."""
    if not TIME_LINK.search(found[2]):
        return found[0]
    return "" if CLOCK_WORDS.fullmatch(found[1].strip(" []()")) else found[1]


def cut_open_date(text: str) -> OpenDate | None:
    """What stands behind a date still to come that a line begins with; None for any other line."""
    found = OPEN_DATE.match(text)
    return OpenDate(text[found.end() :].strip(), found["label"] is not None) if found else None


def opens_with_date(text: str, *, context: DateContext) -> bool:
    """True when the date is what the text begins with, perhaps behind a label or a weekday."""
    if not re.search(r"\d", text[:60]):
        return False
    dated = cut_date(text[:200], context=context)
    if dated is None:
        return False
    before = without_emphasis(without_status(dated.before)).strip(" :：~[(")
    return not before or field_of(before) in {"date", "time"} or re.fullmatch(r"[\d#.]{1,3}", before) is not None


def _mask_targets(text: str) -> str:
    masked = re.sub(r"\]\([^)]*\)", lambda found: "](" + "x" * (len(found[0]) - 3) + ")", text)
    return BARE_URL.sub(lambda found: "x" * len(found[0]), masked)


def _unbalanced(text: str) -> str:
    """`text` without a closing bracket or emphasis whose opening went with the date."""
    for opening, closing in (("(", ")"), ("[", "]")):
        found = text.find(closing)
        if 0 <= found <= 1 and text.count(closing) > text.count(opening):
            text = text[:found] + text[found + 1 :]
    if text.count("**") % 2:
        text = text.replace("**", "", 1)
    return DATE_CRUMBS.sub("", text).strip()


def split_label(text: str) -> tuple[str, str] | None:
    """The label a line begins with and what it says, when the label is a known one."""
    for pattern in (LABEL, STRONG_LABEL):
        found = pattern.match(text)
        if not found:
            continue
        label = found[2] if pattern is LABEL else found[1] or found[2]
        if field_of(label) and not find_status(label):
            value = text[found.end() :].strip()
            return label.strip(), value if value.count("**") % 2 == 0 else value.removeprefix("**").strip()
    return None


def split_labels(text: str) -> list[str]:
    """`text` cut before every strong label inside it."""
    pieces: list[str] = []
    for piece in NEXT_LABEL.split(text):
        if pieces and split_label(piece) is None:
            pieces[-1] += " " + piece
        else:
            pieces.append(piece)
    return pieces


def take_links(text: str, *, line: int | None) -> tuple[str, tuple[TalkLink, ...]]:
    """`text` without the links whose words say what they lead to, and these links."""
    links: list[TalkLink] = []

    def take(found: re.Match[str]) -> str:
        label = without_emphasis(found[1]).strip("[] ")
        if found[0].startswith("!") or link_field_of(label) is None:
            return found[0]
        links.append(TalkLink(label, _target(found), line))
        return ""

    rest = LINK.sub(take, text)
    return re.sub(r"\\?\[\s*\\?\]|\(\s*[,|/]?\s*\)", "", rest).strip() if links else text, tuple(links)


def all_links(text: str, *, line: int | None) -> tuple[TalkLink, ...]:
    """Every link of `text`, in Markdown or bare."""
    links = [TalkLink(without_emphasis(found[1]).strip("[] "), _target(found), line) for found in LINK.finditer(text)]
    bare = [TalkLink("", url.strip("<>"), line) for url in BARE_URL.findall(LINK.sub("", text))]
    return (*links, *bare)


def _target(found: re.Match[str]) -> str:
    """The link's address as written, with leading blanks; blanks inside it are encoded."""
    written = found[0][found.start(2) - found.start() - 1]
    return (" " if written.isspace() else "") + found[2].replace(" ", "%20")


def is_only_links(text: str) -> bool:
    """True when nothing but links and punctuation is in `text`."""
    return LINK.search(text) is not None and not re.search(r"\w", LINK.sub("", text))


def snippets(text: str) -> list[str]:
    """The parts of a line that may each be a name, a title or a place, in order."""
    if len(text) > LONGEST_SPLIT:
        return [text]
    parts: list[str] = []
    for piece in MARKED.split(_protect(text)):
        parts += [piece] if MARKED.fullmatch(piece) else _split_plain(piece)
    cleaned = (_restore(part).strip(" ,;:–—|•·\t").removeprefix("- ").strip() for part in parts)
    return [part for part in _joined(cleaned) if re.search(r"\w", part)]


PROTECTED = {
    "[": "\ue000",
    "]": "\ue001",
    "*": "\ue002",
    '"': "\ue003",
    "_": "\ue004",
    ":": "\ue005",
    "|": "\ue006",
    "–": "\ue007",
}
PROTECT = str.maketrans(PROTECTED)
RESTORE = str.maketrans({mark: character for character, mark in PROTECTED.items()})


def _protect(text: str) -> str:
    """`text` with its links hidden from splitting."""
    return LINK.sub(lambda found: found[0].translate(PROTECT), text)


def _restore(text: str) -> str:
    return text.translate(RESTORE)


def _joined(parts: object) -> list[str]:
    """Parts where a parenthesis behind a name stays with the name."""
    joined: list[str] = []
    for part in parts:  # type: ignore[attr-defined]  # any iterable of texts
        if joined and part.startswith("(") and not joined[-1].endswith(")"):
            joined[-1] = f"{joined[-1]} {part}"
        elif part:
            joined.append(part)
    return joined


def _split_plain(text: str) -> list[str]:
    """Plain text cut at a separator beside a name; a colon or dash inside a title stays."""
    person = PERSON_FIRST.match(text)
    if person and person_score(_restore(person[1])) and _goes_on(person[2]):
        return [person[1], *_split_plain(person[2])]
    for found in SEPARATOR.finditer(text):
        if _depth(text[: found.start()]) != 0:
            continue
        left, right = text[: found.start()], text[found.end() :]
        if ":" in found[0] and 0 < person_score(_restore(left)) < SURE_PERSON:
            first, *others = _split_plain(right) or [""]
            return [f"{left}{UNDECIDED}{first}", *others]
        if person_score(_restore(left)) or re.fullmatch(r"\s*(?:\([^()]*\))?\s*", left):
            return [left, *_split_plain(right)]
        if person_score(_restore(right)) > 1 or (person_score(_restore(right)) and ":" not in found[0]):
            return [*_split_plain(left), right]
    return _split_person(text)


def _goes_on(text: str) -> bool:
    """True when a title follows a person, not another person or the rest of the same sentence."""
    another = re.match(r"(?:and|und|et|&|;)?\s*([^()]{3,50}\([^()]*\))", text)
    return not text[:1].islower() and (another is None or person_score(_restore(another[1])) == 0)


def whole(snippet: str) -> str:
    """The snippet with its undecided colon as a colon of the title."""
    return snippet.replace(UNDECIDED, ": ")


def halves(snippet: str) -> list[str]:
    """The snippet cut at its undecided colon, which stands between a name and a title."""
    return snippet.split(UNDECIDED)


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _split_person(text: str) -> list[str]:
    """A person and a title in two: "Name (Place) Title", "Title by Name", "Name, Place, Title"."""
    for pattern in (r"\s+(?:by|von|par|por)\s+", r",\s+(?=[^,()]+\([^()]*\)\s*$)"):
        left, separator, right = _partition(pattern, text)
        if separator and person_score(_restore(right)):
            return [left, right]
    for name_first in (PERSON_FIRST, NAME_STOP):
        followed = name_first.match(text)
        if followed and person_score(_restore(followed[1])) and not followed[2][:1].islower():
            return [followed[1], followed[2]]
    parts = re.split(r",\s+", text)
    if len(parts) > 2 and person_score(_restore(parts[0])) and not person_score(_restore(parts[-1])):  # noqa: PLR2004  # name, place, title
        return [", ".join(parts[:2]), ", ".join(parts[2:])]
    return [text]


def _partition(pattern: str, text: str) -> tuple[str, str, str]:
    found = list(re.finditer(pattern, text, re.IGNORECASE))
    if not found:
        return text, "", ""
    return text[: found[-1].start()], found[-1][0], text[found[-1].end() :]
