"""The pages of an import in the admin: sending, deciding, the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from pages.importers.recognise import KINDS
from pages.intake import jobs
from pages.intake.forms import DocumentDecision, UploadForm, targets
from pages.intake.limits import MOST_CORRECTED
from pages.intake.undoing import undo
from pages.intake.uploads import RefusedUploadError, Upload
from pages.models import EventPage, ImportJob, ImportState, StoredFinding

if TYPE_CHECKING:
    from django.contrib.auth.models import User

SHOWN = 20


def may_see(job: ImportJob, user: User) -> bool:
    """The owner, and those who publish below the target."""
    return job.owner_id == user.pk or job.target.permissions_for_user(user).can_publish_subpage()


def find_job(request: HttpRequest, key: Any) -> ImportJob:
    """The job with this key; as if there were none, for those it does not concern."""
    jobs.fail_silent_jobs()
    job = get_object_or_404(ImportJob.objects.select_related("owner", "target"), key=key)
    if not may_see(job, request.user):  # type: ignore[arg-type]  # the admin asks for a user
        raise Http404
    return job


def find_own_job(request: HttpRequest, key: Any) -> ImportJob:
    """The job with this key, for its owner, in whose name it is done; others are refused."""
    job = find_job(request, key)
    if job.owner_id != request.user.pk:
        raise PermissionDenied
    return job


class UploadView(TemplateView):
    """The form for files, and the user's latest imports."""

    template_name = "pages/intake/upload.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for those who may add pages somewhere."""
        if not targets(request.user).exists():  # type: ignore[arg-type]  # the admin asks for a user
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form and the imports."""
        user: Any = self.request.user
        initial = {"target": self.request.GET.get("target", "")}
        form = kwargs.pop("form", None) or UploadForm(user=user, initial=initial)
        recent = ImportJob.objects.filter(owner=user).select_related("target").defer("preview", "report", "undo")
        return {
            **super().get_context_data(**kwargs),
            "form": form,
            "media": form.media,
            "page_title": _("Import"),
            "header_title": _("Import"),
            "header_icon": "upload",
            "jobs": recent[:SHOWN],
            "breadcrumbs_items": [{"url": "", "label": _("Import")}],
        }

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check and keep what was sent, and have it read."""
        user: Any = request.user
        form = UploadForm(request.POST, request.FILES, user=user)
        if form.is_valid():
            try:
                upload = collect(form)
            except RefusedUploadError as error:
                form.add_error(None, str(error))
            else:
                return redirect(self._start(form, upload))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _start(self, form: UploadForm, upload: Upload) -> ImportJob:
        values = form.cleaned_data
        options = {name: values[name] for name in ("time_zone", "year", "language")}
        user: Any = self.request.user
        return jobs.create(owner=user, target=values["target"], options=options, upload=upload)


def collect(form: UploadForm) -> Upload:
    """What the form holds; raises `RefusedUploadError`, also where nothing can be imported."""
    upload = Upload()
    upload.add_all(form.sent_files())
    if text := form.cleaned_data["text"].strip():
        upload.add(f"pasted.{form.cleaned_data['text_kind'] or 'md'}", text.encode())
    if not upload.documents:
        reasons = " ".join(upload.left_out)
        raise RefusedUploadError(_("There is no document among these files.") + f" {reasons}")
    return upload


@method_decorator(never_cache, name="dispatch")
class JobView(TemplateView):
    """One import, in whatever state it is."""

    templates = {
        ImportState.READY: "pages/intake/preview.html",
        ImportState.DONE: "pages/intake/result.html",
        ImportState.UNDONE: "pages/intake/result.html",
    }

    def get_template_names(self) -> list[str]:
        """A page for each state."""
        return [self.templates.get(ImportState(self.job.state), "pages/intake/progress.html")]

    def get(self, request: HttpRequest, key: Any) -> HttpResponse:
        """The page of the state."""
        self.job = find_job(request, key)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Decide: store, read again with other kinds, or come back with what is wrong."""
        self.job = find_own_job(request, key)
        if self.job.state != ImportState.READY:
            messages.warning(request, _("This import has gone on meanwhile."))
            return redirect(self.job)
        decisions = make_decisions(self.job, request.POST)
        if "read-again" in request.POST:
            return self._read_again(decisions)
        if not all([it.is_valid() for it in decisions]):  # noqa: C419  # every form is to say what is wrong
            messages.error(request, _("Some values cannot be stored. They are marked below."))
            return self.render_to_response(self.get_context_data(decisions=decisions), status=422)
        chosen = {it.document["file"]: it.decision() for it in decisions}
        if not any(it.is_taken for it in chosen.values()):
            messages.error(request, _("No document is chosen. Choose at least one, or leave this page."))
            return redirect(self.job)
        kept = {path: it.to_json() for path, it in chosen.items()}
        return self._go_on(jobs.begin(self.job, state=ImportState.STORING, decisions=kept))

    def _read_again(self, decisions: list[DocumentDecision]) -> HttpResponse:
        chosen = {it.document["file"]: it.form.data.get(it.form.add_prefix("kind"), "") for it in decisions}
        kinds = {path: kind for path, kind in chosen.items() if kind in KINDS}
        return self._go_on(jobs.begin(self.job, options={**self.job.options, "kinds": kinds}))

    def _go_on(self, is_ours: bool) -> HttpResponse:  # noqa: FBT001  # what `begin` said
        if not is_ours:
            messages.warning(self.request, _("This import has gone on meanwhile."))
        return redirect(self.job)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page of the state shows."""
        job = self.job
        context = {
            "job": job,
            "is_own": job.owner_id == self.request.user.pk,
            "page_title": _("Import"),
            "page_subtitle": job.target.get_admin_display_title(),
            "header_title": f"{_('Import')}: {job.get_state_display()}",
            "header_icon": "upload",
            "breadcrumbs_items": [
                {"url": reverse("intake:upload"), "label": _("Import")},
                {"url": "", "label": job.get_state_display()},
            ],
            "left_out": [*job.options.get("left_out", []), *job.preview.get("skipped", [])],
        }
        if job.state == ImportState.READY:
            decisions = kwargs.pop("decisions", None) or make_decisions(job, None)
            context |= {"decisions": decisions, "media": decisions[0].form.media if decisions else ""}
        if job.state in {ImportState.DONE, ImportState.UNDONE}:
            context |= {"pages": find_pages(job), "kept": job.message.splitlines()}
        return {**super().get_context_data(**kwargs), **context}


def make_decisions(job: ImportJob, data: Any) -> list[DocumentDecision]:
    """The forms of the documents in their order."""
    kinds = job.options.get("kinds", {})
    decisions: list[DocumentDecision] = []
    left = MOST_CORRECTED
    for number, document in enumerate(job.preview.get("documents", [])):
        kind = kinds.get(document["file"], "")
        decisions.append(DocumentDecision(number, document, data, kind=kind, most_talks=left))
        left -= len(decisions[-1].talks)
    return decisions


def find_pages(job: ImportJob) -> list[dict[str, Any]]:
    """The pages that were made or changed and still are there, each with what is to be looked at."""
    changes = {change["page"]: change for change in job.undo.get("pages", [])}
    pages = EventPage.objects.filter(pk__in=changes).order_by("path")
    findings: dict[int, int] = {}
    for event in StoredFinding.objects.open().filter(event__in=changes).values_list("event_id", flat=True):
        findings[event] = findings.get(event, 0) + 1
    return [
        {"page": page, "is_new": changes[page.pk]["is_new"], "findings": findings.get(page.pk, 0)} for page in pages
    ]


@method_decorator(never_cache, name="dispatch")
class ProgressView(View):
    """How far an import is, for the script of its page."""

    def get(self, request: HttpRequest, key: Any) -> JsonResponse:
        """State and figures."""
        job = find_job(request, key)
        is_working = job.state in jobs.WORKING
        return JsonResponse({"state": job.state, "working": is_working, "done": job.done, "total": job.total})


class RunView(View):
    """Does at once what waits for a worker, or begins again what has failed."""

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Take the step in this request."""
        job = find_own_job(request, key)
        if job.state == ImportState.FAILED:
            jobs.begin(job)
        elif job.state in jobs.WORKING:
            jobs.work(job.pk)
        return redirect(job)


class UndoView(View):
    """Takes an import back."""

    def post(self, request: HttpRequest, key: Any) -> HttpResponse:
        """Undo, and say what stays."""
        job = find_job(request, key)
        user: Any = request.user
        if job.state != ImportState.DONE:
            messages.warning(request, _("There is nothing to undo."))
            return redirect(job)
        kept = undo(job, user=user)
        if kept:
            messages.warning(request, _("The import is undone, except for what has been touched since."))
        else:
            messages.success(request, _("The import is undone."))
        return redirect(job)
