"""Which entries of two lists are the same thing: by identity, the surest sign first. Plain Python."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


@dataclass(frozen=True)
class Sign(Generic[Entry]):
    """A sign of identity. `key` gives None for an entry that does not have it.

    Entries that share a sign are paired in order, or with `is_unique` only where one of each list has it.
    """

    key: Callable[[Entry], Hashable | None]
    is_unique: bool = False


def assign(
    left: Sequence[Entry],
    right: Sequence[Entry],
    *,
    signs: Sequence[Sign[Entry]],
    may_pair: Callable[[Entry, Entry], bool] = lambda _left, _right: True,
) -> dict[int, int]:
    """Indices of `left` with the index of the same thing in `right`; each index at most once."""
    pairs: dict[int, int] = {}
    for sign in signs:
        lefts = _group(left, sign.key, taken=set(pairs))
        rights = _group(right, sign.key, taken=set(pairs.values()))
        for key, indices in lefts.items():
            others = rights.get(key, [])
            if sign.is_unique and (len(indices) > 1 or len(others) > 1):
                continue
            pairs.update(
                (one, two) for one, two in zip(indices, others, strict=False) if may_pair(left[one], right[two])
            )
    return pairs


def _group(
    entries: Sequence[Entry], key: Callable[[Entry], Hashable | None], *, taken: set[int]
) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        value = None if index in taken else key(entry)
        if value is not None:
            groups[value].append(index)
    return groups
