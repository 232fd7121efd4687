from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError

from pages.models import EventPage, Grant, Link
from pages.models.fields import clean_web_address, language_choices, validate_time_zone, validate_web_address


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("  https://example.org/a ", "https://example.org/a"),
        ("example.org/talks", "https://example.org/talks"),
        ("//example.org", "https://example.org"),
        ("localhost:8000/x", "https://localhost:8000/x"),
        ("ada@example.org", "mailto:ada@example.org"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
        ("https://例子.example/路", "https://例子.example/路"),
    ],
)
def test_clean_web_address_mends_what_people_paste(text, expected):
    assert clean_web_address(text) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("javascript:alert(1)", "unsafe_scheme"),
        ("JaVaScRiPt:alert(1)", "unsafe_scheme"),
        ("data:text/html,x", "unsafe_scheme"),
        ("ftp://example.org/", "unsafe_scheme"),
        ("https://", "invalid_address"),
        ("https://[bad", "invalid_address"),
        ("https://example.org/a b", "invalid_address"),
        ('https://example.org/"x', "invalid_address"),
        ("mailto:nobody", "invalid_address"),
    ],
)
def test_clean_web_address_refuses_unsafe_and_broken_ones(text, code):
    with pytest.raises(ValidationError) as caught:
        clean_web_address(text)

    assert caught.value.code == code


def test_validate_web_address_refuses_relative_ones():
    with pytest.raises(ValidationError):
        validate_web_address("/relative")


def test_web_address_form_field_mends_and_refuses():
    field = Link._meta.get_field("url").formfield()  # noqa: SLF001  # Django's documented model API

    assert field.clean(" example.org ") == "https://example.org"
    with pytest.raises(ValidationError):
        field.clean("javascript:alert(1)")


@pytest.mark.parametrize("name", ["Europe/London", "UTC", "Etc/GMT+8"])
def test_validate_time_zone_accepts_iana_names(name):
    validate_time_zone(name)


@pytest.mark.parametrize("name", ["PST8", "London", "../etc/passwd"])
def test_validate_time_zone_refuses_others(name):
    with pytest.raises(ValidationError) as caught:
        validate_time_zone(name)

    assert caught.value.code == "unknown_zone"


def test_choice_list_field_offers_check_boxes_for_small_sets():
    field = Grant._meta.get_field("covers").formfield()  # noqa: SLF001  # Django's documented model API

    assert isinstance(field.widget, forms.CheckboxSelectMultiple)
    assert field.clean(["travel"]) == ["travel"]


def test_choice_list_field_of_languages_knows_bcp_47_tags():
    tags = dict(language_choices())

    assert {"en", "zh", "zh-hans", "pt-br", "ja"} <= set(tags)
    assert EventPage._meta.get_field("languages").formfield().clean(["en", "zh"]) == ["en", "zh"]  # noqa: SLF001
