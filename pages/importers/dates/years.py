"""The year of dates that are written without one, from the best witness around them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pages.importers.documents import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pages.importers.documents import ReadingOptions, SourceDocument
    from pages.importers.sources import SourceTree

YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
EDITION = re.compile(
    r"(?<![a-z])(?!page|part|talk|session|tutorial|lecture|week|day|round|paper|section|chapter|track|room|file|img)"
    r"[a-z]{3,12}['’]?([0-4]\d)(?![\da-z])",
    re.IGNORECASE,
)
FULL_DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)?,?\s+\w{3,9}\.?,?\s+|\w{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+|"
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-])(20\d\d)(?!\d)"
    r"|(?<!\d)(20\d\d)[-/.]\d{1,2}[-/.]\d{1,2}"
)
CENTURY = 2000
FOLDERS = 3


@dataclass(frozen=True, slots=True)
class InferredYear:
    """A year with how sure it is and which words gave it; `confidence` 1 when somebody said so."""

    year: int
    confidence: float
    witness: str

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What to tell the editor, nothing for a stated year."""
        if self.confidence == 1:
            return ()
        message = f"The year {self.year} stands nowhere beside the dates; it was taken from {self.witness}."
        return (Finding("year-inferred", Severity.WARNING, message, None, self.confidence),)


def infer_year(
    document: SourceDocument, *, tree: SourceTree, options: ReadingOptions, texts: Iterable[str] = ()
) -> InferredYear | None:
    """The year for the document's dates. `texts` are those that speak of the event itself, such as its title."""
    if options.year:
        return InferredYear(options.year, 1, "the options")
    return next(_witnesses(document, tree, " ".join(texts)), None)


def _witnesses(document: SourceDocument, tree: SourceTree, text: str) -> Iterator[InferredYear]:
    metadata = document.metadata if isinstance(document.metadata, dict) else {}
    stated = YEAR.fullmatch(str(metadata.get("year", "")).strip())
    if stated:
        yield InferredYear(int(stated[1]), 0.95, "the front matter's year")
    yield from _most_common(FULL_DATE.findall(text), 0.9, "other dates of the document")
    yield from _most_common(YEAR.findall(text), 0.85, "the document's own words")
    yield from _from_names(_names(document))
    yield from _from_editions(text)
    yield from _most_common(_data_dates(document, tree), 0.7, "the dates in data files beside the document")
    others = (f"{it.metadata} {it.body}" for it in tree.documents if it.path != document.path)
    yield from _most_common(
        (year for other in others for year in FULL_DATE.findall(other)), 0.4, "other documents of the import"
    )


def _most_common(years: Iterable[Any], confidence: float, witness: str) -> Iterator[InferredYear]:
    counted = Counter(int("".join(year)) for year in years)
    if counted:
        yield InferredYear(counted.most_common(1)[0][0], confidence, witness)


def _names(document: SourceDocument) -> tuple[str, ...]:
    """The names of the file and of its nearest folders."""
    path = PurePosixPath((document.file or document.path).replace("\\", "/"))
    return (path.stem, *(folder.name for folder in list(path.parents)[:FOLDERS]))


def _from_names(names: tuple[str, ...]) -> Iterator[InferredYear]:
    for name in names:
        found = YEAR.search(name) or EDITION.search(name)
        if found:
            yield InferredYear(_full(found[1]), 0.85, f"the name “{name}”")


def _from_editions(text: str) -> Iterator[InferredYear]:
    """A short name of a conference with two digits, such as "ABC'21" or a host "abc21.example"."""
    found = [it for it in EDITION.finditer(text) if it[0][:3].isupper() or "'" in it[0] or "’" in it[0]]
    if found:
        yield InferredYear(_full(found[0][1]), 0.75, f"“{found[0][0]}”")


def _full(digits: str) -> int:
    return int(digits) if len(digits) > 2 else CENTURY + int(digits)  # noqa: PLR2004  # two digits name a year of this century


def _data_dates(document: SourceDocument, tree: SourceTree) -> list[Any]:
    return [year for it in tree.data_beside(document) for year in FULL_DATE.findall(str(it.metadata)[:200_000])]
