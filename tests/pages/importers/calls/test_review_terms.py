from __future__ import annotations

import pytest

from pages.importers.calls.review_terms import (
    ordinal_suffix,
    read_anonymity,
    read_edition,
    read_languages,
    read_policies,
    rejects_wrong_format,
)


@pytest.mark.parametrize(
    ("number", "suffix"), [(1, "st"), (2, "nd"), (3, "rd"), (4, "th"), (11, "th"), (21, "st"), (112, "th")]
)
def test_ordinal_suffix(number: int, suffix: str) -> None:
    assert ordinal_suffix(number) == suffix


@pytest.mark.parametrize(
    ("text", "edition", "codes"),
    [
        ("The 1th International Conference on X", 1, ["ordinal-misspelt"]),
        ("The 2nd Workshop on X", 2, []),
        ("12th Brazilian Symposium", 12, []),
        ("the Third Annual Workshop", 3, []),
        ("第3届大会", 3, []),
        ("第十届大会", 10, []),
        ("the 3rd of May", None, []),
    ],
)
def test_read_edition(text: str, edition: int | None, codes: list[str]) -> None:
    found, findings = read_edition([("nothing here", 1), (text, 5)])

    assert (found, [(it.code, it.line) for it in findings]) == (edition, [(code, 5) for code in codes])


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("Texts may be submitted in Italian, French, or German.", ("it", "fr", "de")),
        ("Please have it written in English or Chinese, and short.", ("en", "zh")),
        ("Language: English", ("en",)),
        ("论文可以用中文或英文撰写。", ("zh", "en")),
        ("Similarity in Portuguese texts.", ()),
    ],
)
def test_read_languages(text: str, languages: tuple[str, ...]) -> None:
    assert read_languages(text) == languages


@pytest.mark.parametrize(
    ("text", "anonymity"),
    [
        ("reviewing is double blind", "double_blind"),
        ("We want anonymized texts.", "double_blind"),
        ("manuscripts must not reveal their authors", "double_blind"),
        ("single-blind review", "single_blind"),
        ("papers need not be anonymous", "single_blind"),
        ("an open peer-review process", "open"),
        ("by three reviewers", "unstated"),
    ],
)
def test_read_anonymity(text: str, anonymity: str) -> None:
    assert read_anonymity(text) == anonymity


def test_read_policies_keeps_the_sentences_about_originality() -> None:
    sentences = ["We like <b>.", "Work must not be previously published & is new.", "At least one author registers."]

    assert read_policies(sentences) == (
        "<p>Work must not be previously published &amp; is new.</p>\n<p>At least one author registers.</p>"
    )


@pytest.mark.parametrize(
    ("sentences", "rejects"),
    [
        (["A text in any other format risks being rejected without review."], True),
        (["Follow the template.", "Others will be desk-rejected."], True),
        (["Papers out of scope may be rejected without review."], False),
        (["We review."], False),
    ],
)
def test_rejects_wrong_format(*, sentences: list[str], rejects: bool) -> None:
    assert rejects_wrong_format(sentences) == rejects


@pytest.mark.parametrize(
    ("title", "edition"),
    [
        ("XXVII Simpósio de Musgos", 27),
        ("XIV International Workshop on Moss", 14),
        ("LII Congress of Moss", 52),
        ("MIX Moss", None),
    ],
)
def test_edition_in_roman_numerals(title: str, edition: int | None) -> None:
    assert read_edition([(title, 1)]) == (edition, ())
