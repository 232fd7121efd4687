"""The committed contract, and what holds of every part of it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from graphql import get_named_type, is_interface_type, is_non_null_type, is_object_type

from api.graphql.schema import print_sdl, schema
from api.management.commands import export_schema

TYPES = {name: it for name, it in schema.graphql_schema.type_map.items() if not name.startswith("__")}
BUILT_IN = {"String", "Int", "Float", "Boolean", "ID"}


def test_the_committed_contract_is_fresh():
    call_command("export_schema", "--check")


def test_a_stale_contract_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(export_schema, "CONTRACT", tmp_path / "schema.graphql")

    with pytest.raises(CommandError, match="stale"):
        call_command("export_schema", "--check")
    call_command("export_schema")

    assert (tmp_path / "schema.graphql").read_text(encoding="utf-8") == print_sdl()


def test_every_part_of_the_schema_is_described():
    silent = []
    for name, it in TYPES.items():
        parts = {name: it, **{f"{name}.{key}": part for key, part in getattr(it, "fields", {}).items()}}
        parts |= {f"{name}.{key}": value for key, value in getattr(it, "values", {}).items()}
        for key, part in getattr(it, "fields", {}).items():
            parts |= {f"{name}.{key}({argument}:)": value for argument, value in getattr(part, "args", {}).items()}
        silent += [key for key, part in parts.items() if not part.description and name not in BUILT_IN]

    assert silent == []


def test_no_field_that_leads_to_a_stored_object_is_required():
    stored = {"Image", "Person", "Organisation", "Topic", "ContentPage", "Event", "Forum", "Talk", "SeminarSeries"}

    required = [
        f"{name}.{key}"
        for name, it in TYPES.items()
        if is_object_type(it) or is_interface_type(it)
        for key, part in it.fields.items()
        if is_non_null_type(part.type) and getattr(part.type.of_type, "name", "") in stored
    ]

    assert required == []


def test_entry_points_may_be_null():
    assert not [name for name, it in schema.graphql_schema.query_type.fields.items() if is_non_null_type(it.type)]


def test_no_type_shows_a_column_that_nobody_declared():
    secret = {"live", "owner", "lockedBy", "draftTitle", "email", "editorsNotes", "isPublic", "pk", "numchild", "depth"}

    assert not [f"{name}.{key}" for name, it in TYPES.items() for key in getattr(it, "fields", {}) if key in secret]


def test_types_are_named_after_what_they_are():
    assert sorted(name for name in TYPES if name.endswith(("Page", "Interface"))) == ["ContentPage", "StandardPage"]
    assert get_named_type(schema.graphql_schema.query_type.fields["event"].type).name == "Event"
