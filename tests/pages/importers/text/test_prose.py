from __future__ import annotations

import pytest

from pages.importers.text.prose import language_of, likeness

ENGLISH = "the moss of the hill and the salt of the sea are in this book that we wrote for you"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        ("苔と海の塩についての本です", "ja"),
        ("苔藓与海盐之书", "zh"),
        ("이끼와 바다", "ko"),
        ("moss", None),
        ("moss " * 20, None),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("first", "second", "least", "most"),
    [("", ENGLISH, 0, 0), (ENGLISH, ENGLISH, 1, 1), (ENGLISH, f"{ENGLISH} too", 0.9, 0.99), (ENGLISH, "a sea", 0, 0.5)],
)
def test_likeness(first: str, second: str, least: float, most: float) -> None:
    assert least <= likeness(first, second) <= most
