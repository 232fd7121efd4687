from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.management import CommandError, call_command
from graphql import GraphQLField, GraphQLString, build_schema, print_schema

from api.graphql.contract import Comparison, compare, find_short_notices, find_unclear_deprecations
from api.graphql.schema import print_sdl
from api.management.commands import export_schema

TODAY = dt.date(2026, 11, 20)
PLAIN = """
type Query { event(path: String, slug: String): Event, events(first: Int = 20): [Event!] }
type Event { title: String, venue: Venue, phase: Phase }
type Venue { city: String }
enum Phase { LIVE PAST }
"""
DEPRECATED = """
type Query {{
  event(path: String, slug: String @deprecated(reason: "{reason}")): Event
  events(first: Int = 20): [Event!]
}}
type Event {{ title: String, venue: Venue @deprecated(reason: "{reason}"), phase: Phase }}
type Venue {{ city: String }}
enum Phase {{ LIVE PAST @deprecated(reason: "{reason}") }}
"""
REMOVED = """
type Query { event(path: String): Event, events(first: Int = 20): [Event!] }
type Event { title: String, phase: Phase }
enum Phase { LIVE }
"""
REMOVALS = (
    "Event.venue was removed.",
    "PAST was removed from enum type Phase.",
    "Query.event arg slug was removed.",
    "Venue was removed.",
)
NOTHING = Comparison((), ())


def deprecated(reason):
    return DEPRECATED.format(reason=reason)


def test_the_same_schema_changes_nothing():
    assert compare(PLAIN, PLAIN, today=TODAY) == NOTHING


def test_a_deprecation_changes_nothing():
    assert compare(PLAIN, deprecated("Use title. Removal: 2027-06-01"), today=TODAY) == NOTHING


def test_a_removal_that_nobody_announced_is_a_breach():
    assert compare(PLAIN, REMOVED, today=TODAY) == Comparison(REMOVALS, ())


@pytest.mark.parametrize("day", ["2026-11-20", "2026-05-01"])
def test_a_removal_that_is_due_is_none(day):
    assert compare(deprecated(f"Use title. Removal: {day}"), REMOVED, today=TODAY) == NOTHING


@pytest.mark.parametrize(
    "reason",
    [
        "Use title. Removal: 2026-11-21",
        "Use title.",
        "Use title. Removal: soon",
        "Use title. Removal: 2026-02-30",
        "Removal: 2026-05-01, perhaps",
    ],
)
def test_a_removal_before_its_day_or_without_one_is_a_breach(reason):
    assert compare(deprecated(reason), REMOVED, today=TODAY) == Comparison(REMOVALS, ())


def test_a_due_part_that_stays_may_not_change_its_type():
    released = deprecated("Use title. Removal: 2026-05-01")

    compared = compare(released, PLAIN.replace("venue: Venue", "venue: String"), today=TODAY)

    assert compared.breaking == ("Event.venue changed type from Venue to String.",)


def test_an_input_field_goes_when_it_is_due():
    schema = "type Query {{ events(where: Filter): Int }} input Filter {{ phase: Int {0} }}"
    removed = "type Query { events(where: Filter): Int } input Filter { other: Int }"

    due = compare(schema.format('slug: Int @deprecated(reason: "Removal: 2026-01-01")'), removed, today=TODAY)

    assert due.breaking == ("Filter.phase was removed.",)


def test_an_implementation_of_an_interface_stays_as_fragments_name_it():
    released = """
    type Query { old: Node @deprecated(reason: "Removal: 2026-01-01"), all: [Node] }
    interface Node { id: ID! }
    type Talk implements Node { id: ID! }
    type Forum implements Node { id: ID! }
    """
    current = """
    type Query { all: [Node] }
    interface Node { id: ID! }
    type Talk implements Node { id: ID! }
    """

    assert compare(released, current, today=TODAY).breaking == ("Forum was removed.",)


def test_what_may_surprise_clients_is_no_breach():
    current = PLAIN.replace("PAST", "PAST POSTPONED").replace("= 20", "= 10")

    assert compare(PLAIN, current, today=TODAY) == Comparison(
        (),
        ("POSTPONED was added to enum type Phase.", "Query.events arg first has changed defaultValue from 20 to 10."),
    )


def test_deprecations_without_a_day_are_found():
    assert find_unclear_deprecations(PLAIN) == []
    assert find_unclear_deprecations(deprecated("Use title. Removal: 2027-06-01")) == []
    assert find_unclear_deprecations(deprecated("Use title.")) == ["Query.event(slug:)", "Event.venue", "Phase.PAST"]


@pytest.mark.parametrize(
    ("released", "day", "short"),
    [
        (PLAIN, "2027-05-21", ["Query.event(slug:)", "Event.venue", "Phase.PAST"]),
        (PLAIN, "2027-05-22", []),
        (deprecated("Removal: 2027-05-30"), "2026-12-01", []),
        (deprecated("Some day."), "2026-12-01", ["Query.event(slug:)", "Event.venue", "Phase.PAST"]),
    ],
)
def test_a_first_announcement_has_to_come_six_months_ahead(released, day, short):
    current = deprecated(f"Use title. Removal: {day}")

    assert find_short_notices(released, current, today=TODAY) == short


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A fresh contract in a folder without a released schema."""
    monkeypatch.setattr(export_schema, "CONTRACT", tmp_path / "schema.graphql")
    monkeypatch.setattr(export_schema, "RELEASED", tmp_path / "schema.released.graphql")
    call_command("export_schema")
    return tmp_path


def test_a_release_keeps_the_schema(files):
    call_command("export_schema", "--release")

    call_command("export_schema", "--check")
    assert (files / "schema.released.graphql").read_text(encoding="utf-8") == print_sdl()


def release(files, schema):
    """Keep a schema as the released one."""
    text = print_schema(schema)
    (files / "schema.released.graphql").write_text(text, encoding="utf-8")
    return text


def test_a_schema_that_breaks_the_release_is_refused(files):
    schema = build_schema(print_sdl())
    schema.query_type.fields["clock"] = GraphQLField(GraphQLString)
    released = release(files, schema)

    for mode in ("--check", "--release"):
        with pytest.raises(
            CommandError, match=r"^This breaks clients; deprecate it first:\n- Query\.clock was removed\.$"
        ):
            call_command("export_schema", mode)

    assert (files / "schema.released.graphql").read_text(encoding="utf-8") == released


def test_a_change_that_may_surprise_clients_is_printed(files, capsys):
    schema = build_schema(print_sdl())
    del schema.type_map["EventPhase"].values["PAST"]
    release(files, schema)

    call_command("export_schema", "--check")

    assert capsys.readouterr().err == "Clients may be surprised: PAST was added to enum type EventPhase.\n"


def test_a_field_deprecated_without_a_day_is_refused():
    schema = build_schema(print_sdl())
    schema.query_type.fields["serverTime"].deprecation_reason = "Ask your own clock."

    with pytest.raises(CommandError, match=r"“Removal: YYYY-MM-DD”:\n- Query\.serverTime$"):
        export_schema.check_deprecations(print_schema(schema))


@time_machine.travel(dt.datetime(2026, 11, 20, tzinfo=dt.UTC), tick=False)
def test_a_field_deprecated_too_late_is_not_released(files):
    schema = build_schema(print_sdl())
    schema.query_type.fields["serverTime"].deprecation_reason = "Ask your own clock. Removal: 2026-12-01"
    released = release(files, build_schema(print_sdl()))

    with pytest.raises(CommandError, match=r"six months ahead:\n- Query\.serverTime$"):
        export_schema.check_notices(print_schema(schema))

    assert (files / "schema.released.graphql").read_text(encoding="utf-8") == released


def test_a_stale_contract_is_not_released(files):
    (files / "schema.graphql").write_text("type Query { old: Int }", encoding="utf-8")

    with pytest.raises(CommandError, match="stale"):
        call_command("export_schema", "--release")

    assert not (files / "schema.released.graphql").exists()
