from __future__ import annotations

import time

import pytest

from pages.importers.documents import Dropped
from pages.importers.front_matter import read_document
from pages.importers.text.private_words import take_out_private_words

TABLE = """\
| Name | Student ID | Mark |
|---|---|---|
| Ada | 70304050 | 8.5 |
| Bo | TBD | |

| Passcode | Mark |
|---|---|
| x7Gh | A |"""
SHOWN_TABLE = """\
| Name | Student ID | Mark |
|---|---|---|
| Ada | | |
| Bo | TBD | |

| Passcode | Mark |
|---|---|
| | A |"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ada Reed (student id 70304050, mark 8.5) spoke.", "Ada Reed spoke."),
        ("Ada Reed (mark: 8.5; Stone College)", "Ada Reed (Stone College)"),
        ("Bo Kim, Matrikelnummer 7030405, Stone College", "Bo Kim, Stone College"),
        ("Bo Kim, Matrikelnummer: 7030405.", "Bo Kim."),
        ("李雷（学号：703040506）", "李雷"),
        ("学号 703040506", ""),
        ("Ada, student number 70304050, on maps", "Ada, on maps"),
        ("Student ID 7030405, grade 5 in the list", "grade 5 in the list"),
        ("Ada, student id 7030405 with a score 7.", "Ada, with a."),
        ("student IDs 70304050 and 70304051", ""),
        ("70304050 (student id)", ""),
        ("Ada Reed, grade: A-", "Ada Reed"),
        ("Ada Reed – Final mark: 92/100", "Ada Reed"),
        ("Kim (Note 1,3)", "Kim"),
        ("Her grade was 8.5.", ""),
        ("She received a mark of 8.5 for it.", "She for it."),
        ("Join with passcode 99887 at noon.", "Join with at noon."),
        ("Meeting password: x7Gh", ""),
        ("Passcode: harbour.", ""),
        ("**Passcode:** 998877", ""),
        ("See **passcode: 998877** now", "See now"),
        ("<b>Password</b>: `secretword`", ""),
        ("Join: Passcode: `x77`", "Join:"),
        ("密码：1234", ""),
        ("Passcode:\n99887\nWelcome", "\n\nWelcome"),
        (TABLE, SHOWN_TABLE),
    ],
)
def test_private_values_never_reach_the_text(text: str, shown: str) -> None:
    cleaned, _dropped = take_out_private_words(text)

    assert [line.strip() for line in cleaned.replace("  ", " ").split("\n")] == shown.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Papers have at most 8 pages, 2 columns and 10 pt; paper ID 12345678.",
        "We mark 10 years of the seminar.",
        "Mark A. Smith speaks on 5 May 2022.",
        "The list is graded 5, Benchmark 8.5, Postmark: 12",
        "The seminar is password protected; the passcode will be sent by mail.",
        "Password: TBA",
        "Passcode: required",
        "Passcode: will be sent on the day.",
        "Password: https://pages.example/1",
        "A password of 8 characters",
        "https://x.zoom.us/j/1?pwd=abc123 and https://y.example/?a=1&passcode=12345",
        "Phone of the venue: +49 1234 567890",
        "student number 12 of the 40 students; student numbers 2020 and 2021 differ",
        "Grade 5 pupils are welcome (grades 5-12).",
        "Note: 15 minutes for each talk",
        "Note 3.5 hours of travel.",
        "Papers with a score of 3.5 or more; minimum score: 3",
        "Password Hashing: Past and Future",
        "Password managers: 5 myths",
        "Title: Passwords: a Study",
        "Mark: Ada Reed",
        "| System | Score |\n|---|---|\n| A | 8.5 |",
        "In 2030 we met 40 people of ada@pages.example.",
    ],
)
def test_ordinary_numbers_and_words_stay(text: str) -> None:
    assert take_out_private_words(text) == (text, ())


def test_private_values_are_named_by_their_lines_and_never_shown() -> None:
    text = "---\nabstract: My student id is 70304050.\nnotes: ['Passcode: 998877']\n---\n\nAda (mark 8.5)\n"

    document = read_document(text.encode(), path="a.md")

    assert document.dropped == (
        Dropped("a mark in the text", "private", 6),
        Dropped("a student number in the text", "private", 2),
        Dropped("a passcode in the text", "private", 3),
    )
    assert [(it.code, it.message) for it in document.findings] == [
        ("private-in-text", "A mark in the text was left out. Take it out of the document too."),
        ("private-in-text", "A student number in the text was left out. Take it out of the document too."),
        ("private-in-text", "A passcode in the text was left out. Take it out of the document too."),
    ]
    assert (document.metadata, document.body) == ({"abstract": "My.", "notes": [""]}, "\nAda\n")


@pytest.mark.parametrize("text", ["student id ", "| Mark | Name |\n|---|---|\n", "passcode *", "mark (", "1,", "|a"])
def test_long_texts_take_little_time(text: str) -> None:
    begin = time.monotonic()

    take_out_private_words(text * 4000)

    assert time.monotonic() - begin < 2
