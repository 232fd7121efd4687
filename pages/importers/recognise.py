"""Which reader reads which document, and the readings of a whole import.

A document that no reader knows, or at which a reader fails, never stops the rest: it becomes a reading without an
event that says why.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from pages.importers import calendars, call_for_papers, forum, seminars, tutorial
from pages.importers.documents import Dropped, Finding, Reading, Severity
from pages.importers.talks.records import is_talk_file, is_talk_list
from pages.importers.text.passcode_links import guard_links

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pages.importers.documents import ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree

logger = logging.getLogger(__name__)

LEAST_LIKENESS = 0.25
"""Documents that no reader finds more like its own than this are not understood."""

HOME_LIKENESS = 0.15
"""A page with a home's name needs little more than this to be the home of the talks beside it."""

HOME_NAMES = ("index", "about", "home", "seminar", "seminars", "talks", "schedule", "colloquium")
LIST_IN_PAGE = re.compile(r"site\.data\.([\w-]+)")
DATA_SUFFIXES = (".yml", ".yaml")


class Reader(Protocol):
    """A module that reads one kind of document."""

    def resembles(self, document: SourceDocument) -> float:
        """How much the document looks like this kind, between 0 and 1."""

    def read(self, document: SourceDocument, *, tree: SourceTree, options: ReadingOptions) -> Reading:
        """The document's content."""


READERS: tuple[Reader, ...] = (call_for_papers, forum, tutorial, seminars, calendars)
"""Of two readers that find a document equally like their own, the first one reads it."""


@dataclass(frozen=True, slots=True)
class Series:
    """The documents that make one seminar series: its home and the other ones with its talks."""

    home: SourceDocument
    others: tuple[SourceDocument, ...] = ()


KINDS: dict[str, Reader] = {
    "call_for_papers": call_for_papers,
    "forum": forum,
    "tutorial": tutorial,
    "seminar_series": seminars,
}
"""Readers by what people call their documents."""


def read_tree(
    tree: SourceTree, options: ReadingOptions, *, kinds: Mapping[str, str] = MappingProxyType({})
) -> list[Reading]:
    """A reading for each document of the tree, in the tree's order.

    `kinds` are those that people have chosen for documents, by their paths; the other ones are recognised.
    """
    series = find_series([it for it in tree.documents if it.path not in kinds])
    in_series = {id(document) for it in series for document in (it.home, *it.others)}
    readings = [reading for it in series for reading in _read_series(it, tree, options)]
    readings += [
        _read_as(KINDS[kinds[it.path]], it, tree, options) if it.path in kinds else _read_one(it, tree, options)
        for it in tree.documents
        if id(it) not in in_series
    ]
    order = {document.path: number for number, document in enumerate(tree.documents)}
    complete = [guard_links(replace(it, dropped=(*it.document.dropped, *it.dropped))) for it in readings]
    return sorted(complete, key=lambda it: order.get(it.document.path, len(order)))


def find_series(documents: Sequence[SourceDocument]) -> list[Series]:
    """The series among the documents: talks' files of one folder and talk lists of one site, each with its home."""
    groups: dict[str, list[SourceDocument]] = {}
    for document in documents:
        if _holds_talks(document):
            groups.setdefault(_site(document), []).append(document)
    return [_with_home(site, group, documents) for site, group in groups.items()]


def _holds_talks(document: SourceDocument) -> bool:
    """True for a list of talks, and for a talk's file that no other reader finds more like its own."""
    try:
        is_talks = is_talk_list(document) or is_talk_file(document)
    except Exception:
        logger.exception("Could not tell what %s is", document.path)
        return False
    return is_talks and _best_reader(document)[1] is seminars


def _site(document: SourceDocument) -> str:
    """The folder of the site a document belongs to: above `_data`, `_talks`, folders of years and the like."""
    folders = list(PurePosixPath(document.path).parts[:-1])
    while folders and (re.fullmatch(r"_.*|(?:19|20)\d\d(?:[-_/]\d+)?|data|talks|seminars|schedule|posts", folders[-1])):
        folders.pop()
    return "/".join(folders)


def _with_home(site: str, group: list[SourceDocument], documents: Sequence[SourceDocument]) -> Series:
    """The group behind the page that shows it, or else behind its own first document."""
    pages = [it for it in documents if it not in group and not _is_data(it) and _site(it) == site]
    named = {PurePosixPath(it.path).stem for it in group}
    scored = [(_home_score(page, named), page) for page in pages]
    best = max((score for score, _page in scored), default=0)
    if best <= HOME_LIKENESS:
        return Series(group[0], tuple(group[1:]))
    home = next(page for score, page in scored if score == best)
    return Series(home, tuple(group))


def _home_score(page: SourceDocument, lists: set[str]) -> float:
    """How likely a page is the home of talk lists with these names."""
    shows = bool(set(LIST_IN_PAGE.findall(page.body)) & lists)
    score, reader = _best_reader(page)
    if reader is not seminars and score >= LEAST_LIKENESS and not shows:
        return 0.0
    has_name = PurePosixPath(page.path).stem.casefold() in HOME_NAMES
    return shows + (score if reader is seminars else 0) + 0.2 * has_name


def _best_reader(document: SourceDocument) -> tuple[float, Reader | None]:
    """The reader that finds the document most like its own, and how much."""
    if calendars.resembles(document):
        return 1.0, calendars
    best: tuple[float, Reader | None] = (0.0, None)
    for reader in READERS:
        score = _likeness(reader, document)
        if score > best[0]:
            best = (score, reader)
    return best


def _likeness(reader: Reader, document: SourceDocument) -> float:
    try:
        return reader.resembles(document)
    except Exception:
        logger.exception("Could not tell what %s is", document.path)
        return 0.0


def _read_series(series: Series, tree: SourceTree, options: ReadingOptions) -> list[Reading]:
    """The series' readings; a document that cannot be read is left out of the series."""
    documents = [series.home, *series.others]
    readings = _try_series(documents, tree, options)
    if readings is not None:
        return readings
    readable = [it for it in documents if _try_series([it], tree, options) is not None]
    rest = (_try_series(readable, tree, options) if readable else None) or []
    read = {it.document.path for it in rest}
    return [*rest, *(_failed(it) for it in documents if it.path not in read)]


def _try_series(documents: Sequence[SourceDocument], tree: SourceTree, options: ReadingOptions) -> list[Reading] | None:
    try:
        return seminars.read_series(documents[0], documents[1:], tree=tree, options=options)
    except Exception:
        logger.exception("Could not read the series of %s", documents[0].path)
        return None


def _read_one(document: SourceDocument, tree: SourceTree, options: ReadingOptions) -> Reading:
    if _is_data(document):
        return _read_data(document, tree)
    score, reader = _best_reader(document)
    if reader is None or score < LEAST_LIKENESS:
        return _not_understood(document)
    return _read_as(reader, document, tree, options)


def _read_as(reader: Reader, document: SourceDocument, tree: SourceTree, options: ReadingOptions) -> Reading:
    try:
        return reader.read(document, tree=tree, options=options)
    except Exception:
        logger.exception("Could not read %s", document.path)
        return _failed(document)


def _failed(document: SourceDocument) -> Reading:
    message = "The document could not be read because of a fault in its reader; the log has the details."
    finding = Finding("reader-failed", Severity.ERROR, message)
    return Reading(document, None, (*document.findings, finding))


def _not_understood(document: SourceDocument) -> Reading:
    message = "The document is like no forum, tutorial, seminar series or call for papers; no page was made of it."
    finding = Finding("not-understood", Severity.WARNING, message)
    return Reading(
        document, None, (*document.findings, finding), (Dropped("the whole document", "it was not understood", 1),)
    )


def _read_data(document: SourceDocument, tree: SourceTree) -> Reading:
    """A data file is no page of its own; the pages of its site may draw on it."""
    site = _site(document)
    users = [
        it
        for it in tree.documents
        if not _is_data(it) and (_site(it) == site or _site(it).startswith(f"{site}/") or not site)
    ]
    names = ", ".join(it.path for it in users[:3]) + (" and others" if len(users) > 3 else "")  # noqa: PLR2004  # three tell enough
    reason = f"read as data for {names}" if users else "read as data"
    finding = Finding("read-as-data", Severity.HINT, "A data file is no page of its own; other documents draw on it.")
    return Reading(document, None, (*document.findings, finding), (Dropped("a page for this file", reason, 1),))


def _is_data(document: SourceDocument) -> bool:
    return document.path.casefold().endswith(DATA_SUFFIXES)
