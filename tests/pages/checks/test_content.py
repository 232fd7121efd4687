from __future__ import annotations

import pytest

from pages.models import Award, ForumPage, Session, Topic, Track, TutorialPage

ABSTRACT = (
    "A mooring is a rope with opinions. We follow one through a winter, ask which knots hold and which only seem to, "
    "and end with a checklist that fits on the back of a tide table and survives being wet."
)
NUMBER = "20270099123"


def forum(text, **values):
    return ForumPage(title="Forum", body=[("text", f"<p>{text}</p>")], **values)


def test_similar_topics(look):
    names = ["Benchmark design", "Deterministic replay", "Benchmark designs", "Replay techniques"]

    page = ForumPage(title="Forum", topics=[Topic(pk=number, name=name) for number, name in enumerate(names, 1)])

    assert look(page, "C01") == [("C01", "topics", {"first": "Benchmark design", "second": "Benchmark designs"})]


def test_text_that_repeats_the_abstract(look):
    repeated = ABSTRACT.replace("a winter", "one winter") + " Bring a knife."

    page = TutorialPage(title="Knots", abstract=f"<p>{ABSTRACT}</p>", body=[("text", f"<p>{repeated}</p>")])

    assert look(page, "C02") == [("C02", "body", {})]


@pytest.mark.parametrize(
    ("abstract", "body"),
    [(ABSTRACT, "We meet at the pier, and bring what we have."), ("Knots.", "Knots."), (ABSTRACT, "")],
    ids=["another text", "too short", "no text"],
)
def test_text_that_repeats_nothing(look, abstract, body):
    page = TutorialPage(title="Knots", abstract=f"<p>{abstract}</p>", body=[("text", f"<p>{body}</p>")])

    assert look(page, "C02") == []


@pytest.mark.parametrize("words", ["3 tracks", "three tracks", "three parallel tracks"])
def test_number_that_differs_from_the_rows(look, words):
    page = forum(f"There are {words}.", tracks=[Track(name="Ropes"), Track(name="Sails")])

    assert look(page, "C03") == [("C03", "body", {"words": words, "count": 2})]


def test_number_of_sessions_for_questions(look):
    page = TutorialPage(
        title="Knots",
        abstract="<p>With three online Q&amp;A sessions.</p>",
        sessions=[Session(kind="questions_and_answers")],
    )

    assert look(page, "C03") == [("C03", "abstract", {"words": "three online Q&A sessions", "count": 1})]


@pytest.mark.parametrize("text", ["2 tracks", "up to 3 tracks", "2 or 3 tracks", "3 awards", "in 2027 tracks"])
def test_number_that_fits_or_counts_no_rows(look, text):
    assert look(forum(text, tracks=[Track(name="Ropes"), Track(name="Sails")], awards=[]), "C03") == []


def test_number_of_awards(look):
    page = forum("We give 3 awards.", awards=[Award(name="Best knot")])

    assert look(page, "C03") == [("C03", "body", {"words": "3 awards", "count": 1})]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"Lin Ruoxi (student ID: {NUMBER}) helps.", "C06-number"),
        (f"Write to {NUMBER}@stu.lindenau.edu for help.", "C06-number"),
        ("Ask 2026XXXXXXX031.", "C06-number"),
        ("The essay received a grade of 87/100, as we hear.", "C06-mark"),
    ],
)
def test_private_values(look, text, code):
    findings = look(forum(text), "C06")

    assert findings == [(code, "body", {})]


@pytest.mark.parametrize(
    "text", ["Call +44 20 7946 0000.", "A benchmark of 87 scores.", "ISBN 9783161484100", "10,000 notes"]
)
def test_numbers_that_are_nobodys(look, text):
    assert look(forum(text), "C06") == []


def test_private_value_in_notes_for_editors(look):
    assert look(ForumPage(title="Forum", editors_notes=f"Student ID: {NUMBER}"), "C06") == []
