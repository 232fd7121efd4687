from __future__ import annotations

import pytest

from pages.models import ForumPage, Link, Session, TalkPage, TutorialPage


@pytest.mark.parametrize("text", ["TBD", "tba", "To be determined.", "To be announced soon", "???", "待定"])
def test_words_that_stand_for_nothing(look, text):
    page = ForumPage(title=text, body=[("text", f"<h2>Schedule</h2><p>{text}</p>")], sessions=[Session(title=text)])

    assert look(page, "T01") == [
        (code, path, {"text": text})
        for code, path in (
            ("T01", "title"),
            ("T01", "body"),
            ("T01", "sessions.0.title"),
        )
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"title": "To Be or Not to Be Determined: Knots"},
        {"title": "TBD", "title_announced": False},
        {"title": "Knots", "abstract": "<p>TBA</p>", "abstract_announced": False},
        {"title": "Knots", "abstract": "<p>—</p><p></p>"},
        {"title": "Knots", "editors_notes": "TBD"},
        {"title": "Knots", "dates_as_announced": "TBA"},
    ],
)
def test_words_that_say_something_or_are_not_public(look, values):
    assert look(TalkPage(**values), "T01") == []


@pytest.mark.parametrize(
    ("text", "repaired"),
    [("UniversitÃ¤t", "Universität"), ("Universit√§t", "Universität"), ("Itâ€™s", "It’s"), ("RÃ©sumÃ©", "Résumé")],
)
def test_damaged_letters(look, text, repaired):
    page = TutorialPage(title=f"Knots at {text}", abstract=f"<p>An {text}, again {text}.</p>")

    details = {"text": text, "repaired": repaired}
    assert look(page, "T03") == [("T03", "title", details), ("T03", "abstract", details)]


@pytest.mark.parametrize("text", ["Universität Lindenau", "沈知澜", "Þórdís", "A √2 × π ≤ 5", "naïve – “quoted”"])
def test_letters_that_are_right(look, text):
    assert look(TutorialPage(title=text, abstract=f"<p>{text}</p>"), "T03") == []


def test_lost_letters(look):
    assert look(TutorialPage(title="Universit\ufffdt Lindenau"), "T03") == [
        ("T03-lost", "title", {"text": "Universit\ufffdt"})
    ]


@pytest.mark.parametrize("title", ["Knots  and sails", " Knots and sails", "Knots and sails "])
def test_needless_blanks(look, title):
    assert look(TutorialPage(title=title, summary="Two  blanks in prose do not show."), "T04") == [
        ("T04-spaces", "title", {"text": "Knots and sails"})
    ]


@pytest.mark.parametrize(
    ("title", "markup"),
    [
        ("Knots <b>and</b> sails", "<b>"),
        ("Knots &amp; sails", "&amp;"),
        ("**Knots** and sails", "**Knots**"),
        ("[Knots](https://example.org)", "[Knots](https://example.org)"),
        (r"\textbf{Knots}", r"\text" + "bf{"),
    ],
)
def test_markup_in_a_title(look, title, markup):
    assert look(TutorialPage(title=title), "T04") == [("T04-markup", "title", {"text": title, "markup": markup})]


@pytest.mark.parametrize("title", ["Knots & sails", "When a < b and c > d", "2 ** 3 ropes", "$e^{x}$ of a_b_c [draft]"])
def test_title_without_markup(look, title):
    assert look(TutorialPage(title=title), "T04") == []


@pytest.mark.parametrize(
    ("text", "right"),
    [("1th", "1st"), ("2th", "2nd"), ("3th", "3rd"), ("11st", "11th"), ("21th", "21st"), ("112nd", "112th")],
)
def test_wrong_ordinals(look, text, right):
    assert look(ForumPage(title=f"The {text} Forum"), "C04") == [("C04", "title", {"text": text, "right": right})]


@pytest.mark.parametrize("text", ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "1.2th", "5ths"])
def test_right_ordinals(look, text):
    assert look(ForumPage(title=f"The {text} Forum", links=[Link(label=text)]), "C04") == []
