from __future__ import annotations

import pytest

from pages.chores.numbering import find_next_name, ordinal


@pytest.mark.parametrize(
    ("name", "following"),
    [
        ("MLSEC 2025", "MLSEC 2026"),
        ("3rd Workshop on Tides", "4th Workshop on Tides"),
        ("The 1st Tidal Forum", "The 2nd Tidal Forum"),
        ("10th Forum", "11th Forum"),
        ("11th Forum", "12th Forum"),
        ("20th Forum", "21st Forum"),
        ("101st Forum", "102nd Forum"),
        ("110th Forum", "111th Forum"),
        ("3rd Forum (2025)", "4th Forum (2026)"),
        ("Winter school 2025/26", "Winter school 2026/27"),
        ("Winter school 2025–2026", "Winter school 2026–2027"),
        ("Tides ’99", "Tides ’00"),
        ("Third Forum", "Fourth Forum"),
        ("THE NINTH FORUM", "THE TENTH FORUM"),
        ("第3届论坛", "第4届论坛"),
        ("forum-2025", "forum-2026"),
        ("AISec2025", "AISec2026"),
        ("Tidal Forum", None),
        ("Room 20251", None),
        ("IEEE 802", None),
    ],
)
def test_next_name(name, following):
    assert find_next_name(name) == following


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_ordinal(number, words):
    assert ordinal(number) == words
