"""Model fields for the values that several page types share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from pages import moments, zone_names
from pages.choices import Delivery, GrantCover

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SAFE_SCHEMES = frozenset({"http", "https", "mailto"})
USUAL_LANGUAGES = ("en", "zh-hans", "de", "es", "fr", "ja", "pt")
HAS_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def validate_time_zone(name: str) -> None:
    """Refuse names that are in no time-zone database."""
    try:
        moments.find_zone(name)
    except moments.UnknownTimeZoneError as error:
        raise ValidationError(
            _("“%(name)s” is not a time zone. Choose one such as Europe/London."), "unknown_zone", {"name": name}
        ) from error


def clean_web_address(text: str) -> str:
    """The address without blanks around it and with a scheme; raises `ValidationError` for one that is unsafe."""
    address = text.strip()
    if not address:
        return ""
    if "@" in address and not HAS_SCHEME.match(address) and "/" not in address:
        address = f"mailto:{address}"
    elif not HAS_SCHEME.match(address) or re.match(r"^[\w.-]+:\d+(/|$)", address):
        address = f"https://{address.removeprefix('//')}"
    validate_web_address(address)
    return address


def validate_web_address(address: str) -> None:
    """Refuse everything but absolute http, https and mailto addresses (RFC 3986)."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise ValidationError(_("This is not a web address."), "invalid_address") from error
    if parts.scheme.lower() not in SAFE_SCHEMES:
        raise ValidationError(
            _("Addresses begin with https://, http:// or mailto:, not with “%(scheme)s:”."),
            "unsafe_scheme",
            {"scheme": parts.scheme},
        )
    has_target = "@" in parts.path if parts.scheme.lower() == "mailto" else parts.hostname
    if not has_target or re.search(r"[\s\x00-\x1f<>\"]", address):
        raise ValidationError(_("This is not a web address."), "invalid_address")


class WebAddressFormField(forms.CharField):
    """Accepts what people paste: blanks around an address and a missing scheme are mended."""

    def to_python(self, value: Any) -> str:
        """The mended address; see `clean_web_address`."""
        return clean_web_address(super().to_python(value) or "")


class WebAddressField(models.CharField):
    """An absolute http, https or mailto address; empty means not known."""

    default_validators = [validate_web_address]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 2000, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]  # Django's signature names every option
        """A field that mends what people paste."""
        widget = forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"})
        return super().formfield(**{"form_class": WebAddressFormField, "widget": widget, **kwargs})  # type: ignore[return-value]  # never None for CharField


class TimeZoneFormField(forms.CharField):
    """Accepts an IANA name in any case, or a city."""

    def to_python(self, value: Any) -> str:
        """The name of the zone; see `zone_names.find_zone_name`."""
        return zone_names.find_zone_name(super().to_python(value) or "")


class TimeZoneField(models.CharField):
    """An IANA time-zone name; empty means not stated or inherited."""

    default_validators = [validate_time_zone]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 64, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]  # Django's signature names every option
        """A text field that proposes the known zones."""
        from pages.widgets import TimeZoneInput  # noqa: PLC0415  # widgets need the app registry

        return super().formfield(**{"form_class": TimeZoneFormField, "widget": TimeZoneInput, **kwargs})  # type: ignore[return-value]  # never None for CharField


class ChoiceListField(models.JSONField):
    """An ordered list of values out of a closed set, such as languages or what a grant covers."""

    def __init__(self, *args: Any, values: Callable[[], Iterable[tuple[str, Any]]], **kwargs: Any) -> None:
        self.values = values
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        """For migrations: the set is a callable and kept by reference."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "values": self.values}

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse values outside the set."""
        super().validate(value, model_instance)
        unknown = [item for item in value or [] if item not in dict(self.values())]
        if unknown:
            raise ValidationError(_("Unknown value: %(values)s."), "unknown_choice", {"values": ", ".join(unknown)})

    def formfield(self, **kwargs: Any) -> forms.Field:  # type: ignore[override]  # Django's signature names every option
        """Check boxes; those of large sets are folded but for the usual ones."""
        from pages.widgets import FoldedCheckboxes  # noqa: PLC0415  # widgets need the app registry

        choices = list(self.values())
        small = 12
        widget = forms.CheckboxSelectMultiple() if len(choices) <= small else FoldedCheckboxes(usual=USUAL_LANGUAGES)
        options: dict[str, Any] = {
            "choices": choices,
            "required": not self.blank,
            "label": self.verbose_name and str(self.verbose_name).capitalize(),
            "help_text": self.help_text,
            "widget": kwargs.get("widget") or widget,
        }
        return forms.MultipleChoiceField(**options)


def language_choices() -> list[tuple[str, str]]:
    """BCP 47 tags of the languages events are held in, with their English names, in the order of the names."""
    from django.conf.locale import LANG_INFO  # noqa: PLC0415  # only forms need it

    named = [(tag, info["name"]) for tag, info in LANG_INFO.items() if "name" in info]
    return sorted([*named, ("zh", "Chinese")], key=lambda item: item[1])


def language_prefix(language_code: str) -> str:
    """What the paths of pages in a language begin with: a slash, and the language unless it is the default one."""
    return "/" if language_code == settings.LANGUAGE_CODE else f"/{language_code}/"


def delivery_choices() -> list[tuple[str, Any]]:
    """How tutorials are given."""
    return list(Delivery.choices)


def grant_cover_choices() -> list[tuple[str, Any]]:
    """What grants pay for."""
    return list(GrantCover.choices)
