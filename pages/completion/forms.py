"""The form that a speaker fills in."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from pages.completion.uploads import ReadFile, UploadError, read_portrait, read_slides
from pages.models.fields import clean_web_address
from pages.models.people import ORCID_DIGITS, validate_orcid

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.core.files.uploadedfile import UploadedFile

    from pages.completion.wording.words import Words

PROPOSALS = ("title", "abstract", "biography", "name", "affiliation", "orcid", "homepage", "slides_url")
"""Texts that are proposed where they differ from what was known."""

REMARKS = ("note", "portrait_alt", "recording", "publication")
"""What is kept as it was sent."""

FILES = {"portrait": read_portrait, "slides": read_slides}

LONGEST_ADDRESS = 2000
ORCID_ADDRESSES = ("https://orcid.org/", "http://orcid.org/", "orcid.org/")


class SpeakerForm(forms.Form):
    """What the speaker says. `read_files` are those that could be read, whether or not the rest is right.

    `seen` holds what stood in the fields when the page was read, so that only what the speaker changed is proposed.
    """

    title = forms.CharField(max_length=255, required=False)
    abstract = forms.CharField(max_length=10_000, required=False, widget=forms.Textarea({"rows": 12}))
    slides = forms.FileField(
        required=False, allow_empty_file=True, widget=forms.FileInput({"accept": ".pdf,.pptx,.odp"})
    )
    remove_slides = forms.BooleanField(required=False)
    slides_url = forms.CharField(max_length=2000, required=False, widget=forms.TextInput({"inputmode": "url"}))
    biography = forms.CharField(max_length=5_000, required=False, widget=forms.Textarea({"rows": 7}))
    portrait = forms.FileField(
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,.jpg,.jpeg,.png,.webp"}),
    )
    remove_portrait = forms.BooleanField(required=False)
    portrait_alt = forms.CharField(max_length=255, required=False)
    name = forms.CharField(max_length=255, required=False, widget=forms.TextInput({"autocomplete": "name"}))
    affiliation = forms.CharField(
        max_length=255, required=False, widget=forms.TextInput({"autocomplete": "organization"})
    )
    orcid = forms.CharField(max_length=50, required=False)
    homepage = forms.CharField(
        max_length=2000, required=False, widget=forms.TextInput({"inputmode": "url", "autocomplete": "url"})
    )
    recording = forms.BooleanField(required=False)
    publication = forms.BooleanField(required=False)
    note = forms.CharField(max_length=5_000, required=False, widget=forms.Textarea({"rows": 4}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: Words, **options: Any) -> None:
        super().__init__(*args, **options)
        self.words = words
        self.read_files: dict[str, ReadFile] = {}
        too_long = words.errors["too_long"].format(length="%(show_value)d", most="%(limit_value)d")
        for name, field in self.fields.items():
            field.label = words.labels.get(name) or words.consents.get(name) or words.remove_file
            field.help_text = words.helps.get(name, "")
            field.error_messages["max_length"] = too_long

    @property
    def changed_values(self) -> dict[str, str]:
        """The proposals that differ from what stood in their fields."""
        seen = read_seen(self.cleaned_data.get("seen", ""))
        given = {name: self.cleaned_data[name] for name in PROPOSALS if name in self.cleaned_data}
        return {name: text for name, text in given.items() if digest(text) != seen.get(name)}

    @property
    def remarks(self) -> dict[str, Any]:
        """What is kept as it is."""
        return {name: self.cleaned_data[name] for name in REMARKS if name in self.cleaned_data}

    @property
    def removed(self) -> set[str]:
        """The kinds of files that are to go without another in their place."""
        return {kind for kind in FILES if self.cleaned_data.get(f"remove_{kind}") and kind not in self.read_files}

    def clean_orcid(self) -> str:
        """The identifier with hyphens, also where its address was pasted; raises `ValidationError`."""
        text = self.cleaned_data["orcid"]
        for address in ORCID_ADDRESSES:
            text = text.removeprefix(address)
        digits = text.strip("/").replace("-", "").replace(" ", "").upper()
        if not digits:
            return ""
        try:
            validate_orcid(digits)
        except ValidationError as error:
            raise ValidationError(self.words.errors["orcid"], "invalid_orcid") from error
        return "-".join(digits[start : start + 4] for start in range(0, ORCID_DIGITS, 4))

    def clean_homepage(self) -> str:
        """A web address; raises `ValidationError`."""
        return self._clean_address("homepage", ("https://", "http://"))

    def clean_slides_url(self) -> str:
        """A web address that begins with https; raises `ValidationError`."""
        return self._clean_address("slides_url", ("https://",))

    def _clean_address(self, name: str, beginnings: tuple[str, ...]) -> str:
        """A mended address; one that was there before the speaker came is let be."""
        text = self.cleaned_data[name]
        if not text or digest(text) == read_seen(self.data.get("seen", "")).get(name):
            return str(text)
        message = self.words.errors[name]
        try:
            address = clean_web_address(text)
        except ValidationError as error:
            raise ValidationError(message, "invalid_address") from error
        if not address.lower().startswith(beginnings) or len(address) > LONGEST_ADDRESS:
            raise ValidationError(message, "invalid_address")
        return address

    def clean(self) -> dict[str, Any]:
        """The values with line breaks as the database keeps them; files are read whether or not a text is wrong."""
        values = super().clean() or {}
        for kind, read in FILES.items():
            self._read_file(kind, read, values.get(kind))
        return {name: unify(value) if isinstance(value, str) else value for name, value in values.items()}

    def _read_file(self, kind: str, read: Callable[[UploadedFile], ReadFile], upload: UploadedFile | None) -> None:
        if upload is None:
            return
        try:
            self.read_files[kind] = read(upload)
        except UploadError as error:
            self.add_error(kind, self.words.errors[error.code].format(name=error.name))


def unify(text: str) -> str:
    """The text with single characters as line breaks, and no blanks around it."""
    return text.replace("\r\n", "\n").strip()


def digest(text: str) -> str:
    """A short stand-in for a text, to tell whether it was changed."""
    return hashlib.sha256(unify(text).encode()).hexdigest()[:16]


def write_seen(known: Mapping[str, str]) -> str:
    """What stands in the form's fields, for the form to bring back."""
    return json.dumps({name: digest(text) for name, text in known.items()})


def read_seen(text: str) -> dict[str, str]:
    """The digests of `write_seen`; none where the form brought something else back."""
    try:
        seen = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return seen if isinstance(seen, dict) else {}
