"""The lines of one talk's entry to its notes: labelled fields first, then what position and emphasis tell."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder
from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkLink, TalkNotes, field_of, link_field_of
from pages.importers.talks.gathering import Gathering, is_missing
from pages.importers.talks.lines import Line, LineKind
from pages.importers.talks.placing import place_loose
from pages.importers.talks.snippets import (
    BARE_URL,
    all_links,
    cut_date,
    cut_open_date,
    is_only_links,
    opens_with_date,
    snippets,
    split_label,
    split_labels,
    take_links,
)
from pages.importers.talks.wording import (
    LINK,
    LONGEST_TITLE,
    find_status,
    is_strong,
    without_emphasis,
    without_status,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.dates import DateContext

SHORTEST_ABSTRACT = 80
PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]*)[^)]*\)")


def read_notes(lines: Sequence[Line], *, context: DateContext, source: str = "") -> TalkNotes:
    """Everything the entry made of `lines` says."""
    gathering = Gathering(context)
    for line in lines:
        _read_line(line, gathering)
    place_loose(gathering)
    first = next((line.number for line in lines if line.kind not in {LineKind.BLANK, LineKind.IMAGE}), None)
    rest = tuple(it.text for it in gathering.loose)
    return TalkNotes(
        first, tuple(gathering.fields), tuple(gathering.links), tuple(gathering.pictures), rest, source=source
    )


def read_prose(record: TalkNotes, lines: Sequence[Line], *, context: DateContext) -> TalkNotes:
    """The notes of a record completed by its text: labelled sections, and else the abstract."""
    gathering = Gathering(context, list(record.fields), list(record.links), list(record.pictures), is_prose=True)
    for line in lines:
        _read_line(line, gathering)
    text = "\n".join(it.text for it in gathering.loose).strip()
    line_number = gathering.loose[0].line if gathering.loose else None
    if len(text) > SHORTEST_ABSTRACT and is_missing(names.ABSTRACT, gathering):
        gathering.add(names.ABSTRACT, text, line_number, labelled=False)
        text = ""
    return replace(
        record,
        fields=tuple(gathering.fields),
        links=tuple(gathering.links),
        pictures=tuple(gathering.pictures),
        rest=(text,) if text else (),
    )


def _read_line(line: Line, gathering: Gathering) -> None:
    if line.kind is LineKind.IMAGE:
        take_pictures(line.text, gathering)
    elif line.kind in {LineKind.BLANK, LineKind.RULE}:
        _end_field(gathering)
    elif line.kind in {LineKind.ROW, LineKind.CODE}:
        read_text(" – ".join(cell for cell in line.cells if cell) or line.text, line, gathering)
    else:
        for piece in split_labels(line.text):
            read_text(piece, line, gathering)


def take_pictures(text: str, gathering: Gathering) -> None:
    """Keep the pictures of a text."""
    gathering.pictures += [(source, alt) for alt, source in PICTURE.findall(text) if source]


def _end_field(gathering: Gathering) -> None:
    if gathering.is_prose and gathering.loose:
        gathering.loose.append(FieldText("", "", None, labelled=False))
    if gathering.open_field in names.LONG_FIELDS:
        gathering.extend("\n")
    elif gathering.open_field and gathering.fields[-1].text:
        gathering.open_field = None


def read_text(text: str, line: Line, gathering: Gathering) -> None:
    """Read one piece of a line: a labelled field, links, more of the field that is open, or loose words."""
    label, value = _label_of(text, line)
    if label is not None:
        _take_labelled(label, value, line, gathering)
    elif names_its_links(text):
        gathering.links += all_links(text, line=line.number)
        gathering.open_field = None
    elif _continues(line, gathering):
        gathering.extend(_with_bullet(text, line, gathering))
    else:
        _take_loose(text, line.number, gathering)


def _with_bullet(text: str, line: Line, gathering: Gathering) -> str:
    return f"- {text}" if line.kind is LineKind.ITEM and gathering.fields[-1].text else text


def _label_of(text: str, line: Line) -> tuple[str | None, str]:
    labelled = split_label(text)
    if labelled:
        return labelled
    alone = without_emphasis(text).strip(" :：")
    is_alone = line.kind is LineKind.HEADING or is_strong(text) or line.folded
    return (alone, "") if is_alone and not LINK.search(text) and field_of(alone) else (None, "")


def names_its_links(text: str) -> bool:
    """True for nothing but links, of which at least one says what it leads to."""
    if not is_only_links(text):
        return False
    found = list(LINK.finditer(text))
    return any(link_field_of(without_emphasis(it[1])) for it in found)


def _continues(line: Line, gathering: Gathering) -> bool:
    if gathering.open_field is None:
        return False
    return gathering.open_field in names.LONG_FIELDS or (
        not gathering.fields[-1].text and line.kind is not LineKind.HEADING
    )


def _take_labelled(label: str, value: str, line: Line, gathering: Gathering) -> None:
    name = field_of(label) or ""
    if name in names.LINK_FIELDS:
        take_field_links(name, label, value, line.number, gathering)
        gathering.open_field = None
        return
    if name not in names.LONG_FIELDS | {names.DATE, names.HOMEPAGE}:
        value, links = take_links(value, line=line.number)
        gathering.links += links
    gathering.add(name, value, line.number)
    gathering.open_field = name


def take_field_links(name: str, label: str, value: str, line: int, gathering: Gathering) -> None:
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


def _take_loose(text: str, line: int, gathering: Gathering) -> None:
    take_pictures(text, gathering)
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


def _take_status(text: str, line: int, gathering: Gathering) -> str:
    """The words without those that call the talk off, which become a field."""
    status = find_status(text) if len(text) <= LONGEST_TITLE else None
    if status is None:
        return text
    gathering.add(names.STATUS, status, line)
    return without_status(text)


def _take_date(text: str, line: int, gathering: Gathering) -> str:
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
