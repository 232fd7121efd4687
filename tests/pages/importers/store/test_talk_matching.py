"""Which talk is which."""

from __future__ import annotations

import pytest

from pages.importers.store.talk_matching import match_talks, talk_facts


def talk(title="", speaker="", start="2030-05-01 13:30", source=""):
    date, _, time = start.partition(" ")
    return talk_facts(title, [speaker] if speaker else [], date, time, source=source)


@pytest.mark.parametrize(
    ("known", "incoming", "pairs"),
    [
        pytest.param([talk("Knots", "Ada")], [talk("Knots", "Ada", "2030-06-01 13:30")], {0: 0}, id="moved"),
        pytest.param([talk("", "Ada")], [talk("Knots", "Ada")], {0: 0}, id="title announced"),
        pytest.param([talk("", "Ada")], [talk("Knots", "Ada", "2030-06-01 13:30")], {0: 0}, id="announced and moved"),
        pytest.param([talk("Knots", "Ada")], [talk("Knots", "Ada B. Marsh")], {0: 0}, id="speaker spelt otherwise"),
        pytest.param([talk("Knots", "Ada")], [talk("Tides", "Bo")], {}, id="another talk in its place"),
        pytest.param([talk("", "")], [talk("Tides", "Bo")], {0: 0}, id="slot filled"),
        pytest.param([talk("", "", "2030-05-01")], [talk("Tides", "Bo", "2030-05-01 09:00")], {0: 0}, id="day filled"),
        pytest.param(
            [talk("Knots", "Ada"), talk("Tides", "Bo", "2030-06-01 13:30")],
            [talk("Knots", "Ada", "2030-06-01 13:30"), talk("Tides", "Bo")],
            {0: 0, 1: 1},
            id="two changed places",
        ),
        pytest.param(
            [talk("", "Ada"), talk("", "Ada", "2030-06-01 13:30")],
            [talk("", "Ada", "2030-06-01 13:30"), talk("", "Ada", "2030-07-01 13:30")],
            {0: 1, 1: 0},
            id="one of two by the same speaker moved",
        ),
        pytest.param(
            [talk("", "Ada"), talk("", "Ada", "2030-06-01 13:30")], [talk("", "Ada", "2031-01-01")], {}, id="unclear"
        ),
        pytest.param(
            [talk("Knots", "Ada", source="a.md")], [talk("Tides", "Bo", source="a.md")], {0: 0}, id="document"
        ),
        pytest.param(
            [talk("Knots", "Ada", source="a.md"), talk("Tides", "Bo", source="b.md")],
            [talk("Tides", "Bo", source="a.md"), talk("Knots", "Ada", source="c.md")],
            {0: 0},
            id="document before content",
        ),
    ],
)
def test_match_talks(known, incoming, pairs):
    assert match_talks(known, incoming) == pairs
