from __future__ import annotations

from textwrap import dedent

import pytest

from pages.importers.calls.topics import TopicList, are_similar, read_topics
from pages.importers.text.markup import read_sections


def _read(text: str) -> TopicList:
    return read_topics(read_sections(dedent(text), bold_headings=True))


@pytest.mark.parametrize(
    "text",
    [
        "Topics of interest include, but are not limited to:\n- red\n- green\n- blue\n",
        "Intro. Technical scope includes, but is not limited to:\n\n+ red;\n+ green, and\n+ blue.\n",
        "## Areas of interest\n\nThey include (but are not limited to):\n\n1. red\n2. green\n3. blue\n",
        "## Topics\n\nWe take any aspect. This includes, but is not limited\nto:\n\n* red\n* green\n* blue\n",
        "We take papers. Topics of interest include (but are not limited to): red, green, and blue.",
        "Topics include but are not limited to: red; green; blue.",
        (
            "<h2>Topics</h2><p>We invite work, including (but not limited to) the following topics:</p>"
            "<div><p>red</p></div>\n<div><p>green</p></div><br><div><p>blue</p></div>"
        ),
        "征稿范围包括但不限于：\n- red\n- green\n- blue\n",
    ],
)
def test_read_topics_of_any_form(text: str) -> None:
    topics = _read(text)

    assert (topics.topics, topics.is_open_ended) == (("red", "green", "blue"), True)


def test_list_under_the_heading_of_topics_is_a_closed_list() -> None:
    topics = _read("## Topics of interest\n- red\n- green\n")

    assert (topics.topics, topics.is_open_ended, len(topics.used)) == (("red", "green"), False, 1)


def test_nested_areas_stay_in_the_body_too() -> None:
    topics = _read("## Topics\n\n- warm\n  - red\n- cold\n  - blue\n")

    assert (topics.topics, topics.used) == (("warm", "red", "cold", "blue"), frozenset())


def test_lead_in_goes_with_its_list_but_a_longer_paragraph_stays() -> None:
    assert len(_read("Topics include:\n- red\n- blue\n").used) == 2
    assert len(_read(f"{'We like colours. ' * 20}Topics include:\n- red\n- blue\n").used) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Topics include colours.",
        "We meet.\n\n- red\n- green\n",
        "Topics include:\n\nOnly this.\n",
        "# Topics\n\nA text.",
    ],
)
def test_texts_without_topics(text: str) -> None:
    assert _read(text) == TopicList()


def test_commas_in_parentheses_do_not_split() -> None:
    assert _read("Topics include: paints (red, blue), oils, and inks.").topics == ("paints (red, blue)", "oils", "inks")


@pytest.mark.parametrize(
    ("first", "second", "similar"),
    [
        ("Private learning", "Private learning techniques", True),
        ("Sensor attacks", "Attack on sensors", False),
        ("Sensor attacks", "Sensor attack", True),
        ("Attacks and defence", "Poisoning attacks and defence", False),
        ("New methods", "Methods", False),
    ],
)
def test_are_similar(*, first: str, second: str, similar: bool) -> None:
    assert are_similar(first, second) == similar


def test_similar_topics_are_reported_once() -> None:
    [finding] = _read("Topics:\n\n## Topics\n- Private learning\n- Radios\n- Private learning techniques\n").findings

    assert (finding.code, finding.line) == ("topics-similar", 4)


GROUPS = """\
## Topics

We take work on the following topics:

**Warm colours**

- red
- orange

**Cold colours**

- blue
- …

**Submission**

- one page
"""


def test_topics_of_groups_are_one_list_and_stay_in_the_body() -> None:
    topics = _read(GROUPS)

    assert (topics.topics, topics.used) == (("red", "orange", "blue"), frozenset())


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("## Topics\n- only one\n", ()),
        ("## Topics\n- {{ site.colour }}\n- red\n- blue\n", ("red", "blue")),
        ("Authors are asked to send papers on topics including red, blue, but are not limited to.", ()),
        ("Topics include red, green, but are not limited to.", ()),
        ("Topics include red, green, blue, but are not limited to them.", ()),
        ("Topics include red, green, are free, and blue.", ()),
        (f"## Topics\n- red ({'as in ' * 40})\n- blue: {'sea ' * 60}\n", ("red", "blue")),
        ("## Topics\n> - red\n> - blue\n", ("red", "blue")),
        ("## Topics\n· red\n· blue\n", ("red", "blue")),
        ("## Tópicos de interesse\n- vermelho\n- azul\n", ("vermelho", "azul")),
    ],
)
def test_what_is_a_topic(text: str, topics: tuple[str, ...]) -> None:
    assert _read(text).topics == topics


def test_introduction_that_says_more_than_a_formula_stays_in_the_body() -> None:
    topics = _read("We take any aspect of colour, including but not limited to the topics:\n\n- red\n- blue\n")

    assert [block.kind for block in topics.used] == ["list"]
