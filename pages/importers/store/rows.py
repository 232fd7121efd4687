"""Child rows of a page brought together with those of its document; a row that stays the same keeps its key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pages.importers.store.assignment import assign
from pages.importers.store.merging import Merged, merge_values
from pages.importers.store.row_kinds import RowKind, default_values, read_row, row_uid, write_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db import models

    from pages.importers.store.merging import Values
    from pages.models import EventPage

RowEntry = dict[str, Any]
"""What is kept of an imported row: its `uid`, what the document `said`, and what was `written`."""


@dataclass
class MergedRows:
    """The rows to store, and for each incoming one its row (None when an editor removed it) and what is kept of it."""

    rows: list[models.Model]
    incoming_rows: list[models.Model | None]
    entries: list[RowEntry]
    is_changed: bool
    conflicts: list[tuple[models.Model | None, Merged]] = field(default_factory=list)
    kept: list[models.Model] = field(default_factory=list)


class RowMerger:
    """Merges the rows of one relation of a page."""

    def __init__(self, page: EventPage, kind: RowKind, before: Sequence[RowEntry]) -> None:
        self._page = page
        self._kind = kind
        self._before = before
        self._rows: list[models.Model] = list(getattr(page, kind.relation).all())
        self._values = [read_row(kind, row) for row in self._rows]
        self._current = self._find_current()
        self._conflicts: list[tuple[models.Model | None, Merged]] = []
        self._is_changed = False

    def merge(self, incoming: Sequence[Values]) -> MergedRows:
        """The outcome for the rows the document has now."""
        signs = self._kind.signs
        said = [entry["said"] for entry in self._before]
        known = {new: old for old, new in assign(said, incoming, signs=signs).items()}
        adopted = self._find_adopted(incoming, known)
        results = [
            self._merge_known(known[index], values)
            if index in known
            else self._merge_unknown(values, adopted.get(index))
            for index, values in enumerate(incoming)
        ]
        rows = [row for row, _ in results]
        removed, kept = self._find_removed(set(known.values()))
        ordered = self._in_order(rows, removed, keep_order=self._was_reordered())
        return MergedRows(
            ordered,
            rows,
            [entry for _, entry in results],
            self._is_changed or ordered != self._rows,
            self._conflicts,
            kept,
        )

    def _find_current(self) -> dict[int, int]:
        """Indices of the rows imported last time with those of the page's rows."""
        kind = self._kind
        left = [{**entry["written"], "uid": entry["uid"]} for entry in self._before]
        right = [{**values, "uid": row_uid(row)} for row, values in zip(self._rows, self._values, strict=True)]
        return assign(left, right, signs=kind.signs_of_stored)

    def _find_adopted(self, incoming: Sequence[Values], known: dict[int, int]) -> dict[int, int]:
        """Indices of incoming rows that are new in the document with those of rows an editor has made already."""
        new = [index for index in range(len(incoming)) if index not in known]
        free = [index for index in range(len(self._rows)) if index not in self._current.values()]
        pairs = assign([incoming[it] for it in new], [self._values[it] for it in free], signs=self._kind.signs)
        return {new[one]: free[two] for one, two in pairs.items()}

    def _merge_known(self, old: int, values: Values) -> tuple[models.Model | None, RowEntry]:
        entry = self._before[old]
        current = self._current.get(old)
        if current is None:
            if values != entry["said"]:
                self._conflicts.append((None, Merged(conflicts={self._kind.relation: ("", row_name(values))})))
            return None, {**entry, "said": values}
        return self._merge_row(current, values, said=entry["said"], written=entry["written"])

    def _merge_unknown(self, values: Values, current: int | None) -> tuple[models.Model | None, RowEntry]:
        if current is not None:
            return self._merge_row(current, values, said={}, written=default_values(self._kind))
        row = self._kind.model()
        write_row(self._page, row, values)
        self._is_changed = True
        return row, {"uid": row_uid(row), "said": values, "written": values}

    def _merge_row(
        self, current: int, values: Values, *, said: Values, written: Values
    ) -> tuple[models.Model, RowEntry]:
        row = self._rows[current]
        merged = merge_values(said=said, written=written, current=self._values[current], incoming=values)
        if merged.applied:
            write_row(self._page, row, {name: merged.values[name] for name in merged.applied})
            self._is_changed = True
        if merged.conflicts:
            self._conflicts.append((row, merged))
        return row, {"uid": row_uid(row), "said": values, "written": merged.written}

    def _find_removed(self, still_there: set[int]) -> tuple[set[int], list[models.Model]]:
        """Indices of rows the document no longer has, and those among them that stay since an editor changed them."""
        removed, kept = set(), []
        for old, entry in enumerate(self._before):
            current = self._current.get(old)
            if old in still_there or current is None:
                continue
            if self._values[current] == entry["written"]:
                removed.add(current)
            else:
                kept.append(self._rows[current])
        return removed, kept

    def _was_reordered(self) -> bool:
        """Whether an editor changed the order of the imported rows."""
        places = [self._current[old] for old in range(len(self._before)) if old in self._current]
        return places != sorted(places)

    def _in_order(
        self, incoming: Sequence[models.Model | None], removed: set[int], *, keep_order: bool
    ) -> list[models.Model]:
        """The document's order, each of the editors' rows after the row it followed; or the editors' order."""
        stay = [row for index, row in enumerate(self._rows) if index not in removed]
        rows = [row for row in incoming if row is not None]
        if keep_order:
            return stay + [row for row in rows if not _contains(stay, row)]
        ordered = list(rows)
        for index, row in enumerate(stay):
            if not _contains(ordered, row):
                place = _index(ordered, stay[index - 1]) + 1 if index else 0
                ordered.insert(place, row)
        return ordered


def _contains(rows: Sequence[models.Model], row: models.Model) -> bool:
    return any(row is other for other in rows)


def _index(rows: Sequence[models.Model], row: models.Model) -> int:
    return next(index for index, other in enumerate(rows) if other is row)


def row_name(values: Values) -> str:
    """What a row is called in a report."""
    name = next((values[key] for key in ("label", "title", "name", "kind", "scheme", "role") if values.get(key)), "")
    return str(name)
