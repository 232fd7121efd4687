"""Where an editor finds the chores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from pages.chores import bulk_actions
from pages.chores.recordings import find_stream
from pages.chores.views import (
    MakeTalksView,
    NextEditionView,
    RecordingView,
    ShiftView,
    may_copy_edition,
    may_make_recording,
    may_make_talks,
    may_shift,
)
from pages.models import EventPage, SeminarSeriesPage, TalkPage
from pages.occurrences import Phase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.models import Page

for action in (bulk_actions.CancelAction, bulk_actions.PostponeAction, bulk_actions.TopicsAction):
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def register_chores() -> list[URLPattern]:
    """The addresses of the views."""
    return [
        path("pages/<int:page_id>/make-talks/", MakeTalksView.as_view(), name="make_talks"),
        path("pages/<int:page_id>/move-in-time/", ShiftView.as_view(), name="move_in_time"),
        path("pages/<int:page_id>/next-edition/", NextEditionView.as_view(), name="next_edition"),
        path("pages/<int:page_id>/recording/", RecordingView.as_view(), name="stream_to_recording"),
    ]


@hooks.register("register_page_header_buttons")
def offer_at_head(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Entries in the menu at the head of each view of an event."""
    del view_name, next_url
    if isinstance(page, EventPage):
        yield from buttons(page, user)
        if is_over(page) and may_make_recording(page, user) and find_stream(page):
            yield recording_button(page)


@hooks.register("register_page_listing_more_buttons")
def offer_in_row(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Entries in the menu of a row of the explorer. Links are not read, so that a list costs nothing more."""
    del next_url
    if isinstance(page, EventPage):
        yield from buttons(page, user)
        if is_over(page) and may_make_recording(page, user):
            yield recording_button(page)


def is_over(page: EventPage) -> bool:
    """Whether the page is a talk that has taken place."""
    return isinstance(page, TalkPage) and page.find_phase(timezone.now()) is Phase.PAST


def buttons(page: EventPage, user: Any) -> Iterator[Button]:
    """What can be done with any page of the type."""
    if isinstance(page, SeminarSeriesPage) and may_make_talks(page, user):
        yield button(_("Make talks"), page, view="make_talks", icon="calendar-alt", priority=31)
    if isinstance(page, SeminarSeriesPage) and may_shift(page, user):
        yield button(_("Move talks in time"), page, view="move_in_time", icon="time", priority=32)
    if isinstance(page, TalkPage) and page.permissions_for_user(user).can_edit():
        yield button(_("Move in time"), page, view="move_in_time", icon="time", priority=32)
    if may_copy_edition(page, user):
        yield button(_("Next edition"), page, view="next_edition", icon="copy", priority=33)


def recording_button(page: EventPage) -> Button:
    """The entry for the recording."""
    return button(_("Stream becomes recording"), page, view="stream_to_recording", icon="media", priority=34)


def button(label: str, page: EventPage, *, view: str, icon: str, priority: int) -> Button:
    """An entry that leads to a view of the page."""
    return Button(label, url=reverse(view, args=[page.pk]), icon_name=icon, priority=priority)
