"""An import on its way: read, decided, stored. Each step is claimed, so that two processes never take the same one."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task
from wagtail.log_actions import LogContext

from pages.background import BACKEND
from pages.importers.documents import Severity
from pages.importers.store.journal import Journal
from pages.intake import reading
from pages.intake.decisions import Decision, apply
from pages.intake.limits import FEW_DOCUMENTS, KEPT_DAYS, LITTLE
from pages.intake.preview import describe, digest
from pages.models import ImportFile, ImportJob, ImportState

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from wagtail.models import Page

    from pages.importers.report import ImportReport
    from pages.intake.uploads import Upload

logger = logging.getLogger(__name__)

SILENCE = dt.timedelta(minutes=15)
"""An import that nobody has worked on for so long has lost its worker: nothing that may be sent takes half of it."""

WORKING = frozenset({ImportState.READING, ImportState.STORING})


class TargetError(PermissionError):
    """The owner may not add pages below the target any more."""


def create(*, owner: User, target: Page, options: dict[str, object], upload: Upload) -> ImportJob:
    """Keep what was sent, and read it: at once when it is little, else by the worker."""
    values = {**options, "today": timezone.localdate().isoformat(), "left_out": upload.left_out}
    with transaction.atomic():
        job = ImportJob.objects.create(owner=owner, target=target, options=values)
        for path, content in upload.files.items():
            ImportFile.objects.create(job=job, path=path, content=content, size=len(content))
        job.options["is_little"] = upload.documents < FEW_DOCUMENTS and upload.size < LITTLE
        job.save(update_fields=["options"])
    _have_taken(job)
    return job


def begin(job: ImportJob, *, state: ImportState = ImportState.READING, **values: object) -> bool:
    """Bring a job from the state it is known in to a step, and have that taken; False if somebody else was faster.

    `values` are kept along with the step.
    """
    as_known = ImportJob.objects.filter(pk=job.pk, state=job.state)
    values |= {"state": state, "total": 0, "done": 0, "message": "", "beat_at": timezone.now()}
    is_ours = bool(as_known.update(**values))
    if is_ours:
        _have_taken(job)
    return is_ours


def _have_taken(job: ImportJob) -> None:
    if job.options.get("is_little"):
        work(job.pk)
    else:
        take_step.enqueue(job.pk)


@task(backend=BACKEND)
def take_step(key: int) -> str:
    """Do what is next for a job, in the worker; gives the state it has come to."""
    work(key)
    return ImportJob.objects.filter(pk=key).values_list("state", flat=True).first() or "gone"


def work(key: int) -> None:
    """Take the step a job waits for, unless somebody else has; whatever goes wrong is said on the job."""
    if not ImportJob.objects.filter(pk=key, state__in=WORKING, total=0).update(total=1, beat_at=timezone.now()):
        return
    job = ImportJob.objects.select_related("owner", "target").get(pk=key)
    try:
        with override(None), LogContext(user=job.owner):
            check_target(job)
            (read_and_describe if job.state == ImportState.READING else read_and_store)(job)
    except TargetError:
        _fail(job, _("You may not add pages there any more."))
    except Exception:
        logger.exception("The import %s failed", job.key)
        _fail(job, _("Something went wrong; nothing was written. The log has the details."))


def check_target(job: ImportJob) -> None:
    """Raise `TargetError` unless the owner may still add pages below the target."""
    if not job.owner.is_active or not job.target.permissions_for_user(job.owner).can_add_subpage():
        raise TargetError


def read_and_describe(job: ImportJob) -> None:
    """Read the documents, try them out, and keep what would be done."""
    with reading.read_job(job) as documents:
        _note(job, done=0, total=len(documents.readings))
        report = reading.store(job, documents, documents.readings, dry_run=True)
        job.preview = describe(documents.readings, report)
    job.state, job.done = ImportState.READY, job.total
    _save(job, "preview", "state", "done")


def read_and_store(job: ImportJob) -> None:
    """Store what was accepted in one transaction; a document that fails takes back all of them."""
    decisions = {path: Decision.from_json(values) for path, values in job.decisions.items()}
    journal = Journal()
    with reading.read_job(job) as documents:
        _note(job, done=0, total=len(documents.readings))
        if digest(documents.readings) != job.preview["digest"]:
            _fail(job, _("The documents are read differently by now. Have them read again, and decide anew."))
            return
        with transaction.atomic():
            decided = apply(documents.readings, decisions)
            report = reading.store(job, documents, decided, dry_run=False, journal=journal)
            if not report.is_failed:
                _finish(job, report, journal)
    if report.is_failed:
        failed = [
            f"{document.file}: {finding.message}"
            for document in report.documents
            for finding in document.findings
            if document.is_failed and finding.severity is Severity.ERROR
        ]
        _fail(job, _("Nothing was imported. Leave out or correct: %(documents)s") % {"documents": " ".join(failed)})


def _finish(job: ImportJob, report: ImportReport, journal: Journal) -> None:
    """Keep the outcome in the transaction of the import itself."""
    job.report = {"documents": [document.to_json() for document in report.documents]}
    job.undo = {"pages": [asdict(change) for change in journal.pages], "made": journal.made}
    job.state, job.done = ImportState.DONE, job.total
    _save(job, "report", "undo", "state", "done")


def _note(job: ImportJob, *, done: int, total: int) -> None:
    job.done, job.total = done, max(total, 1)
    _save(job, "done", "total")


def _fail(job: ImportJob, message: str) -> None:
    job.state, job.message = ImportState.FAILED, message
    _save(job, "state", "message")


def _save(job: ImportJob, *names: str) -> None:
    job.beat_at = timezone.now()
    job.save(update_fields=[*names, "beat_at"])


def fail_silent_jobs() -> int:
    """Give up imports whose worker has ended in the middle of them; returns how many."""
    before = timezone.now() - SILENCE
    lost = ImportJob.objects.filter(state__in=WORKING, total__gt=0, beat_at__lt=before)
    message = _("The import was interrupted; nothing was written. Start it again.")
    return lost.update(state=ImportState.FAILED, message=message)


def prune_imports() -> int:
    """Forget imports of more than 30 days ago with their files; returns how many. Their pages stay."""
    old = ImportJob.objects.filter(created_at__lt=timezone.now() - dt.timedelta(days=KEPT_DAYS))
    count = old.count()
    old.delete()
    return count


def tidy_imports() -> None:
    """What the worker does from time to time."""
    fail_silent_jobs()
    prune_imports()
