"""The title of the event a page is about, which pages called "Call for papers" or "Home" say elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pages.importers.dates.kinds import EVENT_NOUN
from pages.importers.dates.sentences import sentences
from pages.importers.documents import Finding, Severity
from pages.importers.text.markup import read_sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.documents import SourceDocument
    from pages.importers.sources import SourceTree
    from pages.importers.text.passages import Section

GENERIC_TITLE = re.compile(
    r"(?:(?:first|second|third|final|last|1st|2nd|3rd) )?call(?:s|ed)?(?: for [\w ]+)?|cfp|(?:important |key )?dates|"
    r"deadlines|submissions?|paper submission|information for authors|overview|about|introduction|home|index|welcome|"
    r"topics.*|areas of interest|征稿通知|征稿启事|chamada (?:de|para) .*|appel à .*|convocatoria.*",
    re.IGNORECASE,
)
EVENT_TITLE = re.compile(
    rf"\b(?:{EVENT_NOUN}|journal|special issue|shared task|simp[óo]sio|congresso|semin[áa]rio|oficina|"
    r"conf[ée]rence|colloque|atelier|konferenz|tagung|congreso|taller|jornadas?)\b|"
    r"\btrack(?:$|,| (?:at|of)\b)|大会|会议|研讨会",
    re.IGNORECASE,
)
PARTS_OF_PAGES = re.compile(
    rf"\b(?:{EVENT_NOUN}|tracks?|dates?|deadlines?|aims?|goals?|scope|topics?|subjects?|submissions?|formats?|"
    r"guidelines?|instructions?|committees?|organi[sz]\w+|chairs?|speakers?|venue|location|programme?|schedule|"
    r"overview|introduction|descriptions?|about|polic(?:y|ies)|reviews?|registration|awards?|important|keynotes?|"
    r"background|people|contact|calls?|templates?|papers?|categor(?:y|ies)|proceedings|publications?|main|past|previous|editions?|"
    r"sponsors?|agenda|structure|activities|details?|information|motivation|and|or|of|the|for|our|this|to|at|in|on)\b",
    re.IGNORECASE,
)
CALL_AROUND = re.compile(
    r"^(?:(?:first|second|third|final|last|1st|2nd|3rd) )?call for [\w ]{4,20}?\s*"
    r"(?:[-–—|:：]{1,3}|\bto\b|\bat\b)\s*(?=\w)|"
    r"\s*(?:[-–—|:：,]\s*|\()?\b(?:(?:first|second|third|final|last) )?call for (?:papers|contributions|proposals|"
    r"participation|submissions)\)?$",
    re.IGNORECASE,
)
NAME_WORD = r"[A-Z\d][\w&'’/-]*"
NAMED_KIND = r"(?:Conference|Workshop|Symposium|Forum|Summit|Colloquium|Congress|School|Meeting|Hackathon)"
NAMED_EVENT = re.compile(
    rf"(?P<name>(?:\d{{1,3}}(?:st|nd|rd|th) )?(?:{NAME_WORD} ){{0,8}}{NAMED_KIND}s?"
    rf"(?P<subject> (?:on|for|of) (?:the )?{NAME_WORD}"
    rf"(?:,? (?:(?:and|of|for|in|on|the|&) ){{0,2}}{NAME_WORD}){{0,12}})?"
    r"(?: \([A-Z][\w'’ &-]{1,20}\)| (?:19|20)\d\d)?)"
)
NOT_ITS_OWN = re.compile(
    r"\b(?:with|at|in|by|from|previous|past|like|as)(?: the| our)?\s*$|conjunction|co-?located", re.IGNORECASE
)
SHORT_TITLE = re.compile(r"\(([A-Z][\w&+-]{1,14}(?:[ '’]?\d{2,4})?)\)\s*$|^([A-Z][\w&+-]{1,14})(?: \d{4})?\s*[:：–-]\s")
FIRST_SENTENCES = 12
LONGEST_NAME = 160


@dataclass(frozen=True, slots=True)
class EventTitle:
    """A title, and what is doubtful about it."""

    title: str
    findings: tuple[Finding, ...] = ()


def is_generic(title: str) -> bool:
    """True for titles that any page of any event may have."""
    bare = title.strip(" .:!-*")
    return GENERIC_TITLE.fullmatch(bare) is not None or re.search(r"\w", PARTS_OF_PAGES.sub("", bare)) is None


def names_event(title: str) -> bool:
    """True for a heading that names an event: not "Workshop dates" but "Workshop on Quiet Systems"."""
    rest = PARTS_OF_PAGES.sub(" ", title)
    return EVENT_TITLE.search(title) is not None and re.search(r"[^\W\d_]{2}", rest) is not None


def find_title(said: str, sections: Iterable[Section], *, home: SourceDocument | None = None) -> EventTitle:
    """The title that the front matter says, or else a heading, the first sentences or the site's home page."""
    given = tuple(sections)
    if not is_generic(said):
        return EventTitle(_bare(said))
    headings = [section.title for section in given if section.title and not is_generic(section.title)]
    named = next((_bare(title) for title in headings if names_event(title)), "")
    if named:
        return EventTitle(named)
    inferred = next(_named_in_text(given), "") or (_title_of_home(home) if home else "")
    if inferred:
        message = f"“{inferred}” was taken for the title; the page itself says “{said}”."
        return EventTitle(inferred, (Finding("title-inferred", Severity.WARNING, message, 1, 0.7),))
    title = said or next((section.title for section in given if section.title), "")
    if title and not is_generic(title):
        return EventTitle(title)
    message = (
        f"“{title}” does not name the event; give the page its title."
        if title
        else "The document says no title; its file name stands in."
    )
    return EventTitle(title, (Finding("title-missing", Severity.WARNING, message, 1),))


def _bare(title: str) -> str:
    """The title without "Call for papers" before or after it."""
    bare = CALL_AROUND.sub("", re.sub(r"^welcome to (?:the )?", "", title, flags=re.IGNORECASE)).strip(" -–—|:!")
    return bare if len(bare) > 3 else title  # noqa: PLR2004  # a year alone is no title


def _named_in_text(sections: Iterable[Section]) -> Iterator[str]:
    """The names of the event in the first sentences; events that it belongs to or that came before are others."""
    said = [
        it for section in sections for block in section.blocks if block.kind == "paragraph" for it in sentences(block)
    ]
    for sentence, _line in said[:FIRST_SENTENCES]:
        for match in NAMED_EVENT.finditer(sentence[:1000]):
            before = sentence[: match.start()]
            own_words = match["name"].split()
            if (match["subject"] or len(own_words) > 2) and not NOT_ITS_OWN.search(before):  # noqa: PLR2004  # "Annual Workshop" names none
                yield match["name"]


def home_of(document: SourceDocument, *, tree: SourceTree) -> SourceDocument | None:
    """The home page beside the document or one folder above it."""
    folder = PurePosixPath(document.path).parent
    homes = [it for it in tree.documents if PurePosixPath(it.path).stem.lower() in {"index", "home"}]
    near = [it for it in homes if it is not document and PurePosixPath(it.path).parent in {folder, folder.parent}]
    return near[0] if near else None


def _title_of_home(home: SourceDocument) -> str:
    metadata = home.metadata if isinstance(home.metadata, dict) else {}
    said = str(metadata.get("title") or "")
    headings = (section.title for section in read_sections(home.body))
    named = next((title for title in headings if not is_generic(title) and names_event(title)), "")
    return _bare(said if not is_generic(said) else named)


def find_short_title(title: str) -> str:
    """The acronym after a title in parentheses, or before it and a colon."""
    match = SHORT_TITLE.search(title)
    return (match.group(1) or match.group(2)) if match else ""
