"""What an announced date means, by the words beside it."""

from __future__ import annotations

import re

EVENT_NOUN = (
    r"(?:conference|workshop|symposium|event|meeting|forum|summit|congress|colloquium|hackathon|seminar|"
    r"(?:summer |winter )?school)"
)
WAITED_FOR = (
    r"(?:present|submission|submit|deadline|due|proposal|call|paper|registr|camera|notif|accept|decision|review)"
)

KIND_PATTERNS = (
    (
        "grant_application",
        r"scholarship|(?:travel|student|attendance) (?:grant|award|support)|bursar|financial (?:aid|support)",
    ),
    (
        "call_opens",
        r"(?:submission|site|system|portal|call|cfp|registration)s?\b.*\bopen(?:s|ing|ed)?\b|opening of|first call",
    ),
    (
        "call_opens",
        r"(?:submission )?(?:site|system|portal) (?:is )?(?:available|online|live)|call for \w+(?: issued| released)?$",
    ),
    (
        "material_release",
        r"(?:template|data ?set|data|slides|videos?|material)s?\b.*\b(?:available|release|online)|release of",
    ),
    (
        "rebuttal",
        r"rebut|author (?:response|feedback)|response period|discussion (?:period|phase|&|and)|discussion$|答辩",
    ),
    (
        "abstract",
        r"^(?!.*extended abstract).*\babstract|expression of interest|intent(?:ion)? to submit|r[ée]sum[ée]s|摘要",
    ),
    (
        "notification",
        r"notif|decision|\baccept(?:ance|ed)?\b(?! papers?)|\breject|outcome|results? (?:announced|sent)|录用|通知",
    ),
    (
        "camera_ready",
        (
            r"camera|copy due|print[- ]ready|proceedings version|定稿|终稿|version d[ée]finitive|"
            r"vers(?:[ãa]o|i[óo]n) final"
        ),
    ),
    (
        "camera_ready",
        r"final[\w\s/-]* (?:papers?|versions?|manuscripts?|submissions?|copy|copies|article)|accepted papers",
    ),
    ("revision", r"revis|resubmi|re-submi|修改"),
    ("supplementary", r"supplement|artifact|artefact|appendi(?:x|ces)|code and data"),
    ("registration", r"regist(?:er|ration)|early[- ]bird|注册|报名|inscription|anmeldung"),
    (
        "submission",
        (
            r"submi|deadline|\bdue\b(?! to\b)|manuscript|proposals?\b|contributions?\b|papers?\b|soumission|"
            r"einreichung|"
            r"envio|投稿|截稿|截止"
        ),
    ),
    ("presentation", rf"present|\b{EVENT_NOUN}s?\b|tutorials?\b|poster session|keynote|会议|大会"),
)
"""Kinds with the words that say so; the first that matches counts."""

DEADLINE_KINDS = frozenset(
    {
        "abstract",
        "submission",
        "supplementary",
        "rebuttal",
        "revision",
        "camera_ready",
        "registration",
        "grant_application",
    }
)
"""Kinds that have somebody in a hurry: "All deadlines are …" is about these."""

DEADLINE_WORD = re.compile(r"deadline|\bdue\b(?! to\b)|no later than|截止", re.IGNORECASE)
EVENT_ROW = re.compile(
    rf"(?:main |the |(?:dates?|start|beginning|first day) (?:of|for) (?:the )?)*(?:[\w&'’-]+ ){{0,3}}{EVENT_NOUN}"
    r"(?: (?:itself|main))?(?:[ :]*\(?(?:dates?|days?|takes place|held|period|time|starts|begins)\)?)?(?: \d{4})?"
    r"(?: at [\w'’ -]{2,40})?|会议(?:日期|时间)|(?:event )?dates?",
    re.IGNORECASE,
)
EVENT_END = re.compile(
    rf"(?:the )?(?:end|last day|close) of (?:the )?(?:[\w&'’-]+ ){{0,3}}{EVENT_NOUN}|"
    rf"(?:the )?(?:[\w&'’-]+ ){{0,3}}{EVENT_NOUN} (?:ends|closes)",
    re.IGNORECASE,
)
ROUND = re.compile(
    r"\b((?:first|second|third|fourth|fifth|summer|fall|autumn|winter|spring|\d+(?:st|nd|rd|th))\s+(?:round|cycle|"
    r"phase|batch|call)"
    r"|(?:round|cycle|phase|batch)\s*#?(?:\d+|[IVX]+|[A-C]|one|two|three)\b)",
    re.IGNORECASE,
)


def date_kind(label: str) -> str:
    """The `ImportantDateKind` value that the words of a label mean; "other" when they do not tell."""
    return next((kind for kind, pattern in KIND_PATTERNS if re.search(pattern, label, re.IGNORECASE)), "other")


def is_deadline(label: str, *, kind: str) -> bool:
    """True when authors must have done something by that date."""
    return kind in DEADLINE_KINDS or (kind == "other" and DEADLINE_WORD.search(label) is not None)


def is_event_row(label: str) -> bool:
    """True for the days of the event itself: "Workshop date", "Conference"."""
    words = re.sub(r"\([^()]*\)", "", label).strip(" .:*")
    return EVENT_ROW.fullmatch(words) is not None and not re.search(WAITED_FOR, words, re.IGNORECASE)


def is_event_end(label: str) -> bool:
    """True for the last day of the event itself: "End of the workshop"."""
    return EVENT_END.fullmatch(label.strip(" .:*")) is not None


def find_round(text: str) -> str:
    """The submission round that the text names; empty when it names none."""
    match = ROUND.search(text)
    return match.group(1) if match else ""
