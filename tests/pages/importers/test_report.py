"""The report, for people and for programs."""

from __future__ import annotations

import json

import pytest

from pages.checks import RULES
from pages.importers.documents import Dropped, Finding, Severity
from pages.importers.report import CHECKS, DateReport, DocumentReport, ImportReport, Outcome, PageReport

TALK = PageReport(
    "talk", "/tides/knots/", None, Outcome.UNCHANGED, live=True, start="2030-05-01T12:30:00Z", source="k.md"
)
SERIES = PageReport("seminar_series", "/tides/", "Tides", Outcome.CREATED, talks=(TALK,))
CALL = PageReport(
    "call_for_papers", "/call/", "Call", Outcome.UPDATED, dates=(DateReport("submission", "Papers", "2030-03-01"),)
)
REPORT = ImportReport(
    (
        DocumentReport(
            "a.md",
            SERIES,
            (
                Finding("year-inferred", Severity.HINT, "2030 was taken.", 3, 0.8),
                Finding("link-empty", Severity.WARNING, "No address."),
            ),
            (Dropped("layout", "theme", 2),),
        ),
        DocumentReport("b.md", CALL),
        DocumentReport("c.md", None, (Finding("store-failed", Severity.ERROR, "It failed."),)),
    ),
    (Finding("skipped-file", Severity.HINT, "README.md: no event."),),
)


def test_report_for_programs():
    documents = json.loads(REPORT.to_json())

    talk = {
        "type": "talk",
        "path": "/tides/knots/",
        "title": None,
        "outcome": "unchanged",
        "unchanged": True,
        "live": True,
        "start": "2030-05-01T12:30:00Z",
    }
    assert documents == {
        "documents": [
            {
                "file": "a.md",
                "page": {
                    "type": "seminar_series",
                    "path": "/tides/",
                    "title": "Tides",
                    "outcome": "created",
                    "created": True,
                    "live": False,
                    "start": None,
                    "talks": [talk],
                },
                "findings": [
                    {
                        "code": "year-inferred",
                        "check": "D06",
                        "severity": "hint",
                        "line": 3,
                        "message": "2030 was taken.",
                        "confidence": 0.8,
                    },
                    {
                        "code": "link-empty",
                        "check": "L01",
                        "severity": "warning",
                        "line": None,
                        "message": "No address.",
                    },
                ],
                "dropped": [{"what": "layout", "reason": "theme", "line": 2}],
            },
            {
                "file": "b.md",
                "page": {
                    "type": "call_for_papers",
                    "path": "/call/",
                    "title": "Call",
                    "outcome": "updated",
                    "updated": True,
                    "live": False,
                    "start": None,
                    "important_dates": [{"kind": "submission", "label": "Papers", "start": "2030-03-01"}],
                },
                "findings": [],
                "dropped": [],
            },
            {
                "file": "c.md",
                "page": None,
                "findings": [{"code": "store-failed", "severity": "error", "line": None, "message": "It failed."}],
                "dropped": [],
            },
        ],
        "skipped": [{"code": "skipped-file", "severity": "hint", "line": None, "message": "README.md: no event."}],
    }


def test_checks_named_by_findings_exist():
    families = {code.partition("-")[0] for code in RULES}

    assert set(CHECKS.values()) <= families


def test_report_for_programs_of_nothing():
    assert json.loads(ImportReport().to_json()) == {"documents": []}


@pytest.mark.parametrize(("is_dry_run", "end"), [(False, ""), (True, " Nothing was written.")])
def test_report_for_people(is_dry_run, end):
    assert REPORT.to_text(is_dry_run=is_dry_run) == (
        "a.md\n"
        "  created seminar_series /tides/ “Tides” (draft)\n"
        "    unchanged talk /tides/knots/ “to be announced”\n"
        "  a.md:3: hint year-inferred [D06]: 2030 was taken.\n"
        "  a.md: warning link-empty [L01]: No address.\n"
        "  a.md:2: left out: layout (theme)\n"
        "\n"
        "b.md\n"
        "  updated call_for_papers /call/ “Call” (draft)\n"
        "\n"
        "c.md\n"
        "  no page\n"
        "  c.md: error store-failed: It failed.\n"
        "\n"
        "Skipped\n"
        "  README.md: no event.\n"
        "\n"
        f"3 documents; pages: 1 created, 1 updated, 1 unchanged; 1 failed.{end}"
    )


def test_report_for_people_of_nothing():
    assert ImportReport().to_text() == "0 documents; pages: 0 created, 0 updated, 0 unchanged; 0 failed."


def test_report_is_failed_when_a_document_is():
    assert (REPORT.is_failed, ImportReport(REPORT.documents[:2]).is_failed) == (True, False)
