"""What can be done with several pages that are ticked in the explorer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages.choices import EventStatus
from pages.chores.amending import Outcome, amend, find_obstacle
from pages.chores.forms import MessageForm, TopicsForm
from pages.models import EventPage, SeminarSeriesPage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from pages.chores.amending import Change
    from pages.models import Topic


def set_status(page: EventPage, *, status: EventStatus, message: str) -> bool:
    """Announce the page object in hand as called off; False where it is already, in the same words."""
    before = page.status, page.status_message
    page.status, page.status_message = status, message or (page.status_message if page.status == status else "")
    return before != (page.status, page.status_message)


def set_topics(page: EventPage, *, topics: Iterable[Topic], is_added: bool) -> bool:
    """Give topics to the page object in hand, besides its own or instead of them; False where it has the same."""
    before = list(page.topics.all())
    wanted = {topic.pk: topic for topic in [*(before if is_added else ()), *topics]}
    page.topics.set(wanted.values())
    return {topic.pk for topic in before} != set(wanted)


class AmendingAction(PageBulkAction):
    """Changes each event that is ticked in one respect. Others, and those in the way of which is something, stay."""

    template_name = "pages/chores/bulk_action.html"
    question: Any = ""
    classes: set[str] = set()
    form: Any

    def find_obstacle(self, page: Page) -> str:
        """Why the page is left alone, in words; empty where it is changed."""
        event = page.specific
        if not isinstance(event, EventPage):
            return _("It is no event.")
        return find_obstacle(event, self.request.user)

    @cached_property
    def obstacles(self) -> dict[int, str]:
        """What was found in the way, by the keys of the pages."""
        return {}

    def check_perm(self, obj: Page) -> bool:
        """Whether the page is changed."""
        self.obstacles[obj.pk] = self.find_obstacle(obj)
        return not self.obstacles[obj.pk]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages that are changed, and those that are not with the reasons, where the user finds them."""
        context = super().get_context_data(**kwargs)
        seen = policy_registry.get_by_type(Page).explorable_instances(self.request.user)
        left = [item["item"].pk for item in context["items_with_no_access"]]
        known = set(seen.filter(pk__in=left).values_list("pk", flat=True))
        context["items_with_no_access"] = [
            {**item, "obstacle": self.obstacles[item["item"].pk]}
            for item in context["items_with_no_access"]
            if item["item"].pk in known
        ]
        return {**context, "question": self.question, "title": self.display_name}

    def make_change(self, values: dict[str, Any]) -> Change:
        """What is done with each page, by what the form says."""
        raise NotImplementedError

    def get_execution_context(self) -> dict[str, Any]:
        """Who does what."""
        assert self.cleaned_form is not None  # noqa: S101  # set before anything is executed
        return {**super().get_execution_context(), "change": self.make_change(self.cleaned_form.cleaned_data)}

    @classmethod
    def execute_action(cls, objects: list[Page], **context: Any) -> tuple[int, int]:
        """Change the pages; how many were changed in public, and how many in their drafts only."""
        user: User = context["user"]
        outcomes = [amend(page.specific, context["change"], user=user) for page in objects]
        return outcomes.count(Outcome.PUBLISHED), outcomes.count(Outcome.DRAFTED)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """What became of the pages."""
        published = ngettext(
            "%(number)s page was changed in public", "%(number)s pages were changed in public", num_parent_objects
        )
        drafted = ngettext("%(number)s draft was changed", "%(number)s drafts were changed", num_child_objects)
        told = [
            sentence % {"number": number}
            for sentence, number in ((published, num_parent_objects), (drafted, num_child_objects))
            if number
        ]
        return ", ".join(told) or _("There was nothing to change.")


class CallOffAction(AmendingAction):
    """Announces events as cancelled or postponed."""

    form_class = MessageForm
    status: EventStatus

    def find_obstacle(self, page: Page) -> str:
        """A series is paused or ended, never called off."""
        if isinstance(page.specific, SeminarSeriesPage):
            return _("It is a series. Pause or end it in its own form.")
        return super().find_obstacle(page)

    def make_change(self, values: dict[str, Any]) -> Change:
        """Set the status with its words."""
        return partial(set_status, status=self.status, message=values["status_message"])


class CancelAction(CallOffAction):
    """Announces events as cancelled."""

    status = EventStatus.CANCELLED
    display_name = gettext_lazy("Cancel events")
    action_type = "cancel_events"
    aria_label = gettext_lazy("Announce the selected events as cancelled")
    question = gettext_lazy("Announce these events as cancelled? They stay in all lists, and calendars show it.")
    action_priority = 60


class PostponeAction(CallOffAction):
    """Announces events as postponed."""

    status = EventStatus.POSTPONED
    display_name = gettext_lazy("Postpone events")
    action_type = "postpone_events"
    aria_label = gettext_lazy("Announce the selected events as postponed")
    question = gettext_lazy("Announce these events as postponed? They keep their dates until you give them new ones.")
    action_priority = 61


class TopicsAction(AmendingAction):
    """Gives topics to events."""

    form_class = TopicsForm
    display_name = gettext_lazy("Set topics")
    action_type = "set_topics"
    aria_label = gettext_lazy("Set the topics of the selected events")
    question = gettext_lazy("Set the topics of these events?")
    action_priority = 62

    def make_change(self, values: dict[str, Any]) -> Change:
        """Add or replace."""
        return partial(set_topics, topics=list(values["topics"]), is_added=values["how"] == "add")
