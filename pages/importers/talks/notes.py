"""The lines of one talk's entry to its notes: labelled fields first, then what position and emphasis tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkLink, TalkNotes, field_of, link_field_of
from pages.importers.talks.lines import CELL_BREAK, Line, LineKind
from pages.importers.talks.snippets import (
    BARE_URL,
    SURE_PERSON,
    all_links,
    cut_date,
    cut_open_date,
    halves,
    is_only_links,
    opens_with_date,
    snippets,
    split_label,
    split_labels,
    take_links,
    whole,
)
from pages.importers.talks.wording import (
    LINK,
    LONGEST_TITLE,
    find_status,
    is_room,
    is_strong,
    is_titled,
    person_score,
    without_emphasis,
    without_status,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pages.importers.dates import DateContext

ORGANISATION = re.compile(
    r"\b(?:univ\w*|institut\w*|college|school|polytechni\w*|politecnico|hochschule|academy|laborator\w*|labs?|"
    r"research|centre|center|"
    r"department|inria|cnrs|cispa|eth|epfl|mit|ucl|kaist|google|microsoft|meta|facebook|apple|amazon|ibm|nvidia|"
    r"deepmind|openai|"
    r"gmbh|inc|ltd)\b|大学|研究所|株式会社",
    re.IGNORECASE,
)
ABSTRACT_LABEL = re.compile(r"^\W*(?:abstract\b)?\W*", re.IGNORECASE)
SHORTEST_ABSTRACT = 80
PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]*)[^)]*\)")


@dataclass(slots=True)
class _Gathering:
    """What has been read of the entry so far; `open_field` takes the following unlabelled lines."""

    context: DateContext
    fields: list[FieldText] = field(default_factory=list)
    links: list[TalkLink] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    loose: list[FieldText] = field(default_factory=list)
    open_field: str | None = None
    is_prose: bool = False

    @property
    def has_date(self) -> bool:
        return any(it.name == names.DATE for it in self.fields)

    def add(self, name: str, text: str, line: int | None, *, labelled: bool = True) -> None:
        self.fields.append(FieldText(name, text, line, labelled))

    def extend(self, text: str) -> None:
        """Append to the field that is open."""
        last = self.fields[-1]
        self.fields[-1] = replace(last, text=f"{last.text}\n{text}".lstrip("\n"))


def read_notes(lines: Sequence[Line], *, context: DateContext, source: str = "") -> TalkNotes:
    """Everything the entry made of `lines` says."""
    gathering = _Gathering(context)
    for line in lines:
        _read_line(line, gathering)
    _place_loose(gathering)
    first = next((line.number for line in lines if line.kind not in {LineKind.BLANK, LineKind.IMAGE}), None)
    rest = tuple(it.text for it in gathering.loose)
    return TalkNotes(
        first, tuple(gathering.fields), tuple(gathering.links), tuple(gathering.pictures), rest, source=source
    )


def read_prose(record: TalkNotes, lines: Sequence[Line], *, context: DateContext) -> TalkNotes:
    """The notes of a record completed by its text: labelled sections, and else the abstract."""
    gathering = _Gathering(context, list(record.fields), list(record.links), list(record.pictures), is_prose=True)
    for line in lines:
        _read_line(line, gathering)
    text = "\n".join(it.text for it in gathering.loose).strip()
    line_number = gathering.loose[0].line if gathering.loose else None
    if len(text) > SHORTEST_ABSTRACT and _is_missing(names.ABSTRACT, gathering):
        gathering.add(names.ABSTRACT, text, line_number, labelled=False)
        text = ""
    return replace(
        record,
        fields=tuple(gathering.fields),
        links=tuple(gathering.links),
        pictures=tuple(gathering.pictures),
        rest=(text,) if text else (),
    )


def read_cells(
    cells: Iterable[tuple[tuple[str, ...], str]], *, line: int, context: DateContext, source: str = ""
) -> TalkNotes:
    """The notes of a table's row, given as the fields of each column and the cell's text."""
    gathering = _Gathering(context)
    for columns, text in cells:
        _take_pictures(text, gathering)
        _read_cell(columns, PICTURE.sub("", text).strip(), line, gathering)
    _place_loose(gathering)
    rest = tuple(it.text for it in gathering.loose)
    return TalkNotes(
        line, tuple(gathering.fields), tuple(gathering.links), tuple(gathering.pictures), rest, source=source
    )


def _read_cell(columns: tuple[str, ...], text: str, line: int, gathering: _Gathering) -> None:
    first, *others = [part.strip() for part in text.split(CELL_BREAK) if part.strip()] or [""]
    if not first:
        return
    if not columns:
        gathering.loose.append(FieldText("note", text.replace(CELL_BREAK, "\n"), line))
        return
    if (
        len(columns) > 1
        and others
        and all(person_score(first) > person_score(it) for it in others)
        and _is_short(others)
    ):
        _take_speaker_cell(first, others, line, gathering)
    elif len(columns) > 1 and set(columns) != {names.TITLE, names.ABSTRACT}:
        for part in (first, *others):
            _read_text(part, Line(LineKind.TEXT, part, line), gathering)
    elif columns == (names.SPEAKER,) and others:
        _take_speaker_cell(first, others, line, gathering)
    elif columns == (names.TITLE,) and others:
        _take_title_cell(first, others, line, gathering)
    else:
        _take_cell(columns, text.replace(CELL_BREAK, "\n" if columns[0] in names.LONG_FIELDS else " "), line, gathering)


def _is_short(parts: list[str]) -> bool:
    """True for one short line, as an affiliation below a name is."""
    return (
        len(parts) == 1 and len(parts[0]) < SHORTEST_ABSTRACT and not split_label(parts[0]) and not is_titled(parts[0])
    )


def _take_cell(columns: tuple[str, ...], text: str, line: int, gathering: _Gathering) -> None:
    if len(columns) > 1:
        _take_title_and_abstract(text, line, gathering)
    elif columns[0] in names.LINK_FIELDS:
        _take_field_links(columns[0], columns[0], text, line, gathering)
    else:
        kept, links = take_links(text, line=line) if columns[0] != names.DATE else (text, ())
        gathering.links += links
        gathering.add(columns[0], kept, line)


def _take_speaker_cell(first: str, others: list[str], line: int, gathering: _Gathering) -> None:
    """A name with the affiliation below it, or several people one below the other."""
    _take_cell((names.SPEAKER,), first, line, gathering)
    for part in others:
        is_list = first.endswith((",", "&", " and")) or re.match(r"(?:and|&)\s", part) is not None
        if is_list or person_score(part) >= SURE_PERSON:
            gathering.add(names.SPEAKER, part, line)
        elif _is_missing(names.AFFILIATION, gathering) and not _names_its_links(part) and not split_label(part):
            gathering.add(names.AFFILIATION, part.strip("()"), line)
        else:
            _read_text(part, Line(LineKind.TEXT, part, line), gathering)


def _take_title_cell(first: str, others: list[str], line: int, gathering: _Gathering) -> None:
    """A title, the rest of it, and what is written below it."""
    _take_cell((names.TITLE,), first, line, gathering)
    for part in others:
        is_more = not _names_its_links(part) and not split_label(part) and len(part) < SHORTEST_ABSTRACT
        is_title = gathering.fields[-1].name == names.TITLE and is_more and not is_titled(part)
        if is_title and not (_is_missing(names.SPEAKER, gathering) and person_score(part)):
            title = gathering.fields[-1]
            gathering.fields[-1] = replace(title, text=f"{title.text} {part}")
        else:
            _read_text(part, Line(LineKind.TEXT, part, line), gathering)


def _take_title_and_abstract(text: str, line: int, gathering: _Gathering) -> None:
    """A cell with both: the title is what is emphasised, or else the first part."""
    title = whole(next(iter(snippets(text)), ""))
    gathering.add(names.TITLE, title, line)
    abstract = ABSTRACT_LABEL.sub("", text.partition(title)[2].strip())
    if title and abstract:
        gathering.add(names.ABSTRACT, abstract, line)


def _read_line(line: Line, gathering: _Gathering) -> None:
    if line.kind is LineKind.IMAGE:
        _take_pictures(line.text, gathering)
    elif line.kind in {LineKind.BLANK, LineKind.RULE}:
        _end_field(gathering)
    elif line.kind in {LineKind.ROW, LineKind.CODE}:
        _read_text(" – ".join(cell for cell in line.cells if cell) or line.text, line, gathering)
    else:
        for piece in split_labels(line.text):
            _read_text(piece, line, gathering)


def _take_pictures(text: str, gathering: _Gathering) -> None:
    gathering.pictures += [(source, alt) for alt, source in PICTURE.findall(text) if source]


def _end_field(gathering: _Gathering) -> None:
    if gathering.is_prose and gathering.loose:
        gathering.loose.append(FieldText("", "", None, labelled=False))
    if gathering.open_field in names.LONG_FIELDS:
        gathering.extend("\n")
    elif gathering.open_field and gathering.fields[-1].text:
        gathering.open_field = None


def _read_text(text: str, line: Line, gathering: _Gathering) -> None:
    label, value = _label_of(text, line)
    if label is not None:
        _take_labelled(label, value, line, gathering)
    elif _names_its_links(text):
        gathering.links += all_links(text, line=line.number)
        gathering.open_field = None
    elif _continues(line, gathering):
        gathering.extend(_with_bullet(text, line, gathering))
    else:
        _take_loose(text, line.number, gathering)


def _with_bullet(text: str, line: Line, gathering: _Gathering) -> str:
    return f"- {text}" if line.kind is LineKind.ITEM and gathering.fields[-1].text else text


def _label_of(text: str, line: Line) -> tuple[str | None, str]:
    labelled = split_label(text)
    if labelled:
        return labelled
    alone = without_emphasis(text).strip(" :：")
    is_alone = line.kind is LineKind.HEADING or is_strong(text) or line.folded
    return (alone, "") if is_alone and not LINK.search(text) and field_of(alone) else (None, "")


def _names_its_links(text: str) -> bool:
    if not is_only_links(text):
        return False
    found = list(LINK.finditer(text))
    return any(link_field_of(without_emphasis(it[1])) for it in found)


def _continues(line: Line, gathering: _Gathering) -> bool:
    if gathering.open_field is None:
        return False
    return gathering.open_field in names.LONG_FIELDS or (
        not gathering.fields[-1].text and line.kind is not LineKind.HEADING
    )


def _take_labelled(label: str, value: str, line: Line, gathering: _Gathering) -> None:
    name = field_of(label) or ""
    if name in names.LINK_FIELDS:
        _take_field_links(name, label, value, line.number, gathering)
        gathering.open_field = None
        return
    if name not in names.LONG_FIELDS | {names.DATE, names.HOMEPAGE}:
        value, links = take_links(value, line=line.number)
        gathering.links += links
    gathering.add(name, value, line.number)
    gathering.open_field = name


def _take_field_links(name: str, label: str, value: str, line: int, gathering: _Gathering) -> None:
    """Links of a field that holds nothing else; words that are no link are kept as a note."""
    links = all_links(value, line=line)
    own = name.capitalize() if name != names.OTHER_LINK else label
    kind = "" if name == names.OTHER_LINK else name
    gathering.links += [replace(link, label=_telling(link.label, own), kind=kind) for link in links]
    if not links and is_placeholder(without_emphasis(value)):
        gathering.links.append(TalkLink(own, "", line))
    elif not links:
        gathering.loose.append(FieldText(name, f"{label}: {value}", line))


def _telling(label: str, own: str) -> str:
    """The link's own words where they say anything, else what the column or label says."""
    if link_field_of(label) and label.casefold() != "pdf":
        return label
    return f"{own}: {label}" if label and not BARE_URL.match(label) else own


def _take_loose(text: str, line: int, gathering: _Gathering) -> None:
    _take_pictures(text, gathering)
    text = PICTURE.sub("", text)
    text, links = take_links(text, line=line)
    gathering.links += links
    if gathering.is_prose:
        gathering.loose.append(FieldText("", text, line, labelled=False))
        return
    text = _take_status(text, line, gathering)
    if not gathering.has_date:
        text = _take_status(_take_date(text, line, gathering), line, gathering)
    gathering.loose += [FieldText("", part, line, labelled=False) for part in snippets(text)]


def _take_status(text: str, line: int, gathering: _Gathering) -> str:
    """The words without those that call the talk off, which become a field."""
    status = find_status(text) if len(text) <= LONGEST_TITLE else None
    if status is None:
        return text
    gathering.add(names.STATUS, status, line)
    return without_status(text)


def _take_date(text: str, line: int, gathering: _Gathering) -> str:
    """The words around the date, which becomes a field."""
    still_open = cut_open_date(text) if not gathering.loose else None
    if still_open and (still_open.is_labelled or still_open.after):
        gathering.add(names.DATE, "TBA", line)
        return still_open.after
    dated = cut_date(text, context=gathering.context)
    if dated is None or (len(text) > LONGEST_TITLE and not opens_with_date(text, context=gathering.context)):
        return text
    gathering.add(names.DATE, dated.date, line)
    if dated.time:
        gathering.add(names.TIME, dated.time, line)
    gathering.links += [TalkLink("clock", url, line) for url in dated.clocks]
    return f"{dated.before} – {dated.after}".strip(" –") if dated.before else dated.after


def _place_loose(gathering: _Gathering) -> None:
    """Give the unlabelled snippets their names: speaker, title, room, affiliation, abstract."""
    _decide_colons(gathering)
    _place(names.ROOM, _find_room(gathering), gathering)
    speaker = _find_speaker(gathering)
    position = gathering.loose.index(speaker) if speaker else 0
    _place(names.SPEAKER, speaker, gathering)
    for more in _find_more_speakers(gathering):
        _place(names.SPEAKER, more, gathering)
    _place(names.AFFILIATION, _find_affiliation(gathering, position), gathering)
    _place(names.TITLE, _find_title(gathering), gathering)
    _place(names.ABSTRACT, _find_abstract(gathering), gathering)


def _decide_colons(gathering: _Gathering) -> None:
    """A colon behind what may be a name ends the name only when nobody else speaks."""
    is_known = not _is_missing(names.SPEAKER, gathering) or any(map(_is_somebody, gathering.loose))
    settled: list[FieldText] = []
    for it in gathering.loose:
        parts = [whole(it.text)] if is_known else halves(it.text)
        is_known = is_known or len(parts) > 1
        settled += [replace(it, text=part.strip()) for part in parts if part.strip()]
    gathering.loose = settled


def _is_somebody(snippet: FieldText) -> bool:
    score = person_score(whole(snippet.text))
    return score > 1 or (score == 1 and not ORGANISATION.search(snippet.text))


def _place(name: str, found: FieldText | None, gathering: _Gathering) -> None:
    if found is None:
        return
    gathering.loose.remove(found)
    gathering.fields.append(replace(found, name=name))


def _is_missing(name: str, gathering: _Gathering) -> bool:
    return not any(it.name == name for it in gathering.fields)


def _find_room(gathering: _Gathering) -> FieldText | None:
    if not _is_missing(names.ROOM, gathering):
        return None
    return next((it for it in gathering.loose if is_room(it.text) and not person_score(it.text)), None)


def _find_speaker(gathering: _Gathering) -> FieldText | None:
    if not _is_missing(names.SPEAKER, gathering):
        return None
    plain = [it for it in gathering.loose if not is_titled(it.text)]
    scored = [(_speaker_score(it.text), it) for it in plain]
    best = max((score for score, _it in scored), default=0.0)
    if best:
        return next(it for score, it in scored if score == best)
    strong = [it for it in plain if is_strong(it.text)]
    if strong and len(gathering.loose) > 1:
        return strong[0]
    said = [it for it in plain if not is_placeholder(without_emphasis(it.text))]
    return said[0] if said and len(plain) < len(gathering.loose) and len(said[0].text) < LONGEST_TITLE else None


def _speaker_score(text: str) -> float:
    """How much like a speaker; a bare name that may be an organisation's comes last."""
    score = person_score(text)
    return score + (is_strong(text) if score else 0) - (0.5 if score == 1 and ORGANISATION.search(text) else 0)


def _find_more_speakers(gathering: _Gathering) -> list[FieldText]:
    """Further people with their affiliations in parentheses, in an entry whose speakers have no label."""
    if any(it.name == names.SPEAKER and it.labelled for it in gathering.fields):
        return []
    people = [it for it in gathering.loose if person_score(it.text) >= SURE_PERSON and not is_titled(it.text)]
    return [it for it in people if not ORGANISATION.search(it.text.partition("(")[0])]


def _find_affiliation(gathering: _Gathering, position: int) -> FieldText | None:
    if not _is_missing(names.AFFILIATION, gathering) or len(gathering.loose) < 2:  # noqa: PLR2004  # one left is the title
        return None
    speaker = next((it.text for it in gathering.fields if it.name == names.SPEAKER), "")
    following = gathering.loose[position : position + 1]
    if not speaker or "(" in speaker or "," in speaker or not following:
        return None
    text = without_emphasis(following[0].text)
    is_place = text.startswith("(") or (ORGANISATION.search(text) is not None and not is_titled(following[0].text))
    return following[0] if is_place and len(text) < LONGEST_TITLE else None


def _find_title(gathering: _Gathering) -> FieldText | None:
    if not _is_missing(names.TITLE, gathering):
        return None
    short = [it for it in gathering.loose if not it.name and len(it.text) <= LONGEST_TITLE]
    titled = [it for it in short if is_titled(it.text) and not is_placeholder(without_emphasis(it.text))]
    telling = [it for it in short if not (ORGANISATION.search(it.text) and person_score(it.text) == 1)]
    return next(iter(titled or telling or short), None)


def _find_abstract(gathering: _Gathering) -> FieldText | None:
    if not _is_missing(names.ABSTRACT, gathering):
        return None
    return next((it for it in gathering.loose if len(it.text) > LONGEST_TITLE), None)
