"""What editors say before several pages are made or changed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser, AdminTimeInput, SlugInput
from wagtail.models import Page

from pages.chores.day_lists import Days, UnreadableDaysError, read_days
from pages.chores.editions import USUAL_PARTS, Part, Wishes, find_lasting_links, propose_slug
from pages.chores.generating import MOST_TALKS, Cadence
from pages.chores.numbering import find_next_name
from pages.chores.shifting import Distance
from pages.models import EventPage, TalkPage, Topic, TutorialPage
from pages.models.timed import FIRST_YEAR, LAST_YEAR
from pages.placing import say_reserved
from pages.site_paths import is_reserved

if TYPE_CHECKING:
    import datetime as dt

    from django.contrib.auth.models import User

MOST_WEEKS_BETWEEN = 26
FURTHEST = 10_000

UNITS = (
    ("weeks", gettext_lazy("weeks")),
    ("days", gettext_lazy("days")),
    ("minutes", gettext_lazy("minutes")),
)
USUAL_DAY = ("usual", gettext_lazy("to the next usual day of the series that is free"))
DAYS_OF_UNIT = {"weeks": 7, "days": 1}


class TalksForm(forms.Form):
    """Which talks a series is to get."""

    number = forms.IntegerField(label=gettext_lazy("How many talks"), min_value=1, max_value=MOST_TALKS, initial=10)
    first = forms.DateField(label=gettext_lazy("First day"), widget=AdminDateInput)
    every_weeks = forms.IntegerField(
        label=gettext_lazy("Every how many weeks"), min_value=1, max_value=MOST_WEEKS_BETWEEN, initial=1
    )
    time = forms.TimeField(
        label=gettext_lazy("Local time"),
        required=False,
        widget=AdminTimeInput,
        help_text=gettext_lazy("It stays the same when the clocks change. Empty: days without a time."),
    )
    left_out = forms.CharField(
        label=gettext_lazy("Days without a talk"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One day or range in each line, for example “2026-12-24” or “21 December 2026 – 4 January 2027”."
        ),
    )

    def clean_first(self) -> dt.date:
        """The day, in a year that events can have."""
        date: dt.date = self.cleaned_data["first"]
        if not FIRST_YEAR <= date.year <= LAST_YEAR:
            message = _("The year is not between %(first)s and %(last)s.")
            raise forms.ValidationError(message % {"first": FIRST_YEAR, "last": LAST_YEAR}, "impossible_year")
        return date

    def clean_left_out(self) -> tuple[Days, ...]:
        """The days; lines that name none are told."""
        try:
            return read_days(self.cleaned_data["left_out"])
        except UnreadableDaysError as error:
            lines = ", ".join(f"“{line[:60]}”" for line in error.lines)
            message = _("No day or range can be read from %(lines)s.") % {"lines": lines}
            raise forms.ValidationError(message, "unreadable_days") from error

    def cadence(self, *, weekday: str) -> Cadence:
        """What was asked for, of a series with this usual day."""
        return Cadence(**self.cleaned_data, weekday=weekday)


class ShiftForm(forms.Form):
    """How far talks are to move, and which of a series."""

    amount = forms.IntegerField(
        label=gettext_lazy("Move by"),
        required=False,
        initial=1,
        min_value=-FURTHEST,
        max_value=FURTHEST,
        help_text=gettext_lazy("Less than zero: earlier."),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Counted in"), choices=UNITS, initial="weeks", widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Shown in public beside the changed dates. May stay empty."),
    )

    def __init__(
        self, *args: Any, talk: TalkPage | None, ahead: list[TalkPage], has_usual_day: bool, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        if has_usual_day:
            self.fields["unit"].choices = [*UNITS, USUAL_DAY]  # type: ignore[attr-defined]  # a field of choices
        titles = [(str(it.pk), f"{it.start_date:%Y-%m-%d} {it.get_admin_display_title()}") for it in ahead]
        which = [("one", _("this talk alone")), ("rest", _("this talk and all after it"))]
        self.fields["which"] = (
            forms.ChoiceField(label=_("Talks to move"), choices=which, initial="one", widget=forms.RadioSelect)
            if talk is not None
            else forms.ChoiceField(
                label=_("First talk to move"), choices=titles, widget=forms.Select(attrs={"class": "w-w-full"})
            )
        )
        if talk is None and not titles:
            self.fields["which"].help_text = _("No talk lies ahead.")
        self.order_fields(["which"])

    def clean(self) -> dict[str, Any]:
        """The values, unless nothing would move."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("unit") != USUAL_DAY[0] and "amount" in values and not values["amount"]:
            self.add_error("amount", _("Say by how much."))
        return values

    def distance(self) -> Distance:
        """What was asked for."""
        unit, amount = self.cleaned_data["unit"], self.cleaned_data["amount"] or 0
        if unit == USUAL_DAY[0]:
            return Distance(to_next_usual_day=True)
        return Distance(minutes=amount) if unit == "minutes" else Distance(days=amount * DAYS_OF_UNIT[unit])


class EditionForm(forms.Form):
    """What the next edition of an event is called, where it stands, and what it takes from this one."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    slug = forms.SlugField(label=gettext_lazy("Slug"), max_length=255, allow_unicode=True)
    parent = forms.ModelChoiceField(label=gettext_lazy("Below"), queryset=Page.objects.all())
    part_of: forms.ModelChoiceField[EventPage] = forms.ModelChoiceField(
        label=gettext_lazy("Part of"),
        queryset=EventPage.objects.all(),
        required=False,
        widget=AdminPageChooser(target_models=[EventPage]),
        help_text=gettext_lazy("An event on this site that the new edition belongs to."),
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Take over"), choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    kept_links = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Links that stay"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Of the others, those for registration, submission, joining, stream and recording stay without their"
            " address, to be announced; the rest is left out."
        ),
    )

    def __init__(self, *args: Any, page: EventPage, user: User, **kwargs: Any) -> None:
        parent = page.get_parent()
        title = find_next_name(page.title)
        proposals = {
            "title": title or "",
            "slug": propose_slug(page, title, parent=parent) if title else "",
            "parent": parent,
            "parts": [*USUAL_PARTS, *([Part.SPEAKERS] if isinstance(page, TutorialPage) else [])],
            "kept_links": find_lasting_links(page),
        }
        super().__init__(*args, **{**kwargs, "initial": proposals})
        self.page, self.user = page, user
        self.fields["slug"].widget = SlugInput(locale=page.locale)
        self.fields["parent"].widget = AdminPageChooser(
            target_models=type(page).allowed_parent_page_models(), user_perms="copy_to"
        )
        links = [(row.pk, f"{row}: {row.url}") for row in page.links.all() if row.url]
        self.fields["kept_links"].choices = links  # type: ignore[attr-defined]  # a field of choices
        if not links:
            del self.fields["kept_links"]
        if title is None:
            self.fields["title"].help_text = _("“%(title)s” counts no years or editions: name the next one.") % {
                "title": page.title
            }

    def clean_parent(self) -> Page:
        """The place, if the user may add such an event there."""
        parent: Page = self.cleaned_data["parent"].specific
        if not self.page.permissions_for_user(self.user).can_copy_to(parent):
            raise forms.ValidationError(_("You may not add such an event there."), "not_permitted")
        return parent

    def clean(self) -> dict[str, Any]:
        """The values, unless another page or the public site has the address."""
        values: dict[str, Any] = super().clean() or {}
        parent, slug = values.get("parent"), values.get("slug")
        if parent is not None and slug:
            if is_reserved(slug, below=parent):
                self.add_error("slug", say_reserved(slug))
            elif parent.get_children().filter(slug=slug).exists():
                self.add_error("slug", _("Another page there has this slug already."))
        return values

    def wishes(self) -> Wishes:
        """What was asked for."""
        values = self.cleaned_data
        return Wishes(
            title=values["title"],
            slug=values["slug"],
            parts=frozenset(values["parts"]),
            kept_links=frozenset(values.get("kept_links", ())),
            part_of=values["part_of"],
        )


class MessageForm(forms.Form):
    """What is said of events that are called off."""

    status_message = forms.CharField(
        label=gettext_lazy("Status in words"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Shown beside the status, for example “The speaker is ill; a new date follows.”"),
    )


class TopicsForm(forms.Form):
    """Topics for several events."""

    topics = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Topics"),
        queryset=Topic.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    how = forms.ChoiceField(
        label=gettext_lazy("What to do with them"),
        choices=(
            ("add", gettext_lazy("Add them to the topics that are there")),
            ("replace", gettext_lazy("Put them in place of the topics that are there")),
        ),
        initial="add",
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """The values; nothing to add is told."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("how") == "add" and not values.get("topics"):
            self.add_error("topics", _("Choose at least one topic."))
        return values
