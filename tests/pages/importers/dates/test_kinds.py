from __future__ import annotations

import pytest

from pages.importers.dates.kinds import date_kind, find_round, is_deadline, is_event_row


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Paper submission deadline", "submission"),
        ("Submission Deadline", "submission"),
        ("Deadline for all contributions", "submission"),
        ("Workshop proposals due", "submission"),
        ("Extended abstract submission", "submission"),
        ("投稿截止日期", "submission"),
        ("Date limite de soumission", "submission"),
        ("Abstract registration", "abstract"),
        ("Acceptance Notification", "notification"),
        ("Final decision date", "notification"),
        ("Decisions on revised papers", "notification"),
        ("Early reject notification", "notification"),
        ("录用通知", "notification"),
        ("Camera-ready copy", "camera_ready"),
        ("Final paper submission deadline", "camera_ready"),
        ("Final submission deadline", "camera_ready"),
        ("Resubmission of revised papers", "revision"),
        ("Rebuttal period", "rebuttal"),
        ("Interactive discussion and revision phase", "rebuttal"),
        ("Early-bird registration", "registration"),
        ("Supplementary material", "supplementary"),
        ("Submission site opens", "call_opens"),
        ("First call", "call_opens"),
        ("Submission site available", "call_opens"),
        ("Template available", "material_release"),
        ("Travel grant applications", "grant_application"),
        ("Presentation at Conference", "presentation"),
        ("Workshop", "presentation"),
        ("Publication", "other"),
    ],
)
def test_date_kind_of_label(label: str, kind: str) -> None:
    assert date_kind(label) == kind


@pytest.mark.parametrize(
    ("label", "deadline"),
    [
        ("Camera ready", True),
        ("Notification", False),
        ("Deadline", True),
        ("Nominations due", True),
        ("Workshop", False),
    ],
)
def test_is_deadline(*, label: str, deadline: bool) -> None:
    assert is_deadline(label, kind=date_kind(label)) == deadline


def test_is_deadline_of_an_unknown_kind_by_its_words() -> None:
    assert is_deadline("Nominations due", kind="other")


@pytest.mark.parametrize(
    ("label", "event"),
    [
        ("Workshop date", True),
        ("Conference dates", True),
        ("Conference", True),
        ("Main conference:", True),
        ("EXWS'31 Workshop (dates)", True),
        ("会议时间", True),
        ("Presentation at Conference", False),
        ("Workshop proposal", False),
        ("Conference registration", False),
        ("Tutorial", False),
    ],
)
def test_is_event_row(*, label: str, event: bool) -> None:
    assert is_event_row(label) == event


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Round 2", "Round 2"),
        ("Submission (first round)", "first round"),
        ("Spring cycle", "Spring cycle"),
        ("Phase II: papers", "Phase II"),
        ("2nd call", "2nd call"),
        ("Submission", ""),
    ],
)
def test_find_round(text: str, name: str) -> None:
    assert find_round(text) == name
