"""The answers of speakers that wait for an editor, and those decided about."""

from __future__ import annotations

from django.db.models import Case, F, QuerySet, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic

from pages.completion.asking import current_user
from pages.models import CompletionLink, CompletionState


def find_address(link: CompletionLink) -> str:
    """Where the answer is looked at; before there is one, where the speaker is asked."""
    if link.sent_at is None:
        return reverse("completion_ask", args=[link.talk_id])
    return reverse("completion_review", args=[link.pk])


class AnswersView(generic.IndexView):
    """The links to talks that the user may edit: first those with an answer that waits, then those still open."""

    model = CompletionLink
    page_title = _("Answers of speakers")
    header_icon = "user"
    index_url_name = "completion_answers"
    index_results_url_name = "completion_answers_results"
    default_ordering = None
    is_searchable = False
    paginate_by = 50
    permission_policy = None
    any_permission_required = None
    columns = [
        TitleColumn("person", accessor="person.name", label=_("Speaker"), get_url=find_address),
        Column("talk", accessor="talk.title", label=_("Talk")),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=lambda link: link.state_at(timezone.now()).label,
            primary=lambda link: link.state == CompletionState.ANSWERED,
        ),
        DateColumn("sent_at", label=_("Sent")),
        DateColumn("expires_at", label=_("Link works until")),
    ]

    def get_base_queryset(self) -> QuerySet[CompletionLink]:
        """The links, the longest waiting first, then the latest."""
        links = CompletionLink.objects.below(current_user(self.request)).select_related("talk", "person")
        turns = [CompletionState.ANSWERED, CompletionState.OPEN]
        waits_first = Case(*(When(state=state, then=place) for place, state in enumerate(turns)), default=len(turns))
        return links.order_by(waits_first, F("sent_at").asc(nulls_last=True), "-made_at", "-pk")
