"""What a forum offers and asks for: tracks, awards, grants, criteria, teams, guidelines."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.dates.rows import clean_label, plain_words
from pages.importers.dates.sentences import sentences
from pages.importers.documents import Finding, ImportedGrant, NamedText, Severity
from pages.importers.events.paper_format import NUMBER_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.text.passages import Block, Passage, Section

COUNTED = "|".join(NUMBER_WORDS)
TRACK_COUNT = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{COUNTED})\s+(?:\w+\s+){{0,2}}?(?:tracks|streams|strands)\b", re.IGNORECASE
)
TRACKS_INTRO = re.compile(r"\b(?:tracks|streams|strands)\b[^.]*[:：]?\s*$", re.IGNORECASE)
TRACKS_TITLE = re.compile(r"^(?:\w+ ){0,2}(?:tracks|streams|strands)$", re.IGNORECASE)
NAMED = re.compile(
    r"^\W*\*\*\s*(?P<bold>[^*]{2,80}?)\s*[:：]?\s*\*\*\s*(?:[:：–—-]\s*)?(?P<text>.*)$|"
    r"^(?P<name>[^:：.]{2,80})[:：]\s+(?P<rest>.+)$"
)
AWARD = re.compile(r"\b(?:awards?|prizes?)\b", re.IGNORECASE)
AWARD_NAME = re.compile(
    r"\b(?:(?:best|outstanding|distinguished)(?: [\w-]+){0,3}? (?:awards?|prizes?)|(?:[A-Z][\w'’-]+ ){1,4}(?:Awards?|"
    r"Prizes?))"
)
AWARD_GIVEN = re.compile(
    r"\b(?:will|offer|present(?:ed|s)?\b|giv(?:e|es|en|ing)\b|honou?r|evaluated|select(?:s|ed)?\b|receive|win|compete|"
    r"eligible|recogni[sz]e)",
    re.IGNORECASE,
)
EACH_TRACK = re.compile(r"\b(?:each|every|per|all) (?:of the )?(?:\w+ )?tracks?\b", re.IGNORECASE)
GRANT = re.compile(
    (
        r"\b(?P<name>(?:student |travel |conference )*(?:scholarships?|stipends?|bursar(?:y|ies)|fellowships?|grants?|"
        r"(?:travel|financial) (?:support|awards?|aid|assistance)))\b"
    ),
    re.IGNORECASE,
)
GRANT_GIVEN = re.compile(
    r"\b(?:offer|provid|award|cover|available|appl(?:y|ications?)|sponsor|fund|support|receive|will be|lets?\b|allow|"
    r"enabl|pays?\b|limited number|number of)",
    re.IGNORECASE,
)
THANKS = re.compile(r"acknowledge|\bthank|gratefully|supported by|funded by|financed by", re.IGNORECASE)
AUDIENCE = re.compile(
    (
        r"\b(?:for|to|by)\s+(?P<audience>(?!cover|apply|attend|help|support)[^.,;]*?)(?=\s+(?:to cover|covering|"
        r"which cover|that cover|to help|to support|to attend|in order|cover|pay|will|are|is|can|may|who)\b|[.,;]|$)"
    ),
    re.IGNORECASE,
)
COVERS = (
    ("travel", re.compile(r"travel(?! (?:grant|award|support))|flights?|transport|airfare", re.IGNORECASE)),
    ("accommodation", re.compile(r"\bstay|accommodation|hotels?|lodging|housing", re.IGNORECASE)),
    ("registration", re.compile(r"registration|\bfees?\b", re.IGNORECASE)),
)
CRITERIA = re.compile(
    r"\b(?:judged|evaluated|selected|reviewed|assessed|ranked|chosen|scored|made)\b[^.]{0,30}?\b(?:based on|"
    r"on the basis of|on|upon|according to|in terms of|for)\s+"
    r"(?:the |their |its )?(?:following criteria:?\s*)?(?P<list>[^.]+)",
    re.IGNORECASE,
)
NO_CRITERIA = re.compile(r"\b(?:awards?|prizes?|\d{4}|deadline|notification|basis)\b", re.IGNORECASE)
CRITERIA_TITLE = re.compile(r"criteria", re.IGNORECASE)
TEAMS = re.compile(
    (
        r"\b(?:by|from|as|in|of|form|open to|both)\s+(?:a |an |individuals (?:or|and) |multi-\w+ )?teams?\b|"
        r"\bteams?\b[^.]{0,300}\b(?:welcome|encouraged|may|can|allowed|eligible)|\bteam (?:submissions?|entries)\b"
    ),
    re.IGNORECASE,
)
NO_TEAMS = re.compile(
    r"individual(?:s|ly)? only|no teams?\b|teams? (?:are|is) not|single[- ]author(?:ed)? only", re.IGNORECASE
)
GUIDELINES = re.compile(
    (
        r"\b(?:submission|proposal)s?\b.*\b(?:guidelines?|instructions?|format|information|requirements?|details)|"
        r"how to (?:submit|participate|apply)|^submissions?$|^guidelines"
    ),
    re.IGNORECASE,
)
RUN_IN = re.compile(r"^\W{0,3}(?P<label>[^:：.]{4,60}?)\s*\**[:：]\**\s+")
TEXT_KINDS = frozenset({"paragraph", "list", "quote"})
MOST_CRITERIA_WORDS = 8


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks with what is doubtful about their number. `used` are blocks that are wholly in them."""

    tracks: tuple[NamedText, ...] = ()
    used: frozenset[Block] = frozenset()
    findings: tuple[Finding, ...] = ()


def _named(passage: Passage) -> NamedText | None:
    match = NAMED.match(passage.markdown)
    if match is None:
        return None
    name = clean_label(match["bold"] or match["name"])
    return NamedText(name, plain_words(match["text"] or match["rest"] or ""))


def _tracks_after(blocks: tuple[Block, ...], begin: int) -> tuple[list[NamedText], list[Block]]:
    """The named texts from a block on: the items of one list, or paragraphs until one has no name."""
    if begin < len(blocks) and blocks[begin].kind == "list":
        read = [_named(item) or NamedText(plain_words(item.markdown)) for item in blocks[begin].items]
        return read, [blocks[begin]]
    tracks, used = [], []
    for block in blocks[begin:]:
        track = _named(block) if block.kind == "paragraph" and block.markdown.lstrip().startswith("**") else None
        if track is None:
            break
        tracks.append(track)
        used.append(block)
    return tracks, used


def _count_findings(sections: Iterable[Section], tracks: list[NamedText]) -> tuple[Finding, ...]:
    """A finding when the text counts other than the list."""
    for section in sections:
        for block in section.blocks:
            match = TRACK_COUNT.search(block.prose) if block.kind == "paragraph" else None
            said = match["count"].lower() if match else ""
            if said and (int(said) if said.isdigit() else NUMBER_WORDS[said]) != len(tracks):
                message = f"The text says {said} tracks, but {len(tracks)} are named."
                return (Finding("count-contradicts-rows", Severity.WARNING, message, block.line),)
    return ()


def read_tracks(sections: Iterable[Section]) -> Tracks:
    """The tracks after a sentence that announces them or under their heading."""
    given = tuple(sections)
    for section in given:
        for number, block in enumerate(section.blocks):
            intro = TRACKS_INTRO.search(block.prose) if block.kind == "paragraph" else None
            begin = number + 1 if intro else number
            if intro is None and not (number == 0 and TRACKS_TITLE.match(section.title)):
                continue
            tracks, used = _tracks_after(section.blocks, begin)
            if tracks:
                return Tracks(tuple(tracks), frozenset(used), _count_findings(given, tracks))
    return Tracks()


def _sentences(sections: Iterable[Section]) -> Iterator[tuple[Section, str]]:
    for section in sections:
        for block in section.blocks:
            if block.kind in {"paragraph", "quote"}:
                yield from ((section, sentence) for sentence, _line in sentences(block))


def read_awards(sections: Iterable[Section], *, tracks: tuple[NamedText, ...]) -> tuple[NamedText, ...]:
    """The awards by name, or one for each track where the text promises them for each."""
    awards: dict[tuple[str, str], NamedText] = {}
    for section, sentence in _sentences(sections):
        if not AWARD.search(sentence) or not AWARD_GIVEN.search(sentence) or GRANT.search(sentence):
            continue
        title = section.title if AWARD.search(section.title) and "committee" not in section.title.lower() else "Award"
        names = [name[:1].upper() + name[1:] for name in AWARD_NAME.findall(sentence)] or [title]
        scopes = [track.name for track in tracks] if EACH_TRACK.search(sentence) and tracks else [""]
        for name, scope in itertools.product(names, scopes):
            awards.setdefault((name.lower(), scope), NamedText(name, sentence, scope))
    return tuple(awards.values())


def read_grants(sections: Iterable[Section]) -> tuple[ImportedGrant, ...]:
    """The financial support that the text offers."""
    grants: dict[str, ImportedGrant] = {}
    for _section, sentence in _sentences(sections):
        match = GRANT.search(sentence)
        if match is None or not GRANT_GIVEN.search(sentence) or THANKS.search(sentence):
            continue
        rest = sentence[match.end() :]
        audience = AUDIENCE.search(rest)
        covers = tuple(cover for cover, pattern in COVERS if pattern.search(rest))
        name = match["name"][:1].upper() + match["name"][1:]
        grants.setdefault(
            name.lower(), ImportedGrant(name, audience["audience"].strip() if audience else "", covers, sentence)
        )
    return tuple(grants.values())


def _split_list(text: str) -> list[str]:
    parts = re.split(r"\s*[,;]\s*(?:and\s+|or\s+)?|\s+and\s+", text.strip())
    return [part.strip(" .:") for part in parts if part.strip(" .:")]


def read_criteria(sections: Iterable[Section]) -> tuple[str, ...]:
    """What submissions are judged on."""
    given = tuple(sections)
    for section in given:
        listed = next((block for block in section.blocks if block.kind == "list"), None)
        if CRITERIA_TITLE.search(section.title) and listed:
            return tuple((_named(item) or NamedText(item.prose)).name for item in listed.items)
    for _section, sentence in _sentences(given):
        match = CRITERIA.search(sentence)
        if match is None or NO_CRITERIA.search(match["list"]):
            continue
        criteria = _split_list(match["list"])
        if len(criteria) > 1 and all(len(it.split()) <= MOST_CRITERIA_WORDS for it in criteria):
            return tuple(criteria)
    return ()


def is_open_to_teams(text: str) -> bool | None:
    """Whether teams may submit; None where the text does not say."""
    if NO_TEAMS.search(text):
        return False
    return True if TEAMS.search(text) else None


def read_guidelines(sections: Iterable[Section]) -> tuple[Block, ...]:
    """The blocks about how to submit, under their own heading or after a run-in one."""
    found: list[Block] = []
    level: int | None = None
    for section in sections:
        if level is not None and section.level <= level:
            level = None
        if level is None and GUIDELINES.search(section.title):
            level = section.level
        for block in section.blocks:
            run_in = RUN_IN.match(plain_words(block.markdown)) if block.kind == "paragraph" else None
            if block.kind in TEXT_KINDS and (level is not None or (run_in and GUIDELINES.search(run_in["label"]))):
                found.append(block)
    return tuple(found)
