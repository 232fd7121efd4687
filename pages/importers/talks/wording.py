"""Which words name a person, a title, a place or a break: judgements on one short text of a talk's entry."""

from __future__ import annotations

import re

from pages.importers.placeholders import is_placeholder
from pages.importers.talks.lines import plain

LINK = re.compile(
    r"!?\[((?:\\.|[^\[\]\\]|\[[^\[\]]*\])*)\]\(\s*<?((?:[^()\s<>]|\([^()]*\))*(?: [^()\s<>\"']+){0,12})>?"
    r"(?:\s+[\"'][^\"']*[\"'])?\s*\)"
)
EMPHASIS = re.compile(r"(\*\*|__|(?<![*\w])[*_](?![*_\s])|(?<![\s*_])[*_](?![*\w])|~~|`)")
QUOTED = re.compile(r"^[\"“„«‘'「『《](.+?)[\"”“»’'」』》][.,;]?$", re.DOTALL)
HONORIFIC = re.compile(
    r"^(?:(?:Assoc(?:iate)?\.?|Asst\.?|Assistant|Adjunct|Emeritus)\s+)?"
    r"(?:Prof(?:essor|\.ssa|a)?|Dr(?:\.?-?Ing|a)?|Doctor|Mr|Mrs|Ms|Mx|Sir|Dame|Ph\.?\s?D|MSc|M\.Sc|PD)\b\.?\s+",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "des",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ten",
        "te",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "ben",
        "y",
        "e",
        "et",
        "and",
        "und",
        "zu",
        "af",
        "av",
    ]
)
TITLE_WORDS = re.compile(
    r"\b(?:a|an|the|of|for|in|on|with|to|towards?|from|how|why|what|when|is|are|can|do|we|using|through|via|"
    r"its?|under|beyond|"
    r"learning|networks?|privacy|security|secure|private|systems?|models?|data|analysis|attacks?|theory|algorithms?|"
    r"approach(?:es)?|methods?|neural|deep|machine|language|vision|optimi[sz]ation|introduction|overview|research|"
    r"detection|protocols?|computing|software|hardware|statistical|inference|information|robust(?:ness)?|adversarial|"
    r"meeting|welcome|organi[sz]ational|kick-?off|"
    r"sur|pour|dans|les|une|über|für|mit|los|las|una|para)\b",
    re.IGNORECASE,
)
ROOM_WORDS = re.compile(
    r"\b(?:room|salle|amphi\w*|raum|hörsaal|hall|bldg|auditorium|theat(?:re|er)|floor|campus|aula|sala|seminarraum|"
    r"library|lab(?:oratory)?\s+\d|cafeteria)\b|\bbuilding\s+\w?\d|(?-i:\b[A-Z]\w+ Building\b)|教室|会議室|会议室",
    re.IGNORECASE,
)
ONLINE_WORDS = re.compile(
    r"\b(?:online|virtual(?:ly)?|remote(?:ly)?|zoom|webex|(?:ms |microsoft )?teams|google meet|gather(?:\.town)?|skype|"
    r"gotomeeting|bigbluebutton|bbb|jitsi|youtube|en ligne|distanciel|en línea)\b|https?://|オンライン|线上|線上",
    re.IGNORECASE,
)
AROUND_ONLINE = re.compile(
    r"\b(?:on|via|through|by|over|and|or|only|also|the|at|meeting|call|room|link|event|in[- ]?person|hybrid)\b",
    re.IGNORECASE,
)
"""Words that make no other thing of "online" or "Zoom" when they stand beside it."""

BREAK_WORDS = re.compile(
    r"\b(?:no (?:seminar|talk|meeting|session|class|colloquium)s?|(?:public |bank |national )?holidays?|"
    r"vacations?|recess|"
    r"(?:spring|summer|fall|winter|autumn|christmas|easter|reading|semester|term|mid-?term|thanksgiving) break|"
    r"break week|"
    r"reading week|exam(?:ination)?s? (?:week|period)|pas de s[ée]minaire|vacances|férié|kein (?:seminar|"
    r"vortrag)|ferien|feiertag|"
    r"day off|labou?r day|thanksgiving)\b|休み|放假|休会",
    re.IGNORECASE,
)
HAN_NAME = re.compile(
    r"^[\u3400-\u9fff々]{2,4}$|^[\u3400-\u9fff々]{1,4}[\s\u3000][\u3400-\u9fff々\u3040-\u30ff]{1,4}$|"
    r"^[\u30a0-\u30ff・=\uff1d]{4,}$"
)
ELIDED = re.compile(r"(?:d|l|dell|dall|o|al|el)['’-]\w", re.IGNORECASE)
"""The beginning of a name with an elided or joined particle, such as "d'Alembert"."""

MOST_NAME_WORDS = 6
LONGEST_PLACE = 90
LONGEST_TITLE = 280


def without_emphasis(text: str) -> str:
    """The words of `text` without emphasis and without the targets of its links."""
    return plain(re.sub(r"\\([\[\]()*_|#~`-])", r"\1", EMPHASIS.sub("", LINK.sub(r"\1", text))))


def clean_title(text: str) -> str:
    """A title without markup, outer quotation marks and trailing separators; "" for a placeholder."""
    words = without_emphasis(text).strip(" \t:–—-|•·,;")
    quoted = QUOTED.match(words)
    words = quoted[1].strip() if quoted and quoted[1].count('"') == 0 else words
    return "" if is_placeholder(words) else words


def is_emphasised(text: str, mark: str) -> bool:
    """True when all of `text` stands between `mark`s."""
    stripped = text.strip(" :,;.")
    for candidate in {mark, mark.replace("*", "_")}:
        inner = stripped[len(candidate) : -len(candidate)]
        is_wrapped = (
            len(stripped) > 2 * len(candidate) and stripped.startswith(candidate) and stripped.endswith(candidate)
        )
        if is_wrapped and candidate not in inner and not inner.startswith(candidate[0]):
            return True
    return False


def is_strong(text: str) -> bool:
    """True for `**text**`, also as the label of a link."""
    return is_emphasised(_link_label(text), "**")


def is_titled(text: str) -> bool:
    """True for text that is italic or in quotation marks as a whole, as titles are."""
    label = _link_label(text)
    return is_emphasised(label, "*") or QUOTED.match(without_emphasis(label).strip(" ,;:")) is not None


def _link_label(text: str) -> str:
    stripped = text.strip(" :,;.")
    found = LINK.fullmatch(stripped)
    return found[1] if found else stripped


def person_score(text: str) -> int:
    """How much `text` looks like a person with or without affiliation: 0 for not at all."""
    words = without_emphasis(text).strip(" :–—-,;")
    honorific = HONORIFIC.match(words)
    bare = HONORIFIC.sub("", words)
    head, _, tail = bare.partition("(")
    if ":" in head:
        return 0
    name = re.split(r",|，|;|\s+and\s+|\s*&\s*|\s+[–—-]\s+", head)[0].strip()
    if re.search(r"\)\s+[^\W\d_A-ZÀ-Þ]", tail):
        return 0
    if HAN_NAME.match(name):
        return 3
    if not _is_name(name):
        return 0
    return 1 + 3 * bool(honorific) + 2 * bool(tail) + ("](" in text) + (head.count(",") == 1)


def _is_name(name: str) -> bool:
    words = name.split()
    if not words or len(words) > MOST_NAME_WORDS or re.search(r"[\d:?!/]", name) or TITLE_WORDS.search(name):
        return False
    capitals = [word for word in words if word[:1].isupper() or not word[:1].isascii() or ELIDED.match(word)]
    others = [word for word in words if word not in capitals and word.casefold() not in PARTICLES]
    return not others and bool(capitals) and (len(words) > 1 or len(name) <= len("Christopherson"))


def is_room(text: str) -> bool:
    """True for a short text that says where, such as "Room 3.12, Main Building"."""
    words = without_emphasis(text)
    if len(words) > LONGEST_PLACE or is_titled(text):
        return False
    rest = AROUND_ONLINE.sub("", ONLINE_WORDS.sub("", words))
    is_online = rest != words and re.search(r"[^\W\d_]{2}", rest) is None
    return is_online or ROOM_WORDS.search(words) is not None


def is_break(text: str) -> bool:
    """True for an entry that says that there is no talk."""
    words = without_emphasis(text)
    return len(words) <= 120 and BREAK_WORDS.search(words) is not None  # noqa: PLR2004  # longer texts are abstracts


CALLED_OFF = (
    (
        "cancelled",
        re.compile(
            r"[\[(*_]*\b(?:cancell?ed|called off|annulée?|abgesagt|entfällt|cancelad[oa]|"
            r"annullat[oa])\b[\])*_:!]*|中止|取消",
            re.IGNORECASE,
        ),
    ),
    (
        "postponed",
        re.compile(
            r"[\[(*_]*\b(?:to be rescheduled|postponed(?: until further notice)?|rescheduled|reportée?|"
            r"verschoben|aplazad[oa]|adiad[oa])\b[\])*_:!]*|延期",
            re.IGNORECASE,
        ),
    ),
    (
        "moved_online",
        re.compile(
            r"[\[(*_]*\b(?:(?:moved|changed|switched)[ _](?:to )?(?:online|virtual|zoom)(?: only)?|now online)"
            r"\b[\])*_:!]*|改为线上|オンライン開催に変更",
            re.IGNORECASE,
        ),
    ),
)


VERDICT_BEFORE = re.compile(r"(?:[\d:;,)–—-]|\b(?:been|is|was|are|were|be|été|est|wurde|ist))$")
"""What stands before a status at the end of a text: a separator, a date, or a verb."""


def find_status(text: str) -> str | None:
    """The status that a text announces at its edge or in brackets, such as "[CANCELLED] Title"."""
    return next((status for status, pattern in CALLED_OFF if _announces(pattern, text)), None)


def without_status(text: str) -> str:
    """The text without the words that announce a status."""
    announced = [pattern for _status, pattern in CALLED_OFF if _announces(pattern, text)]
    if not announced:
        return text.strip()
    for pattern in announced:
        text = pattern.sub(" ", text)
    return re.sub(r"(\*\*|~~)\s*\1|\(\s*\)", "", text).strip(" ;,")


def _announces(pattern: re.Pattern[str], text: str) -> bool:
    """True in brackets, with emphasis, in capitals, and where the words stand apart at an edge of the text.

    A title that only begins or ends with such a word ("Postponed gratification") announces nothing.
    """
    found = pattern.search(text)
    if found is None:
        return False
    before, after = text[: found.start()].rstrip(" *_~"), text[found.end() :].lstrip(" *_~")
    is_marked = found[0][0] in "[(*_" or found[0].isupper() or not found[0].isascii()
    is_label = not before and (found[0][-1] in ":!])" or not after or after[0] in ":–—-!")
    is_verdict = not after.strip(".! ") and VERDICT_BEFORE.search(before) is not None
    return is_marked or is_label or is_verdict
