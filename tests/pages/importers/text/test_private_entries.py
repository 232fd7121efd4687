from __future__ import annotations

import pytest

from pages.importers.front_matter import read_document
from pages.importers.text.metadata_keys import is_private
from pages.importers.text.private_entries import take_out_private_entries

BROKEN = """\
---
layout: page
organizers:
  -
    name: Ada Ex
    id: CANARY1
    e-mail: CANARY2@ex.example
title: Quiet: Fans: [and more
score1: CANARY3
comments: "CANARY4
  CANARY5: more

  CANARY6"
people: {name: Bo Ex, id: CANARY7, grade: "CANARY8"}
teacher_comment: |
  CANARY9
venue: Hall
---
# Fans
id: is a word here
"""
PUBLIC = ["Ada Ex", "Quiet: Fans: [and more", "Bo Ex", "venue: Hall", "# Fans", "id: is a word here"]


@pytest.mark.parametrize(
    "text",
    [BROKEN, BROKEN.replace("\n---\n", "\n\n", 1), BROKEN.removeprefix("---\n"), BROKEN.replace("---", "+++")],
    ids=["closed", "unclosed", "unopened", "toml"],
)
def test_broken_front_matter_keeps_all_but_private_entries(text: str) -> None:
    document = read_document(text.encode(), path="call.md")

    assert "CANARY" not in repr(document)
    assert [words for words in PUBLIC if words not in document.body] == []
    assert document.body.count("\n") == text.count("\n")


def test_private_entries_are_dropped_by_name() -> None:
    document = read_document(BROKEN.encode(), path="call.md")

    names = ["id", "e-mail", "score1", "comments", "id", "grade", "teacher_comment"]
    assert [it.what for it in document.dropped] == [f"front matter “{name}”" for name in names]
    assert [it.line for it in document.dropped] == [6, 7, 9, 10, 14, 14, 15]


def test_broken_data_file_keeps_no_private_entry() -> None:
    document = read_document(b"- name: [Ada\n  phone: CANARY\n  role: chair\n", path="_data/people.yml")

    assert (document.body, len(document.dropped)) == ("- name: [Ada\n\n  role: chair\n", 1)


def test_text_without_front_matter_is_left_alone() -> None:
    text = "We ask for papers.\n\nemail: of the chairs\n"

    assert take_out_private_entries(text) == (text, ())


@pytest.mark.parametrize(
    "key",
    [
        *(
            "student_id",
            "Student ID",
            "studentNumber",
            "matrikel",
            "Matrikelnummer",
            "matriculation number",
            "id",
            "sid",
        ),
        *("grade", "marks", "score-1", "finalScore", "gpa", "points", "rating", "成绩", "评分"),
        *(
            "teacher_comment",
            "comments",
            "comment_by_teacher",
            "feedback",
            "reviewer_notes",
            "review_2",
            "评语",
            "remark",
        ),
        *(
            "phone",
            "mobile_phone",
            "e-mail",
            "E-Mail-Adresse",
            "contact_email",
            "wechat",
            "邮箱",
            "password",
            "api_key",
        ),
    ],
)
def test_key_is_private(key: str) -> None:
    assert is_private(key)


@pytest.mark.parametrize(
    "key",
    ["title", "venue", "mailing_list", "keynotes", "topics", "submission_site", "telescope", "numbers", "pointers"],
)
def test_key_is_public(key: str) -> None:
    assert not is_private(key)
