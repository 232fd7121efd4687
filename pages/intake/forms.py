"""The forms of an import: what is sent, and what is decided about each document."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from pages import moments
from pages.importers.recognise import KINDS
from pages.intake.decisions import Correction, Decision
from pages.intake.limits import ARCHIVES, LARGEST_TEXT, MOST_CORRECTED, MOST_FILES, PICTURES, TEXTS
from pages.models import EventIndexPage, HomePage, SeminarSeriesPage
from pages.models.fields import language_choices
from pages.widgets import TimeZoneInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

PARENT_TYPES = (HomePage, EventIndexPage, SeminarSeriesPage)
FIRST_YEAR, LAST_YEAR = 1900, 2200
AOE = "AoE"
PASTED = {"md": _("Text or Markdown"), "html": _("HTML"), "ics": _("Calendar (ICS)"), "csv": _("Table (CSV)")}
KIND_LABELS = {
    "call_for_papers": _("Call for papers"),
    "forum": _("Research forum"),
    "tutorial": _("Tutorial"),
    "seminar_series": _("Seminar series"),
}


def targets(user: User) -> QuerySet[Page]:
    """The pages below which the user may import."""
    permitted = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, "add")
    return Page.objects.type(*PARENT_TYPES).filter(pk__in=permitted.values("pk"), alias_of=None).order_by("path")


class ManyFilesInput(forms.ClearableFileInput):
    """A field for any number of files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; its value is a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files, without empty entries; an empty file is imported as one that says nothing."""
        del initial
        return [file for file in (data if isinstance(data, list) else [data]) if file]


class TargetField(forms.ModelChoiceField):
    """A choice of pages, each with where it stands."""

    def label_from_instance(self, obj: Any) -> str:
        """The title, set in by the depth of the page."""
        return f"{'– ' * max(obj.depth - 2, 0)}{obj.get_admin_display_title()}"


class UploadForm(forms.Form):
    """What is imported, and where to."""

    target = TargetField(Page.objects.none(), label=_("Import into"), empty_label=None)
    uploads = ManyFilesField(
        required=False,
        label=_("Files"),
        help_text=_("Markdown, HTML, YAML, calendars (.ics), tables (.csv), pictures, or a ZIP archive of these."),
    )
    folder = ManyFilesField(
        required=False, label=_("Or a folder"), widget=ManyFilesInput(attrs={"webkitdirectory": True})
    )
    paths = forms.CharField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(required=False, label=_("Or pasted text"), widget=forms.Textarea(attrs={"rows": 6}))
    text_kind = forms.ChoiceField(required=False, label=_("The pasted text is"), choices=list(PASTED.items()))
    time_zone = forms.CharField(
        required=False,
        label=_("Time zone"),
        widget=TimeZoneInput,
        help_text=_("Of times that name none, such as Europe/London."),
    )
    year = forms.IntegerField(
        required=False,
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Of dates that name none."),
    )
    language = forms.ChoiceField(
        required=False, label=_("Language"), help_text=_("Of documents that do not say theirs.")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].queryset = targets(user)  # type: ignore[attr-defined]  # a field of pages
        self.fields["language"].choices = [("", _("That of the page")), *language_choices()]  # type: ignore[attr-defined]
        accepted = ",".join(sorted(TEXTS | PICTURES | ARCHIVES))
        self.fields["uploads"].widget.attrs["accept"] = accepted

    def clean_time_zone(self) -> str:
        """The zone, if it is known."""
        name = self.cleaned_data["time_zone"].strip()
        if name and name not in moments.time_zones():
            raise ValidationError(_("There is no such time zone. Use a name such as Europe/London."))
        return str(name)

    def clean(self) -> dict[str, Any]:
        """The values, if there is anything to import."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        text = values.get("text", "")
        if not (values.get("uploads") or values.get("folder") or text.strip()):
            raise ValidationError(_("Choose files or a folder, or paste a text."))
        if len(text.encode()) > LARGEST_TEXT or len(values.get("uploads", []) + values.get("folder", [])) > MOST_FILES:
            raise ValidationError(_("That is too much at a time. Import it in parts."))
        return values

    def sent_files(self) -> Iterator[tuple[str, UploadedFile]]:
        """Each file with its path; those of a folder have the paths that the browser tells beside them."""
        folder = self.cleaned_data["folder"]
        paths = _paths(self.cleaned_data["paths"])
        for number, file in enumerate(folder):
            yield (paths[number] if len(paths) == len(folder) else file.name), file
        for file in self.cleaned_data["uploads"]:
            yield file.name, file


def _paths(text: str) -> list[str]:
    try:
        paths = json.loads(text or "[]")
    except ValueError:
        return []
    return [str(path) for path in paths] if isinstance(paths, list) else []


class CorrectionForm(forms.Form):
    """The main values of an event or a talk as read, which can be corrected."""

    title = forms.CharField(required=False, max_length=255, label=_("Title"))
    date = forms.DateField(
        required=False, label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time = forms.TimeField(
        required=False, label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    zone = forms.CharField(required=False, label=_("Time zone"), widget=TimeZoneInput)
    is_taken = forms.BooleanField(required=False, initial=True, label=_("Import"))

    def __init__(self, *args: Any, values: Mapping[str, Any], **kwargs: Any) -> None:
        initial = {name: values[name] for name in ("title", "date", "time", "zone")} | {"is_taken": True}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["title"].initial = values["title"]

    def clean_zone(self) -> str:
        """The zone, if it is known."""
        name = self.cleaned_data["zone"].strip()
        if name and name != AOE and name not in moments.time_zones():
            raise ValidationError(_("There is no such time zone. Use a name such as Europe/London, or AoE."))
        return str(name)

    def clean(self) -> dict[str, Any]:
        """The values; a time needs a date."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("time") and not values.get("date") and "date" not in self.errors:
            self.add_error("date", _("A time needs a date."))
        return values

    def correction(self) -> Correction:
        """What the editor has changed."""
        changed = set(self.changed_data)
        values = self.cleaned_data
        start = (
            values["date"].isoformat() if values["date"] else "",
            values["time"].strftime("%H:%M") if values["time"] else "",
            values["zone"],
        )
        return Correction(
            values["title"] if "title" in changed else None,
            start if changed & {"date", "time", "zone"} else None,
        )


class DocumentForm(CorrectionForm):
    """The decision about one document. `left_out` are the rows that are not wanted."""

    kind = forms.ChoiceField(required=False, label=_("Read it as"))

    def __init__(self, *args: Any, values: Mapping[str, Any], chosen_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, values=values, **kwargs)
        self.fields["kind"].choices = [("", _("What it looks like")), *((it, KIND_LABELS[it]) for it in KINDS)]  # type: ignore[attr-defined]
        self.initial["kind"] = chosen_kind
        self.rows = values.get("rows", [])

    def left_out(self) -> frozenset[str]:
        """The ids of the rows that the editor took out."""
        data: Any = self.data
        wanted = set(data.getlist(self.add_prefix("rows")))
        return frozenset(row["id"] for row in self.rows if row["id"] not in wanted)


class DocumentDecision:
    """The forms of one document of a preview: its own, and one for each talk but those `as_read`, the later ones."""

    def __init__(
        self, number: int, document: Mapping[str, Any], data: Any, *, kind: str = "", most_talks: int = MOST_CORRECTED
    ) -> None:
        empty = {"title": "", "date": "", "time": "", "zone": ""}
        self.document = document
        self.form = DocumentForm(data, values={**empty, **document}, chosen_kind=kind, prefix=f"d{number}")
        self.form.fields["title"].required = document["has_event"]
        self.talks = [
            {"talk": talk, "form": CorrectionForm(data, values=talk, prefix=f"d{number}-t{talk['number']}")}
            for talk in document.get("talks", [])[:most_talks]
        ]
        self.as_read = document.get("talks", [])[most_talks:]
        wanted = set(data.getlist(f"d{number}-rows")) if data is not None else None
        self.rows = [{**row, "is_wanted": wanted is None or row["id"] in wanted} for row in document.get("rows", [])]

    def is_valid(self) -> bool:
        """Whether the values can be stored; a document that is left out may say anything."""
        return not self._is_taken or all([self.form.is_valid(), *(it["form"].is_valid() for it in self.talks)])

    @property
    def _is_taken(self) -> bool:
        return bool(self.document["has_event"] and self.form.data.get(self.form.add_prefix("is_taken")))

    def decision(self) -> Decision:
        """What the editor decided; the forms are valid."""
        if not self._is_taken:
            return Decision(is_taken=False)
        return Decision(
            correction=self.form.correction(),
            left_out=self.form.left_out(),
            talks_left_out=frozenset(
                it["talk"]["number"] for it in self.talks if not it["form"].cleaned_data["is_taken"]
            ),
            talks={
                it["talk"]["number"]: correction
                for it in self.talks
                if (correction := it["form"].correction()) != Correction()
            },
        )
