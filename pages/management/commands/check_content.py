"""`manage.py check_content`: what editors should look at, in all pages or some."""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from wagtail.models import Page

from pages.attention.printing import to_json, to_lines
from pages.attention.refresh import refresh_in_batches
from pages.attention.wording import has_rule
from pages.choices import FindingSeverity
from pages.models import EventPage, StoredFinding

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from pages.models import EventQuerySet


class Command(BaseCommand):
    """Check pages as their editors see them, keep the findings for the admin, and print the open ones."""

    help = (
        "Checks the latest versions of all events, drafts included, or of those named and the pages below them. What "
        "is found is kept for the report “Needs attention”, and printed unless it is left as it is."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command line."""
        severities = FindingSeverity.values
        parser.add_argument(
            "pages", nargs="*", metavar="PAGE", help="slug, or path such as /events/mlsec/ (default: all events)"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
        parser.add_argument(
            "--severity", choices=severities, action="append", help="print only these; can be given several times"
        )
        parser.add_argument(
            "--fail-on", choices=severities, help="exit with status 1 if something this grave or graver is found"
        )

    def handle(
        self, *_args: Any, pages: list[str], severity: list[str] | None, fail_on: str | None, **options: Any
    ) -> None:
        """Check the pages batch by batch, and print what is found as it comes."""
        found = Found(severity or FindingSeverity.values)
        print_findings = self.print_json if options["format"] == "json" else self.print_text
        print_findings(found, find_pages(pages))
        if fail_on and found.has_any(graver_than(fail_on)):
            raise CommandError(f"There are findings of severity {fail_on} or graver.", returncode=1)

    def print_text(self, found: Found, pages: EventQuerySet) -> None:
        """A line for each finding, its advice below it, and the count."""
        for finding in found.read(pages):
            self.stdout.write("\n".join(to_lines(finding)))
        counts = ", ".join(f"{found.counts[severity]} {severity}" for severity in FindingSeverity.values)
        self.stdout.write(f"{found.checked} pages checked; findings: {counts}.")

    def print_json(self, found: Found, pages: EventQuerySet) -> None:
        """One JSON object, written as the findings come."""
        self.stdout.write('{"findings": [', ending="")
        for number, finding in enumerate(found.read(pages)):
            text = json.dumps(to_json(finding), ensure_ascii=False)
            self.stdout.write(f"{',' if number else ''}\n{text}", ending="")
        counts = json.dumps(found.counts)
        self.stdout.write(f'\n], "pages": {found.checked}, "counts": {counts}}}')


class Found:
    """Reads findings of some severities, and counts all of them: `checked` pages, `counts` by severity."""

    def __init__(self, severities: Sequence[str]) -> None:
        self.severities = severities
        self.checked = 0
        self.counts = dict.fromkeys(FindingSeverity.values, 0)

    def read(self, pages: EventQuerySet) -> Iterator[StoredFinding]:
        """Check the pages, and give the open findings page by page; the number of queries per batch is constant."""
        for batch in refresh_in_batches(list(pages.values_list("pk", flat=True))):
            self.checked += len(batch)
            findings = StoredFinding.objects.open().filter(event__in=batch).select_related("event")
            for finding in filter(has_rule, findings.order_by("event__path", "pk")):
                self.counts[finding.severity] += 1
                if finding.severity in self.severities:
                    yield finding

    def has_any(self, severities: Iterable[str]) -> bool:
        """Whether anything of these severities was found."""
        return any(self.counts[severity] for severity in severities)


def graver_than(severity: str) -> Sequence[str]:
    """The severity and all graver ones."""
    return FindingSeverity.values[: FindingSeverity.values.index(severity) + 1]


def find_pages(names: Sequence[str]) -> EventQuerySet:
    """Events by slug or path, with those below; all without names; raises `CommandError` for a name of none."""
    events = EventPage.objects.filter(alias_of=None).order_by("path")
    if not names:
        return events
    return events.filter(reduce(or_, [below(name) for name in names]))


def below(name: str) -> Q:
    """Condition for the pages that a name stands for; raises `CommandError` if there are none."""
    path = name.strip("/")
    pages = Page.objects.filter(url_path__endswith=f"/{path}/") if "/" in name else Page.objects.filter(slug=name)
    paths = list(pages.order_by("path").values_list("path", flat=True))
    if not paths or not path:
        raise CommandError(f"There is no page “{name}”.")
    return reduce(or_, [Q(path__startswith=it) for it in paths])
