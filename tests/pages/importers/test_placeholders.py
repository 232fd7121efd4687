from __future__ import annotations

import pytest

from pages.importers.placeholders import is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        *(
            None,
            "",
            "  ",
            "TBD",
            "tba",
            "[TBD]",
            "**T.B.A.**",
            "TBD.",
            "N/A",
            "---",
            "–",
            "…",
            "???",
            "nothing",
            "None",
        ),
        *("To be determined.", "to be announced soon", "Title to be announced", "will be announced later", "XXX"),
        *("Not yet confirmed", "Details to follow", "coming soon!", "TBA soon", "TBD (to be decided)", "to come"),
        *("À venir", "à confirmer", "por confirmar", "a definir", "a ser anunciado", "da definire", "in arrivo"),
        *("folgt", "wird noch bekannt gegeben", "待定", "敬请期待", "未定", "추후 공지"),
    ],
)
def test_placeholder_is_recognised(text: str | None) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text",
    ["Nothing to hide", "Tobias", "To be or not to be", "NaN-safe learning", "TBD: a survey", "1", "无监督学习", "So"],
)
def test_other_text_is_no_placeholder(text: str) -> None:
    assert not is_placeholder(text)
