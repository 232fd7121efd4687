"""Forms of the admin in which the work of many edits is seen first and then done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from pages.chores.amending import amend, find_obstacle, is_published_by
from pages.chores.editions import make_next_edition
from pages.chores.forms import EditionForm, ShiftForm, TalksForm
from pages.chores.generating import Slot, make_talks, plan_talks
from pages.chores.local_times import describe_doubt, describe_offset, name_weekday
from pages.chores.planned_views import ChoreView, PlannedView, tell_outcomes
from pages.chores.recordings import find_stream, turn_stream_into_recording
from pages.chores.shifting import Step, find_future_talks, plan_shift, shift
from pages.models import EventPage, SeminarSeriesPage, TalkPage
from pages.panels import describe_moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from pages.moments import Moment


def may_make_talks(page: EventPage, user: Any) -> bool:
    """Whether the user may add talks to a series."""
    return bool(page.permissions_for_user(user).can_add_subpage())


class MakeTalksView(PlannedView):
    """Talks of a series, to be announced, from its cadence."""

    page_type = SeminarSeriesPage
    form_class = TalksForm
    may = staticmethod(may_make_talks)
    page_title = gettext_lazy("Make talks")
    header_icon = "calendar-alt"
    introduction = gettext_lazy(
        "Makes drafts of talks whose titles are to be announced, on the usual day of the series. Days that have a talk"
        " already are left alone."
    )
    action_label = gettext_lazy("Make these talks")
    columns = (gettext_lazy("Date"), gettext_lazy("Day"), gettext_lazy("Local time"), gettext_lazy("Offset"))

    def get_initial(self) -> dict[str, Any]:
        """The next free usual day, and the usual time."""
        today = timezone.now().astimezone(self.object.start.tzinfo).date()
        return {"first": self.object.next_free_date(today) or today, "time": self.object.usual_time}

    def plan(self, form: Any) -> list[Slot]:
        """The days."""
        return plan_talks(self.object, form.cadence(weekday=self.object.cadence_weekday))

    def describe(self, rows: list[Slot]) -> list[dict[str, Any]]:
        """The days in words."""
        return [
            {
                "cells": [
                    formats.date_format(slot.date, "j M Y"),
                    name_weekday(slot.date),
                    describe_time(slot.moment),
                    describe_offset(slot.moment) or "–",
                ],
                "notes": list(notes_of_slot(slot)),
                "is_left": bool(slot.taken_by),
            }
            for slot in rows
        ]

    def carry_out(self, rows: list[Slot], form: Any) -> None:
        """Make the talks."""
        del form
        number = len(make_talks(self.object, rows, user=self.request.user))  # type: ignore[arg-type]  # logged in
        told = ngettext("%(number)s talk has been made.", "%(number)s talks have been made.", number)
        messages.success(self.request, told % {"number": number})


def describe_time(moment: Moment) -> str:
    """The local time; a dash for whole days."""
    return formats.time_format(moment.time, "H:i") if moment.time else "–"


def notes_of_slot(slot: Slot) -> Iterable[str]:
    """What is to be known of a day."""
    if slot.taken_by:
        yield _("There is “%(title)s” already.") % {"title": slot.taken_by}
    doubt = describe_doubt(slot.moment)
    if doubt:
        yield doubt


def may_shift(page: EventPage, user: Any) -> bool:
    """Whether the user may move a talk, or work on a series."""
    rights = page.permissions_for_user(user)
    if isinstance(page, TalkPage):
        return bool(rights.can_edit()) and page.series is not None
    return isinstance(page, SeminarSeriesPage) and bool(rights.can_edit() or rights.can_add_subpage())


class ShiftView(PlannedView):
    """A talk and perhaps those after it, or the talks of a series that are ahead, move to other times."""

    form_class = ShiftForm
    may = staticmethod(may_shift)
    page_title = gettext_lazy("Move in time")
    header_icon = "time"
    introduction = gettext_lazy(
        "What is public moves in public, and is shown as rescheduled. What is only drafted moves in the draft. Talks"
        " that are cancelled or over stay where they are."
    )
    action_label = gettext_lazy("Move them")
    columns = (gettext_lazy("Talk"), gettext_lazy("From"), gettext_lazy("To"), gettext_lazy("Day"))

    @cached_property
    def series(self) -> Any:
        """The series whose talks move."""
        page: Any = self.object
        series: Any = page.series if isinstance(page, TalkPage) else page
        return series

    def get_form_kwargs(self) -> dict[str, Any]:
        """Which talks there are to choose from."""
        talk = self.object if isinstance(self.object, TalkPage) else None
        ahead = [] if talk else find_future_talks(self.series, now=timezone.now())
        usual = bool(self.series.cadence_weekday)
        return {**super().get_form_kwargs(), "talk": talk, "ahead": ahead, "has_usual_day": usual}

    def talks(self, which: str) -> list[TalkPage]:
        """The talks that were chosen."""
        if which == "one":
            return [self.object]
        is_talk = isinstance(self.object, TalkPage)
        first = self.object if is_talk else TalkPage.objects.child_of(self.series).get(pk=which)
        later_ones = find_future_talks(self.series, now=timezone.now(), first=first)
        return later_ones if first in later_ones else [first, *later_ones]

    def plan(self, form: Any) -> list[Step]:
        """The old and new times."""
        talks = self.talks(form.cleaned_data["which"])
        return plan_shift(
            talks,
            form.distance(),
            series=self.series,
            user=self.request.user,  # type: ignore[arg-type]  # logged in
            now=timezone.now(),
        )

    def describe(self, rows: list[Step]) -> list[dict[str, Any]]:
        """The old and new times in words."""
        return [
            {
                "cells": [
                    str(step.talk.get_admin_display_title()),
                    describe_moment(step.old),
                    "–" if step.obstacle else describe_moment(step.new),
                    "–" if step.obstacle or step.new.date is None else name_weekday(step.new.date),
                ],
                "notes": list(notes_of_step(step)),
                "is_left": bool(step.obstacle),
            }
            for step in rows
        ]

    def carry_out(self, rows: list[Step], form: Any) -> None:
        """Move the talks."""
        done = shift(rows, user=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]  # logged in
        tell_outcomes(self.request, [outcome for _step, outcome in done])


def notes_of_step(step: Step) -> Iterable[str]:
    """What is to be known of a move."""
    if step.obstacle:
        yield step.obstacle
        return
    yield from step.notes
    if not step.talk.live:
        yield _("A draft, which stays a draft.")
    elif not step.is_public:
        yield _("Moves in the draft only: you may not publish it.")
    elif step.talk.has_unpublished_changes:
        yield _("Moves in public and in the draft; the other changes of the draft stay unpublished.")


def may_copy_edition(page: EventPage, user: Any) -> bool:
    """Whether the user may read all of an event that can have editions."""
    return not isinstance(page, TalkPage) and bool(page.permissions_for_user(user).can_edit())


class NextEditionView(ChoreView):
    """The next edition of an event."""

    form_class = EditionForm
    may = staticmethod(may_copy_edition)
    page_title = gettext_lazy("Next edition")
    header_icon = "copy"
    introduction = gettext_lazy(
        "Makes a draft beside this page, with all days to be announced. This page stays as it is."
    )
    action_label = gettext_lazy("Make the next edition")

    def get_form_kwargs(self) -> dict[str, Any]:
        """The page, and who copies it."""
        return {**super().get_form_kwargs(), "page": self.object, "user": self.request.user}

    def form_valid(self, form: Form) -> HttpResponseRedirect:
        """Make it, and open it."""
        assert isinstance(form, EditionForm)  # noqa: S101  # the class of this view
        edition = make_next_edition(
            self.object,
            form.wishes(),
            parent=form.cleaned_data["parent"],
            user=self.request.user,  # type: ignore[arg-type]  # logged in
        )
        messages.success(self.request, _("“%(title)s” has been made as a draft.") % {"title": edition.title})
        return redirect("wagtailadmin_pages:edit", edition.pk)


def may_make_recording(page: EventPage, user: Any) -> bool:
    """Whether the user may change the links of a talk."""
    return isinstance(page, TalkPage) and bool(page.permissions_for_user(user).can_edit())


class RecordingView(ChoreView):
    """The stream of a talk that is over becomes its recording."""

    page_type = TalkPage
    form_class = None
    may = staticmethod(may_make_recording)
    template_name = "pages/chores/recording.html"
    page_title = gettext_lazy("Stream becomes recording")
    header_icon = "media"
    action_label = gettext_lazy("Make it the recording")

    def get_form(self, form_class: Any = None) -> Any:
        """There is nothing to fill in."""
        del form_class

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The stream, what is in the way, and whether the change is public at once."""
        draft = self.object.get_latest_revision_as_object()
        user: Any = self.request.user
        facts = {
            "stream": find_stream(self.object) or find_stream(draft),
            "obstacle": find_obstacle(self.object, user),
            "is_public": is_published_by(user, self.object),
        }
        return {**super().get_context_data(**kwargs), **facts}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Turn it."""
        user: Any = request.user
        obstacle = find_obstacle(self.object, user)
        if obstacle:
            messages.error(request, obstacle)
        else:
            tell_outcomes(request, [amend(self.object, turn_stream_into_recording, user=user)])
        return redirect(self.get_back_url())
