"""Import existing pages, such as Markdown files of a static site, as draft pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from wagtail.models import Page, Site

from pages import moments
from pages.attention import printing
from pages.attention.refresh import refresh_pages
from pages.importers.documents import ReadingOptions
from pages.importers.recognise import read_tree
from pages.importers.report import ImportReport
from pages.importers.sources import SourceTree
from pages.importers.store import StoreOptions, store_readings
from pages.models import EventIndexPage, EventPage, HomePage, SeminarSeriesPage
from pages.models.fields import language_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.models import StoredFinding

PARENT_TYPES = (HomePage, EventIndexPage, SeminarSeriesPage)
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Command(BaseCommand):
    """Reads documents, stores them as pages and reports on each.

    Exits with 0 whatever was found in the documents, with 1 when one of them could not be imported, and with 1 before
    anything is done when an argument is wrong.
    """

    help = (
        "Import Markdown, HTML and YAML documents, calendars (.ics) and tables of talks (.csv) as draft pages. A "
        "second run updates the pages whose documents have changed, keeps what editors changed, and writes nothing for "
        "the others. The report ends with what editors should look at on the pages. The exit status is 1 if a document "
        "could not be imported; findings do not count."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command line."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a document, or a folder of documents")
        parser.add_argument(
            "--parent",
            metavar="SLUG",
            help="slug of the home page, list of events or series to import into (default: the site's home page)",
        )
        parser.add_argument("--time-zone", metavar="ZONE", help="zone of times that state none, such as Europe/London")
        parser.add_argument("--year", type=int, metavar="YYYY", help="year of dates that state none")
        parser.add_argument("--language", metavar="CODE", help="language of the documents (default: en)")
        parser.add_argument("--publish", action="store_true", help="publish the pages instead of saving drafts")
        parser.add_argument("--dry-run", action="store_true", help="report what would be done and write nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text", help="form of the report")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the arguments, import, and print the report."""
        reading_options = ReadingOptions(
            time_zone=check_time_zone(options["time_zone"]),
            year=check_year(options["year"]),
            language=check_language(options["language"] or "en"),
        )
        paths = [check_path(path) for path in options["paths"]]
        check_database()
        parent = find_parent(options["parent"])
        tree = SourceTree.collect(paths)
        store_options = StoreOptions(
            parent=parent,
            language=reading_options.language if options["language"] else "",
            publish=options["publish"],
            dry_run=options["dry_run"],
            find_image=lambda source, document: tree.find_image(source, document=document),
        )
        documents = store_readings(read_tree(tree, reading_options), options=store_options)
        report = ImportReport(tuple(documents), tree.skipped)
        findings = None if options["dry_run"] else refresh_pages(find_stored(report, parent))
        self.stdout.write(to_json(report, findings) if options["format"] == "json" else to_text(report, findings))
        if report.is_failed:
            failed = ", ".join(document.file for document in documents if document.is_failed)
            raise CommandError(f"Not imported: {failed}")


def find_stored(report: ImportReport, parent: Page) -> list[int]:
    """The keys of the pages that a report names, whether or not the import has changed them."""
    pages = [page for it in report.documents if it.page for page in (it.page, *it.page.talks)]
    paths = {page.path for page in pages}
    events = EventPage.objects.filter(imported_documents__parent=parent).only("url_path").distinct()
    return [event.pk for event in events.order_by("path") if event.public_path in paths]


def to_json(report: ImportReport, findings: Sequence[StoredFinding] | None) -> str:
    """The report for programs; no findings are those of a dry run, whose pages are not stored."""
    return report.to_json(attention=None if findings is None else [printing.to_json(it) for it in findings])


def to_text(report: ImportReport, findings: Sequence[StoredFinding] | None) -> str:
    """The report for people."""
    lines = [line for it in findings or () for line in printing.to_lines(it)]
    return report.to_text(is_dry_run=findings is None, attention=lines)


def check_path(path: Path) -> Path:
    """The path, if there is something to read."""
    if not path.exists():
        raise CommandError(f"There is no file or folder {path}.")
    return path


def check_time_zone(name: str | None) -> str | None:
    """The name, if it is an IANA zone."""
    if name is not None and name not in moments.time_zones():
        raise CommandError(f"There is no time zone {name}. Use a name such as Europe/London.")
    return name


def check_year(year: int | None) -> int | None:
    """The year, if events can have it."""
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise CommandError(f"The year {year} is not between {FIRST_YEAR} and {LAST_YEAR}.")
    return year


def check_language(code: str) -> str:
    """The BCP 47 tag, if it is known."""
    known = {tag.lower(): tag for tag, _ in language_choices()}
    if code.lower() not in known:
        raise CommandError(f"There is no language {code}. Use a code such as en or zh-hans.")
    return known[code.lower()]


def check_database() -> None:
    """Refuse a database without tables."""
    if Site._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001  # documented model API
        raise CommandError("The database has no tables yet. Run manage.py migrate or make demo first.")


def find_parent(slug: str | None) -> Page:
    """The page with this slug that events can stand below; the home page of the default site without one."""
    if slug is None:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        root = site.root_page.specific if site else None
        if not isinstance(root, HomePage):
            raise CommandError("The default site has no home page. Name the page to import into with --parent.")
        return root
    pages = [page.specific for page in Page.objects.type(*PARENT_TYPES).filter(slug=slug).order_by("path")]
    if not pages:
        raise CommandError(f"There is no home page, list of events or seminar series with the slug {slug}.")
    if len(pages) > 1:
        paths = ", ".join(page.url_path for page in pages)
        raise CommandError(f"Several pages have the slug {slug}: {paths}.")
    return pages[0]
