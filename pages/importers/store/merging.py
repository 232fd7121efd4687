"""What a changed document does to values that an editor may have changed as well. Plain Python.

Four values are compared: what the document said at the last import (`said`), what was stored then (`written`), what is
stored now (`current`) and what the document says now (`incoming`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Values = dict[str, Any]


@dataclass
class Merged:
    """The values to store, the names of those taken from the document, and what was said by both sides.

    `conflicts` maps names to the editor's value, which stays, and the document's.
    """

    values: Values = field(default_factory=dict)
    written: Values = field(default_factory=dict)
    applied: list[str] = field(default_factory=list)
    conflicts: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def merge_values(*, said: Values, written: Values, current: Values, incoming: Values) -> Merged:
    """The incoming values where only the document changed, the current ones wherever an editor did."""
    merged = Merged(dict(current), dict(written))
    for name, value in incoming.items():
        if name not in current or value == said.get(name, written.get(name)):
            continue
        if value == current[name]:
            merged.written[name] = value
        elif current[name] == written.get(name):
            merged.values[name] = merged.written[name] = value
            merged.applied.append(name)
        else:
            merged.conflicts[name] = (current[name], value)
    return merged


def merge_members(*, said: list[Any], current: list[Any], incoming: list[Any]) -> list[Any]:
    """An unordered list: the document's additions and removals applied to what the editor made of it."""
    kept = [item for item in current if item in incoming or item not in said]
    return kept + [item for item in incoming if item not in said and item not in current]
