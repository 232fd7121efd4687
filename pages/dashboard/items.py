"""What stands on the desk, as plain values that a page and a mail can show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Chip:
    """Something short that leads somewhere; `url` is a path of the admin."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Item:
    """A row: what, where to, when, what is said of it, its states, and what it lacks."""

    title: str
    url: str
    when: str = ""
    note: str = ""
    states: tuple[str, ...] = ()
    lacks: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything an editor has before them. `findings` are numbers by severity, the worst first, without zeros."""

    events: tuple[Item, ...] = ()
    deadlines: tuple[Item, ...] = ()
    waiting: tuple[Item, ...] = ()
    scheduled: tuple[Item, ...] = ()
    imports: tuple[Item, ...] = ()
    findings: Mapping[str, int] | None = None
    report_url: str = ""

    @property
    def sections(self) -> list[tuple[str, _StrPromise, tuple[Item, ...]]]:
        """Name, heading and rows of each part that has any, the most pressing first."""
        parts = [
            ("waiting-for-you", _("Waiting for you"), self.waiting),
            ("next-events", _("On now and next"), self.events),
            ("open-deadlines", _("Open deadlines"), self.deadlines),
            ("scheduled-pages", _("Goes live or ends soon"), self.scheduled),
            ("failed-imports", _("Imports that failed"), self.imports),
        ]
        return [part for part in parts if part[2]]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.sections and not self.findings
