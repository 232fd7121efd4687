"""One talk's notes to the talk: its time, people, texts and links as values, and what the editor should look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.documents import (
    BodyBlock,
    Dropped,
    Finding,
    ImportedContribution,
    ImportedImage,
    ImportedLink,
    ImportedPerson,
    ImportedTalk,
    Severity,
)
from pages.importers.people import match_photo, read_people
from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import TalkNotes, link_field_of
from pages.importers.talks.snippets import BARE_URL, TIME_LINK, all_links
from pages.importers.talks.times import UsualTimes, read_when
from pages.importers.talks.wording import (
    LINK,
    ONLINE_WORDS,
    clean_title,
    find_status,
    is_break,
    without_emphasis,
    without_status,
)
from pages.importers.text.links import read_link
from pages.importers.text.prose import language_of, to_rich_text

if TYPE_CHECKING:
    from pages.importers.dates import DateContext
    from pages.importers.documents import SourceDocument
    from pages.importers.sources import SourceTree

ONLINE_LINKS = frozenset({"join", "registration", "stream"})
MEETING = re.compile(
    r"zoom\.|teams\.|meet\.google|webex\.|gotomeeting|youtu|twitch|bigbluebutton|jitsi|"
    r"bilibili",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkContext:
    """What holds for every talk of a series while its document is read. `pictures` are all of the page."""

    tree: SourceTree
    document: SourceDocument
    dates: DateContext
    usual: UsualTimes = field(default_factory=UsualTimes)
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadTalk:
    """A talk, or None for an entry that announces none, with findings and what was left out."""

    talk: ImportedTalk | None
    findings: tuple[Finding, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def read_talk(notes: TalkNotes, *, context: TalkContext) -> ReadTalk:
    """The talk that `notes` announce."""
    if _is_break(notes):
        return ReadTalk(None, dropped=(_dropped(notes, "a break or holiday is no talk"),))
    when = read_when(notes, context=context.dates, usual=context.usual)
    people, person_findings = read_speakers(notes, context=context)
    title, title_findings = _title(notes)
    abstract, abstract_findings = _long_text(notes, names.ABSTRACT)
    links, link_findings = _links(notes)
    room = _room(notes)
    talk = ImportedTalk(
        title=title,
        slug=notes.slug,
        start=when.start,
        end=when.end,
        minutes=when.minutes,
        status=_status(notes),
        attendance_mode=_attendance(notes, links, room),
        venue=room,
        languages=_languages(notes, title),
        contributions=people,
        links=links,
        abstract=abstract,
        abstract_announced=not abstract_findings,
        body=_rest(notes),
        line=notes.line,
        source=notes.source or context.document.path,
    )
    if not (title or people or abstract or talk.start.date or talk.start.announced_as or any(it.url for it in links)):
        return ReadTalk(None, dropped=(_dropped(notes, "it names no date, speaker or title"),))
    findings = (*when.findings, *person_findings, *title_findings, *abstract_findings, *link_findings)
    return ReadTalk(talk, findings, _private(notes))


def _dropped(notes: TalkNotes, reason: str) -> Dropped:
    """An entry that is no talk, by its words."""
    texts = (notes.text(names.DATE), notes.text(names.SPEAKER), notes.text(names.TITLE), *notes.rest)
    words = " ".join(without_emphasis(text) for text in texts if text and not is_placeholder(without_emphasis(text)))
    return Dropped(f"the entry “{words}”" if words else "an entry that says nothing", reason, notes.line)


def _is_break(notes: TalkNotes) -> bool:
    words = [notes.text(names.TITLE), notes.text(names.SPEAKER), *notes.rest]
    said = [word for word in words if word and not is_placeholder(without_emphasis(word))]
    return bool(said) and is_break(" ".join(said)) and not (notes.text(names.SPEAKER) and notes.text(names.TITLE))


def _left_empty(what: str, line: int | None) -> Finding:
    return Finding(
        "placeholder-left-empty", Severity.HINT, f"The {what} is still to be announced; it was left empty.", line
    )


def _title(notes: TalkNotes) -> tuple[str, tuple[Finding, ...]]:
    written = notes.text(names.TITLE)
    title = clean_title(without_status(written))
    is_open = bool(written) and not title and _status(notes) == "scheduled"
    return title, (_left_empty("title", notes.line_of(names.TITLE)),) if is_open else ()


def _long_text(notes: TalkNotes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """An abstract or biography as rich text; a placeholder gives a finding."""
    written = notes.text(name).strip()
    if not written:
        return "", ()
    if is_placeholder(without_emphasis(written)):
        return "", (_left_empty(name if name == names.ABSTRACT else "biography", notes.line_of(name)),)
    return to_rich_text(written), ()


def _status(notes: TalkNotes) -> str:
    told = [notes.text(name) for name in (names.TITLE, names.STATUS, names.DATE, names.SPEAKER)]
    return next((status for status in map(find_status, [*told, *notes.rest]) if status), "scheduled")


def read_speakers(
    notes: TalkNotes, *, context: TalkContext
) -> tuple[tuple[ImportedContribution, ...], tuple[Finding, ...]]:
    """Speakers and hosts, with the affiliation, homepage, biography and portrait that stand beside them."""
    speakers = list(notes.people) or _people(notes, names.SPEAKER)
    findings: list[Finding] = []
    if not speakers and notes.text(names.SPEAKER):
        findings.append(_left_empty("speaker", notes.line_of(names.SPEAKER)))
    if speakers:
        speakers[0], person_findings = _complete(speakers[0], notes, alone=len(speakers) == 1)
        findings += person_findings
        speakers, photo_findings = _with_photos(speakers, notes, context)
        findings += photo_findings
    hosts = [replace(it, bio="") for it in _people(notes, names.HOST)]
    contributions = [ImportedContribution("speaker", it) for it in speakers]
    contributions += [ImportedContribution("host", it) for it in hosts]
    return tuple(contributions), tuple(findings)


def _people(notes: TalkNotes, name: str) -> list[ImportedPerson]:
    written = "\n".join(field.text for field in notes.fields if field.name == name)
    text = without_status(written.replace("**", "").strip())
    if is_placeholder(without_emphasis(text)):
        return []
    line = notes.line_of(name)
    return [replace(it, email="") for it in read_people(text, line=line) if not is_placeholder(it.name)]


def _complete(person: ImportedPerson, notes: TalkNotes, *, alone: bool) -> tuple[ImportedPerson, tuple[Finding, ...]]:
    """The first speaker with what the entry says in fields of its own."""
    bio, findings = _long_text(notes, names.BIO)
    homepage, bio = _homepage(notes, bio)
    english = _romanised(notes)
    affiliations = _affiliations(notes) if alone or len(_affiliations(notes)) == 1 else ()
    completed = replace(
        person,
        name=english or person.name,
        name_native=person.name if english and english != person.name else person.name_native,
        affiliations=person.affiliations or affiliations,
        homepage=person.homepage or homepage,
        bio=person.bio or bio,
        line=person.line or notes.line,
    )
    return completed, findings


def _romanised(notes: TalkNotes) -> str:
    text = without_emphasis(notes.text(names.SPEAKER_ENGLISH))
    return "" if is_placeholder(text) else text


def _affiliations(notes: TalkNotes) -> tuple[str, ...]:
    text = without_emphasis(notes.text(names.AFFILIATION)).strip("() ,")
    if is_placeholder(text):
        return ()
    return tuple(part.strip() for part in re.split(r"\s*[;|]\s*|\n+|\s+/\s+", text) if part.strip())


def _homepage(notes: TalkNotes, bio: str) -> tuple[str, str]:
    """The speaker's homepage and biography; a biography that is only a link is a homepage."""
    written = notes.text(names.HOMEPAGE)
    found = LINK.search(written) or BARE_URL.search(written)
    homepage = (found[2] if found and found.re is LINK else found[0].strip("<>") if found else "").strip()
    only = notes.text(names.BIO).strip()
    alone = LINK.fullmatch(only) or BARE_URL.fullmatch(only)
    if alone is None:
        return homepage, bio
    return homepage or (alone[2] if alone.re is LINK else alone[0].strip("<>")).strip(), ""


def _with_photos(
    speakers: list[ImportedPerson], notes: TalkNotes, context: TalkContext
) -> tuple[list[ImportedPerson], list[Finding]]:
    """Portraits matched by name in the file's name first, else the picture beside the entry."""
    own = [*(source for source, _alt in notes.pictures), *_photo_field(notes)]
    named = [
        match_photo(person, context.pictures or tuple(own)) or match_photo(person, tuple(own)) for person in speakers
    ]
    findings = []
    completed = []
    for person, by_name in zip(speakers, named, strict=True):
        beside = own[0] if len(own) == 1 == len(speakers) and own[0] not in named else None
        if by_name and own and by_name not in own and len(speakers) == 1:
            message = f"The portrait beside {person.name} has another name; “{by_name}” was taken, which names them."
            findings.append(Finding("photo-order-differs", Severity.WARNING, message, notes.line))
        source = by_name or beside
        completed.append(replace(person, photo=_photo(source, notes, context)) if source else person)
    return completed, findings


def _photo_field(notes: TalkNotes) -> tuple[str, ...]:
    text = notes.text(names.PHOTO).strip()
    found = LINK.search(text)
    source = found[2] if found else text
    return () if is_placeholder(source) or "\n" in source else (source,)


def _photo(source: str, notes: TalkNotes, context: TalkContext) -> ImportedImage:
    alt = next((alt for it, alt in notes.pictures if it == source), "")
    file = context.tree.find_image(source, document=context.document)
    return ImportedImage(source, file, alt, notes.line)


def _links(notes: TalkNotes) -> tuple[tuple[ImportedLink, ...], tuple[Finding, ...]]:
    written = [link for link in notes.links if not TIME_LINK.search(link.url)]
    written += [replace_label(it, "") for it in all_links(notes.text(names.ROOM), line=notes.line_of(names.ROOM))]
    in_title = all_links(notes.text(names.TITLE), line=notes.line_of(names.TITLE))
    written += [link for link in in_title if link.url.strip()]
    links: dict[tuple[str, str | None, str], ImportedLink] = {}
    findings: list[Finding] = []
    for item in written:
        if item.url.strip().startswith("mailto:"):
            continue
        link, found = read_link(item.label, item.url, item.line or notes.line)
        link = replace(link, kind=item.kind or link_field_of(item.label) or link.kind)
        key = (link.kind, link.url, link.label if link.url is None else "")
        if key not in links:
            links[key] = link
            findings += found
    return tuple(links.values()), tuple(findings)


def replace_label(link: names.TalkLink, label: str) -> names.TalkLink:
    """The link with another label, unless it has a telling one."""
    return link if link_field_of(link.label) else replace(link, label=label or "Join")


def _room(notes: TalkNotes) -> str:
    text = BARE_URL.sub("", LINK.sub(lambda found: found[1] if "://" not in found[1] else "", notes.text(names.ROOM)))
    words = without_emphasis(re.sub(r"\(\s*\)", "", text)).strip(" ,;:–-")
    words = words[1:-1] if re.fullmatch(r"\([^()]*\)", words) else words
    return "" if is_placeholder(words) else words


def _attendance(notes: TalkNotes, links: tuple[ImportedLink, ...], room: str) -> str:
    is_place = bool(room) and bool(re.search(r"\w", ONLINE_WORDS.sub("", room)))
    is_online = bool(ONLINE_WORDS.search(notes.text(names.ROOM))) or any(
        it.kind in ONLINE_LINKS and (it.kind != "registration" or MEETING.search(f"{it.label} {it.url}"))
        for it in links
    )
    if is_place:
        return "hybrid" if is_online else "in_person"
    return "online" if is_online else "unknown"


def _languages(notes: TalkNotes, title: str) -> tuple[str, ...]:
    stated = notes.text(names.LANGUAGE).strip()
    if re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?", stated):
        return (stated,)
    found = language_of(f"{title}\n{notes.text(names.ABSTRACT)}")
    return (found,) if found else ()


def _rest(notes: TalkNotes) -> tuple[BodyBlock, ...]:
    """What the entry says besides, so that nothing is lost."""
    notices = [it.text for it in notes.fields if it.name == names.STATUS and not find_status(it.text)]
    notices += [it.text for it in notes.fields if it.name == names.EMAIL and "@" not in it.text]
    html = "\n".join(
        to_rich_text(text) for text in (*notes.rest, *notices) if text and not is_placeholder(without_emphasis(text))
    )
    return (BodyBlock("rich_text", html=html, line=notes.line),) if html else ()


def _private(notes: TalkNotes) -> tuple[Dropped, ...]:
    return tuple(
        Dropped("e-mail address", "it is private", it.line)
        for it in notes.fields
        if it.name == names.EMAIL and "@" in it.text
    )
