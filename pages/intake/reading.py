"""Documents of an import read and stored exactly as by `manage.py import_documents`."""

from __future__ import annotations

import datetime as dt
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pages.importers.documents import ReadingOptions
from pages.importers.recognise import read_tree
from pages.importers.report import ImportReport
from pages.importers.sources import SourceTree
from pages.importers.store import StoreOptions, store_readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pages.importers.documents import Reading
    from pages.importers.store.journal import Journal
    from pages.models import ImportJob

FOLDERS_ABOVE = ("import", "of", "an", "editor")
"""Readers look for data in folders above a document; none but ours lie above these."""


@dataclass(frozen=True)
class Documents:
    """The readings of an import, while its files lie in a folder."""

    tree: SourceTree
    readings: Sequence[Reading]


@contextmanager
def read_job(job: ImportJob) -> Iterator[Documents]:
    """Unpack the files of a job into a folder for as long as the block lasts, and read them."""
    with tempfile.TemporaryDirectory(prefix="import-") as root:
        folder = Path(root, *FOLDERS_ABOVE)
        folder.mkdir(parents=True)
        for file in job.files.all().iterator(chunk_size=20):
            path = folder / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bytes(file.content))
        tree = SourceTree.collect([folder])
        yield Documents(tree, read_tree(tree, reading_options(job), kinds=job.options.get("kinds", {})))


def reading_options(job: ImportJob) -> ReadingOptions:
    """What the editor said about all documents; the day is that of the upload, so that a second reading is the same."""
    return ReadingOptions(
        time_zone=job.options.get("time_zone") or None,
        year=job.options.get("year") or None,
        language=job.options.get("language") or "en",
        today=dt.date.fromisoformat(job.options["today"]) if job.options.get("today") else None,
    )


def store(
    job: ImportJob, documents: Documents, readings: Sequence[Reading], *, dry_run: bool, journal: Journal | None = None
) -> ImportReport:
    """Store readings below the job's target as drafts, all or none; a dry run reports the same and leaves nothing."""
    options = StoreOptions(
        parent=job.target.specific,
        language=job.options.get("language") or "",
        dry_run=dry_run,
        find_image=lambda source, document: documents.tree.find_image(source, document=document),
        user=job.owner,
        is_whole=not dry_run,
        journal=journal,
    )
    return ImportReport(tuple(store_readings(readings, options=options)), documents.tree.skipped)


def without_document(reading: Reading) -> Reading:
    """A reading of which no page is made."""
    return replace(reading, event=None)
