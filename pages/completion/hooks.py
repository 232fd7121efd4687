"""Where the admin offers to ask speakers, and tells of their answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from pages.completion.asking import AskView
from pages.completion.changing import MailView, RenewView, RevokeView
from pages.completion.listing import AnswersView
from pages.completion.review import ReviewView, serve_file
from pages.models import CompletionLink, CompletionState, TalkPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page


@hooks.register("register_admin_urls")
def register_completion() -> list[URLPattern]:
    """The views."""
    return [
        path("speakers/", AnswersView.as_view(), name="completion_answers"),
        path("speakers/results/", AnswersView.as_view(results_only=True), name="completion_answers_results"),
        path("speakers/talks/<int:page_id>/", AskView.as_view(), name="completion_ask"),
        path("speakers/links/<int:link_id>/", ReviewView.as_view(), name="completion_review"),
        path("speakers/links/<int:link_id>/mail/", MailView.as_view(), name="completion_mail"),
        path("speakers/links/<int:link_id>/renew/", RenewView.as_view(), name="completion_renew"),
        path("speakers/links/<int:link_id>/revoke/", RevokeView.as_view(), name="completion_revoke"),
        path("speakers/files/<int:file_id>/", serve_file, name="completion_file"),
    ]


@hooks.register("register_reports_menu_item")
def register_answers() -> MenuItem:
    """The list of answers among the reports."""
    return MenuItem(gettext_lazy("Answers of speakers"), reverse("completion_answers"), icon_name="user", order=90)


@hooks.register("register_page_header_buttons")
def offer_asking(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The button in the editor of a talk, for those who may edit it."""
    del next_url
    is_talk = issubclass(page.specific_class or type(page), TalkPage) and page.pk and not page.alias_of_id
    if view_name == "edit" and is_talk and page.permissions_for_user(user).can_edit():
        url = reverse("completion_ask", args=[page.pk])
        yield Button(_("Ask the speaker…"), url=url, icon_name="mail", priority=63)


@hooks.register("before_edit_page")
def tell_of_answers(request: HttpRequest, page: Page) -> None:
    """A notice above the editor of a talk for each answer that waits."""
    if request.method != "GET" or not isinstance(page, TalkPage):
        return
    waiting = CompletionLink.objects.filter(talk_id=page.pk, state=CompletionState.ANSWERED).select_related("person")
    for link in waiting.order_by("sent_at", "pk"):
        review = messages.button(reverse("completion_review", args=[link.pk]), _("Look at it"))
        messages.warning(request, _("%(name)s has sent an answer.") % {"name": link.person.name}, buttons=[review])
