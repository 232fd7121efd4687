"""Pairing by signs of identity."""

from __future__ import annotations

import pytest

from pages.importers.store.assignment import Sign, assign

FIRST = Sign(lambda word: word[:1] or None)
ONLY_FIRST = Sign(lambda word: word[:1] or None, is_unique=True)
WHOLE = Sign(lambda word: word or None)


@pytest.mark.parametrize(
    ("left", "right", "signs", "pairs"),
    [
        (["ab", "cd"], ["cd", "ab"], [WHOLE], {0: 1, 1: 0}),
        (["ab", "ab"], ["ab"], [WHOLE], {0: 0}),
        (["ab", "ac"], ["ad", "ac"], [WHOLE, FIRST], {1: 1, 0: 0}),
        (["ab", "ac"], ["ad"], [ONLY_FIRST], {}),
        (["ab"], ["ad", "ae"], [ONLY_FIRST], {}),
        (["ab"], ["ad"], [ONLY_FIRST], {0: 0}),
        (["", "x"], ["", "y"], [WHOLE], {}),
    ],
)
def test_assign_pairs_by_the_surest_sign_first(left, right, signs, pairs):
    result = assign(left, right, signs=signs)

    assert result == pairs


def test_assign_keeps_apart_what_may_not_be_the_same():
    result = assign(["ab"], ["ac"], signs=[FIRST], may_pair=lambda _one, _two: False)

    assert result == {}
