"""A recorded change of a date, as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pages.choices import DateChangeKind
from pages.history.spans import describe_announcement, describe_move
from pages.panels import describe_moment

if TYPE_CHECKING:
    from pages.models import DateChange


def describe_change(change: DateChange) -> str:
    """What happened to the date, when that was announced, and why: "Submission extended from 5 to 12 November 2017"."""
    sentence = describe_deadline(change) if change.date_key else describe_event(change)
    return with_reason(sentence, change.reason)


def with_reason(sentence: str, reason: str) -> str:
    """A sentence, with the reason that was recorded."""
    return _("%(sentence)s (%(reason)s)") % {"sentence": sentence, "reason": reason} if reason else sentence


def describe_event(change: DateChange) -> str:
    """A change of an event's own start."""
    if change.kind == DateChangeKind.CANCELLED:
        return describe_cancellation(change)
    if change.new_moment.date is None:
        return with_announcement(
            _("No longer on %(old)s; the new date is to be announced") % {"old": describe_moment(change.old_moment)},
            change,
        )
    return with_announcement(_("Moved %(span)s") % {"span": span_of(change)}, change)


def describe_cancellation(change: DateChange) -> str:
    """An event that was called off."""
    if change.announced_at is None:
        return _("Cancelled; it was to take place on %(old)s") % {"old": describe_moment(change.old_moment)}
    return _("Cancelled on %(day)s; it was to take place on %(old)s") % {
        "day": describe_announcement(change.announced_at, beside=None),
        "old": describe_moment(change.old_moment),
    }


def describe_deadline(change: DateChange) -> str:
    """A change of an important date."""
    words = {"label": change.label, "old": describe_moment(change.old_moment), "span": ""}
    if change.kind == DateChangeKind.CANCELLED:
        return with_announcement(_("%(label)s no longer announced; it was %(old)s") % words, change)
    if change.new_moment.date is None:
        return with_announcement(_("%(label)s no longer on %(old)s; to be announced") % words, change)
    return with_announcement(DEADLINES[DateChangeKind(change.kind)]() % {**words, "span": span_of(change)}, change)


DEADLINES = {
    DateChangeKind.EXTENDED: lambda: _("%(label)s extended %(span)s"),
    DateChangeKind.ADVANCED: lambda: _("%(label)s brought forward %(span)s"),
    DateChangeKind.CORRECTED: lambda: _("%(label)s corrected %(span)s"),
    DateChangeKind.RESCHEDULED: lambda: _("%(label)s moved %(span)s"),
}
"""How a deadline changed, with the days it changed between."""


def span_of(change: DateChange) -> str:
    """From the old to the new moment."""
    return describe_move(change.old_moment, change.new_moment)


def with_announcement(sentence: str, change: DateChange) -> str:
    """A sentence with the day on which the public was told, as far as it is known."""
    if change.announced_at is None:
        return sentence
    day = describe_announcement(change.announced_at, beside=change.new_moment.date)
    return _("%(sentence)s, announced on %(day)s") % {"sentence": sentence, "day": day}
