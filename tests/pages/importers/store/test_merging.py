"""Three-way merging of values."""

from __future__ import annotations

import pytest

from pages.importers.store.merging import merge_members, merge_values


@pytest.mark.parametrize(
    ("before", "current", "incoming", "after", "is_conflict"),
    [
        (("a", "a"), "a", "a", ("a", "a"), False),
        (("a", "a"), "a", "b", ("b", "b"), False),
        (("a", "a"), "edited", "a", ("edited", "a"), False),
        (("a", "a"), "edited", "b", ("edited", "a"), True),
        (("a", "a"), "b", "b", ("b", "b"), False),
        (("a", "a as stored"), "a as stored", "b", ("b", "b"), False),
    ],
)
def test_merge_values_keeps_what_an_editor_changed(before, current, incoming, after, is_conflict):
    said, written = before

    merged = merge_values(said={"x": said}, written={"x": written}, current={"x": current}, incoming={"x": incoming})

    assert (merged.values["x"], merged.written["x"]) == after
    assert merged.conflicts == ({"x": (current, incoming)} if is_conflict else {})


def test_merge_values_without_an_import_before_fills_what_is_empty():
    merged = merge_values(
        said={},
        written={"x": "", "y": "", "z": ""},
        current={"x": "", "y": "mine", "z": ""},
        incoming={"x": "new", "y": "new", "z": "", "unknown": 1},
    )

    assert merged.values == {"x": "new", "y": "mine", "z": ""}
    assert merged.applied == ["x"]
    assert merged.conflicts == {"y": ("mine", "new")}


def test_merge_members_applies_additions_and_removals():
    assert merge_members(said=[1, 2, 5], current=[2, 1, 9], incoming=[1, 3, 5]) == [1, 9, 3]
