"""An editor looks at an answer, part by part, and decides."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from pages.completion.acceptance import (
    Choice,
    StaleError,
    accept,
    close_link,
    known_keys,
    lock_waiting,
    may_publish,
)
from pages.completion.asking import current_user, find_editable_link, mail
from pages.completion.places import ClosedError, Ending, Place, find_place
from pages.completion.proposals import find_proposals
from pages.models import CompletionFile, CompletionLink, CompletionState
from pages.models.completion import MOST_IN_MESSAGE

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.http.response import HttpResponseBase

LEAST_DAYS = 14
"""How long a speaker has at least who is asked again."""

LONGEST_NUMBER = 18
"""Digits."""

REASONS = {
    Ending.CANCELLED: gettext_lazy("The talk is cancelled. Nothing can be accepted."),
    Ending.NOT_SPEAKING: gettext_lazy("This person is no speaker of the talk any more. Nothing can be accepted."),
}


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """What the speaker sent beside what the talk says, and what to do with it."""

    template_name = "pages/completion/review.html"
    page_title = gettext_lazy("Answer of a speaker")
    header_icon = "user"

    @cached_property
    def link(self) -> CompletionLink:
        """The link; see `find_editable_link`."""
        return find_editable_link(self.kwargs["link_id"], current_user(self.request))

    def get_page_subtitle(self) -> str:
        """The speaker's name."""
        return self.link.person.name

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way through the list of answers."""
        answers = {"url": reverse("completion_answers"), "label": _("Answers of speakers")}
        return [*self.breadcrumbs_items, answers, {"url": "", "label": self.get_page_subtitle()}]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The answer, and what the user may do with it."""
        link, user = self.link, current_user(self.request)
        place, reason = find_place_or_reason(link)
        is_locked = bool(link.talk.permissions_for_user(user).page_locked())
        return super().get_context_data(
            link=link,
            is_waiting=link.state == CompletionState.ANSWERED,
            state=link.state_at(timezone.now()).label,
            reason=_("The page is locked. Nothing can be accepted.") if is_locked and place else reason,
            may_accept=place is not None and not is_locked,
            may_publish=place is not None and not is_locked and may_publish(place.talk, user),
            revision=place.talk.latest_revision_id if place else None,
            proposals=find_proposals(place, user) if place and link.state == CompletionState.ANSWERED else [],
            consents=link.consents.filter(recorded_at=link.sent_at) if link.sent_at else [],
            most=MOST_IN_MESSAGE,
            **context,
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Accept, ask again or decline, as the button says; nothing where another answer waits than the user saw."""
        if self.link.state != CompletionState.ANSWERED:
            messages.error(request, _("This answer has been decided about already."))
            return redirect("completion_answers")
        act = (
            self._ask_again if "again" in request.POST else self._decline if "decline" in request.POST else self._accept
        )
        try:
            is_done = act()
        except StaleError:
            messages.warning(request, _("The talk or the answer has changed meanwhile. Please look at it again."))
            is_done = False
        return redirect("completion_answers") if is_done else redirect("completion_review", self.link.pk)

    def _accept(self) -> bool:
        """Take over what is ticked; False, with the reason in words, where that could not be done.

        Raises `StaleError`, as the others do.
        """
        request, user = self.request, current_user(self.request)
        if self.link.talk.permissions_for_user(user).page_locked():
            messages.error(request, _("The page is locked. Nothing was changed."))
            return False
        try:
            talk = accept(self.link, user, choice=read_choice(request))
        except ClosedError as closed:
            messages.error(request, str(REASONS[closed.ending]))
        except ValidationError as error:
            text = _("The talk cannot be saved as it is, so nothing was changed: %(errors)s")
            messages.error(request, text % {"errors": " ".join(error.messages)})
        else:
            edit = messages.button(reverse("wagtailadmin_pages:edit", args=[talk.pk]), _("Edit the talk"))
            messages.success(request, _("The answer is accepted."), buttons=[edit])
            return True
        return False

    def _decline(self) -> bool:
        """Close the link."""
        with transaction.atomic():
            link = lock_waiting(self.link, times_sent=read_choice(self.request).times_sent)
            close_link(link, CompletionState.DECLINED, user=current_user(self.request))
        messages.success(self.request, _("The answer is declined. The speaker is not told."))
        return True

    def _ask_again(self) -> bool:
        """Give the speaker another turn, with what they have written so far."""
        with transaction.atomic():
            link = lock_waiting(self.link, times_sent=read_choice(self.request).times_sent)
            message = self.request.POST.get("message", "").replace("\x00", "").strip()[:MOST_IN_MESSAGE]
            reopen(link, message=message, user=current_user(self.request))
        mail(self.request, link)
        return True


def reopen(link: CompletionLink, *, message: str, user: User) -> None:
    """Let the speaker write again, for two weeks at least; a link that has expired gets another address."""
    now = timezone.now()
    link.state, link.asked_by, link.message = CompletionState.OPEN, user, message
    if link.expires_at <= now:
        link.generation += 1
    link.expires_at = max(link.expires_at, now + dt.timedelta(days=LEAST_DAYS))
    link.save(update_fields=["state", "asked_by", "message", "expires_at", "generation"])


def find_place_or_reason(link: CompletionLink) -> tuple[Place | None, str]:
    """Where the answer belongs, or why it belongs nowhere any more."""
    try:
        return find_place(link), ""
    except ClosedError as closed:
        return None, str(REASONS[closed.ending])


def read_choice(request: HttpRequest) -> Choice:
    """What the editor has ticked."""
    return Choice(
        taken=known_keys(request.POST.getlist("take")),
        to_person=known_keys(request.POST.getlist("to_person")),
        revision=read_number(request.POST.get("revision", "")),
        times_sent=read_number(request.POST.get("times_sent", "")) or 0,
        is_published="publish" in request.POST,
    )


def read_number(text: str) -> int | None:
    """A number as the page has written it; None for anything else."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def serve_file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file that was sent, for those who may edit the talk; it is saved, never shown by the browser as a page."""
    file = get_object_or_404(CompletionFile.objects.select_related("link"), pk=file_id)
    link = find_editable_link(file.link_id, current_user(request))
    if file.pk not in (link.sent.get("portrait"), link.sent.get("slides")):
        return HttpResponse(_("This file has not been sent."), status=404, content_type="text/plain; charset=utf-8")
    response = FileResponse(
        file.file.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
