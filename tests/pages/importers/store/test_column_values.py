"""Values as columns take them."""

from __future__ import annotations

import pytest

from pages.importers.documents import Finding, Severity
from pages.importers.store.column_values import Remarks, fit, fit_languages, fit_list, without_known
from pages.models import ForumPage, Grant, ImportantDate, Link, Person, TutorialPage


@pytest.mark.parametrize(
    ("model", "name", "value", "fitted"),
    [
        (Link, "url", " example.org/x ", "https://example.org/x"),
        (Link, "url", None, ""),
        (ForumPage, "max_pages", 4, 4),
        (ForumPage, "max_pages", None, None),
        (ForumPage, "open_to_teams", False, False),
        (ForumPage, "schedule_status", "", "tbd"),
        (ForumPage, "venue", " Pier 3 ", "Pier 3"),
    ],
)
def test_fit_gives_what_the_column_takes(model, name, value, fitted):
    remarks = Remarks()

    assert fit(model, name, value, remarks=remarks) == fitted
    assert (remarks.findings, remarks.notes) == ([], [])


@pytest.mark.parametrize(
    ("model", "name", "value", "default"),
    [
        (Link, "url", "javascript:alert(1)", ""),
        (Link, "url", "https://example.org/" + "x" * 2000, ""),
        (Person, "orcid", "0000-0002-1825-0098", ""),
        (Person, "email", "ada at example", ""),
        (ForumPage, "country", "XX", ""),
        (ForumPage, "max_pages", -1, None),
        (ImportantDate, "kind", "party", "submission"),
    ],
)
def test_fit_keeps_an_invalid_value_in_the_notes_alone(model, name, value, default):
    remarks = Remarks()

    fitted = fit(model, name, value, remarks=remarks, line=7)

    assert fitted == default
    assert [(finding.code, finding.line) for finding in remarks.findings] == [("value-invalid", 7)]
    assert str(value) not in remarks.findings[0].message
    assert remarks.notes[0].endswith(f": {value}")


def test_fit_cuts_a_long_text_and_keeps_the_whole_in_the_notes():
    remarks = Remarks()
    text = "Quay " * 60

    fitted = fit(ForumPage, "venue", text, remarks=remarks)

    assert (len(fitted) <= 255, fitted[-1]) == (True, "…")
    assert [finding.code for finding in remarks.findings] == ["value-too-long"]
    assert remarks.notes == [f"venue: {text.strip()}"]


def test_languages_are_known_tags_each_once():
    remarks = Remarks()

    tags = fit_languages(TutorialPage, "languages", ("en_GB", "de-XX", "de", "tlh"), remarks=remarks)

    assert tags == ["en-gb", "de"]
    assert [finding.code for finding in remarks.findings] == ["value-invalid"]


def test_list_keeps_the_known_values():
    remarks = Remarks()

    assert fit_list(Grant, "covers", ("travel", "champagne"), remarks=remarks) == ["travel"]
    assert len(remarks.findings) == 1


def test_remarks_do_not_repeat_the_reader_or_themselves():
    remarks = without_known(Remarks(), [Finding("photo-missing", Severity.WARNING, "no file", 3)])

    remarks.add("photo-missing", "gone", line=3)
    remarks.add("photo-missing", "gone", line=4)
    remarks.add("photo-missing", "gone", line=4)

    assert [finding.line for finding in remarks.findings] == [4]
