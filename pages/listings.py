"""Lists of pages in the admin: what a row says of an event, and what rows can be picked by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _
from django_filters.filters import (  # type: ignore[import-untyped]  # django-filter ships no types
    DateFromToRangeFilter,
    ModelMultipleChoiceFilter,
    MultipleChoiceFilter,
)
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn, PageTypeColumn
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.admin.views.pages.listing import ExplorableIndexView, GenericPageFilterSet, IndexView, PageFilterSet
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page

from pages.choices import EventStatus, Precision
from pages.models import (
    CallForPapersPage,
    EventPage,
    ForumPage,
    SeminarSeriesPage,
    TalkPage,
    TutorialPage,
)
from pages.occurrences import Phase
from pages.panels import describe_moment

if TYPE_CHECKING:
    from django.db.models.query import Prefetch
    from django_filters.filters import Filter

PHASES = (
    (Phase.LIVE.value, _("On now")),
    (Phase.UPCOMING.value, _("Upcoming")),
    (Phase.PAST.value, _("Past")),
    (Phase.UNSCHEDULED.value, _("No date yet")),
    (Phase.POSTPONED.value, _("Postponed")),
    (Phase.CANCELLED.value, _("Cancelled")),
)
"""Phases with the words editors see."""

IN_VIEW = frozenset({Phase.LIVE.value, Phase.UPCOMING.value})


def describe_date(page: Page) -> str:
    """The start of an event in words; empty for other pages and for series."""
    if not isinstance(page, EventPage) or isinstance(page, SeminarSeriesPage):
        return ""
    if page.start_date is None or page.date_precision == Precision.MONTH:
        return describe_moment(page.start)
    time = f", {formats.time_format(page.start_time, 'H:i')}" if page.start_time else ""
    return f"{formats.date_format(page.start_date, 'D j M Y')}{time}"


def describe_phase(page: Page) -> str:
    """What an event is at the moment; the state of a series; empty for other pages."""
    if isinstance(page, SeminarSeriesPage):
        return page.get_series_status_display()
    if not isinstance(page, EventPage):
        return ""
    return str(dict(PHASES)[page.find_phase(timezone.now()).value])


def describe_people(page: EventPage) -> str:
    """The names of an event's people in their order."""
    return ", ".join(row.person.name for row in page.contributions.all())


def is_in_view(page: Page) -> bool:
    """Whether an event is on or ahead; costs no query for what has dates of its own."""
    if not isinstance(page, EventPage) or isinstance(page, SeminarSeriesPage):
        return False
    return page.find_phase(timezone.now()).value in IN_VIEW


class EventFilters(PageFilterSet):
    """Picks pages by the date, phase and announced status of the event they are."""

    start_date = DateFromToRangeFilter(label=_("Date"), widget=DateRangePickerWidget, method="pick_dates")
    phase = MultipleChoiceFilter(label=_("Phase"), choices=PHASES, widget=CheckboxSelectMultiple, method="pick_phases")
    event_status = MultipleChoiceFilter(
        label=_("Announced as"), choices=EventStatus.choices, widget=CheckboxSelectMultiple, method="pick_statuses"
    )

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """All filters, those of events before those of any page."""
        filters = super().get_filters()
        return dict(sorted(filters.items(), key=lambda item: item[0] in PageFilterSet.base_filters))

    def pick_dates(self, pages: QuerySet[Page], _name: str, dates: slice) -> QuerySet[Page]:
        """The pages whose start lies between two dates, both included."""
        bounds = {"start_date__gte": dates.start, "start_date__lte": dates.stop}
        days = {lookup: bound.date() for lookup, bound in bounds.items() if bound is not None}
        return pages.filter(pk__in=EventPage.objects.filter(**days).values("pk"))

    def pick_phases(self, pages: QuerySet[Page], _name: str, phases: list[str]) -> QuerySet[Page]:
        """The pages that are in one of the phases now."""
        picked = EventPage.objects.in_phase(*map(Phase, phases), now=timezone.now())
        return pages.filter(pk__in=picked.values("pk")) if phases else pages

    def pick_statuses(self, pages: QuerySet[Page], _name: str, statuses: list[str]) -> QuerySet[Page]:
        """The pages announced with one of the statuses."""
        picked = EventPage.objects.filter(status__in=statuses)
        return pages.filter(pk__in=picked.values("pk")) if statuses else pages


class SiteFilters(EventFilters, GenericPageFilterSet):
    """Picks pages of any type."""


class SeriesFilter(ModelMultipleChoiceFilter):
    """Picks pages by the series they stand below."""

    def get_filter_predicate(self, v: SeminarSeriesPage) -> dict[str, Any]:
        """The pages below one series."""
        return {"path__startswith": v.path}


class TalkFilters(EventFilters):
    """Picks talks, also by series."""

    series = SeriesFilter(label=_("Series"), queryset=SeminarSeriesPage.objects.all(), widget=CheckboxSelectMultiple)


class UnsortedInSearchColumn(PageTypeColumn):
    """A column that pages of several types cannot be sorted by while one searches."""


TITLE_COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
]
STATUS_COLUMN = PageStatusColumn("status", label=_("Status"), sort_key="live", width="10%")
PHASE_COLUMN = StatusTagColumn("phase", label=_("Phase"), accessor=describe_phase, primary=is_in_view, width="10%")
TYPE_COLUMN = PageTypeColumn(
    "type", label=_("Type"), accessor="page_type_display_name", sort_key="content_type__model", width="12%"
)
DATE_COLUMN = Column("starts_at", label=_("Date"), accessor=describe_date, sort_key="starts_at", width="19%")
SITE_DATE_COLUMN = UnsortedInSearchColumn(
    "date", label=_("Date"), accessor=describe_date, sort_key="eventpage__starts_at", width="18%"
)
PEOPLE_COLUMN = Column("people", label=_("People"), accessor=describe_people, width="16%")

SITE_COLUMNS = [*TITLE_COLUMNS, TYPE_COLUMN, SITE_DATE_COLUMN, PHASE_COLUMN, STATUS_COLUMN]
EVENT_COLUMNS = [*TITLE_COLUMNS, DATE_COLUMN, PHASE_COLUMN, STATUS_COLUMN]
TALK_COLUMNS = [*TITLE_COLUMNS, PEOPLE_COLUMN, DATE_COLUMN, PHASE_COLUMN, STATUS_COLUMN]


class EventOrderMixin:
    """Sorts by start with the events that have no date on top of the latest, whatever the database does with NULL."""

    prefetched: tuple[str | Prefetch[Any], ...] = ()

    def annotate_queryset(self, pages: Any) -> Any:
        """The pages with everything their rows show."""
        return super().annotate_queryset(pages).prefetch_related(*self.prefetched)  # type: ignore[misc]  # a mixin of views

    def order_queryset(self, queryset: Any) -> Any:
        """The pages in the chosen order."""
        column = str(self.ordering or "").removeprefix("-")  # type: ignore[attr-defined]  # a mixin of views
        if self.is_searching or not column.endswith("starts_at"):  # type: ignore[attr-defined]
            return super().order_queryset(queryset)  # type: ignore[misc]
        is_descending = self.ordering.startswith("-")  # type: ignore[attr-defined]
        order = F(column).desc(nulls_first=True) if is_descending else F(column).asc(nulls_last=True)
        return queryset.order_by(order, "pk")

    def get_valid_orderings(self) -> list[str]:
        """Sort keys of the columns; no search by what only event pages have."""
        orderings = super().get_valid_orderings()  # type: ignore[misc]
        if not self.is_searching:  # type: ignore[attr-defined]
            return orderings
        return [name for name in orderings if "__" not in name]


class SiteExplorerView(EventOrderMixin, ExplorableIndexView):
    """Pages of all types below a page."""


class TalkExplorerView(EventOrderMixin, ExplorableIndexView):
    """Talks below their series."""

    prefetched = ("contributions__person__affiliation",)


class EventListView(EventOrderMixin, IndexView):
    """All events of one type, wherever they stand."""


class TalkListView(EventListView):
    """All talks."""

    prefetched = ("contributions__person__affiliation",)


class SiteViewSet(PageViewSet):
    """The explorer."""

    model = Page
    index_view_class = SiteExplorerView
    columns = SITE_COLUMNS
    filterset_class = SiteFilters


class TalkViewSet(PageViewSet):
    """The explorer below a series."""

    model = TalkPage
    index_view_class = TalkExplorerView
    columns = TALK_COLUMNS
    filterset_class = EventFilters
    ordering = "-starts_at"


class ChoosePlaceView(ChooseParentView):
    """Where a new event is to stand, if there are several places."""

    def get_form(self) -> Any:
        """Wagtail's form, which proposes the place that is above all others; of equal ones, such as series, none."""
        form = super().get_form()
        highest = list(self.get_valid_parent_pages(self.request.user).order_by("depth", "path")[:2])
        if len({page.depth for page in highest}) == len(highest) > 0:
            form.initial["parent_page"] = highest[0]
        return form


class EventListViewSet(PageListingViewSet):
    """One type's entry in the menu of events."""

    index_view_class = EventListView
    choose_parent_view_class = ChoosePlaceView
    columns = EVENT_COLUMNS
    filterset_class = EventFilters
    ordering = "-starts_at"
    icon = "date"


class TalkListViewSet(EventListViewSet):
    """All talks."""

    model = TalkPage
    index_view_class = TalkListView
    columns = TALK_COLUMNS
    filterset_class = TalkFilters
    menu_label = _("Talks")


class SeriesListViewSet(EventListViewSet):
    """All seminar series."""

    model = SeminarSeriesPage
    columns = [*TITLE_COLUMNS, PHASE_COLUMN, STATUS_COLUMN]
    filterset_class = PageFilterSet
    ordering = "title"
    menu_label = _("Seminar series")


class ForumListViewSet(EventListViewSet):
    """All forums."""

    model = ForumPage
    menu_label = _("Forums")


class TutorialListViewSet(EventListViewSet):
    """All tutorials."""

    model = TutorialPage
    menu_label = _("Tutorials")


class CallListViewSet(EventListViewSet):
    """All calls for papers."""

    model = CallForPapersPage
    menu_label = _("Calls for papers")


class EventsGroup(ViewSetGroup):
    """The menu of events."""

    menu_label = _("Events")
    menu_icon = "date"
    menu_order = 150
    items = (
        TalkListViewSet("talks"),
        ForumListViewSet("forums"),
        TutorialListViewSet("tutorials"),
        SeriesListViewSet("series"),
        CallListViewSet("calls-for-papers"),
    )
