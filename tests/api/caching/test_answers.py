from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import logging
import time

import pytest
import time_machine
from django.core.cache import cache, caches

from api.caching import Answer, answer_key, answers, find_answer, forget_answers, keep_answer
from api.caching.answers import FORMAT, MEMORY, Kept, Memory

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC).timestamp()
ANSWER = Answer(b'{"data":{}}', '"e"', None, ("Forum", "Forum:42"), 7, 12)

at_noon = time_machine.travel(NOON, tick=False)


@pytest.fixture
def shared(settings, tmp_path):
    """A cache that processes share, in files."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }
    return cache


@pytest.fixture
def unreachable(settings):
    """A shared cache behind a port that nobody listens on."""
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:9"}
    }
    yield
    caches.close_all()


def answer(**changes):
    return dataclasses.replace(ANSWER, **changes)


@at_noon
def test_answer_is_found_as_it_was_kept():
    keep_answer("key", ANSWER)

    assert find_answer("key", version=7, now=NOON) == ANSWER


@at_noon
def test_answer_to_another_request_is_not_found():
    keep_answer("key", ANSWER)

    assert find_answer("other", version=7, now=NOON) is None


@at_noon
@pytest.mark.parametrize("version", [0, 6, 8])
def test_answer_of_another_version_is_not_found(version):
    keep_answer("key", ANSWER)

    assert find_answer("key", version=version, now=NOON) is None


@at_noon
def test_answer_is_found_until_just_before_it_changes():
    ending = answer(until=NOON + 10)
    keep_answer("key", ending)

    found = [find_answer("key", version=7, now=NOON + after) for after in (0, 9.999, 10, 10.001)]

    assert found == [ending, ending, None, None]


@at_noon
def test_answer_that_holds_for_ever_is_kept_for_an_hour():
    keep_answer("key", ANSWER)

    found = [find_answer("key", version=7, now=NOON + after) for after in (3599.999, 3600)]

    assert found == [ANSWER, None]


@at_noon
@pytest.mark.parametrize("until", [0.0, NOON - 1, NOON])
def test_answer_that_no_longer_holds_is_not_kept(until):
    keep_answer("key", answer(until=until))

    assert find_answer("key", version=7, now=until - 1) is None


@at_noon
def test_answer_is_replaced_by_a_later_one():
    keep_answer("key", ANSWER)
    keep_answer("key", answer(version=8, body=b"later"))

    found = [find_answer("key", version=version, now=NOON) for version in (7, 8)]

    assert found == [None, answer(version=8, body=b"later")]


@at_noon
def test_very_large_answer_is_not_kept():
    largest = answer(body=b"x" * 2_000_000)
    keep_answer("largest", largest)
    keep_answer("larger", answer(body=b"x" * 2_000_001))

    found = [find_answer(key, version=7, now=NOON) for key in ("largest", "larger")]

    assert found == [largest, None]


def test_memory_drops_what_was_not_asked_for_the_longest():
    memory = Memory(most=4_000)
    kept = Kept(answer(body=b"x" * 200, tags=()), NOON)
    for key in ("first", "second", "third"):
        memory.keep(key, kept)
    memory.find("first")

    memory.keep("fourth", kept)

    assert [key for key in ("first", "second", "third", "fourth") if memory.find(key)] == ["first", "third", "fourth"]


def test_memory_counts_tags_and_what_an_answer_replaces():
    memory = Memory(most=10_000)
    memory.keep("key", Kept(answer(body=b"x" * 5_000, tags=()), NOON))

    memory.keep("key", Kept(answer(body=b"x" * 500, tags=("Forum", "Forum:42")), NOON))

    assert memory.weight == 1_000 + 500 + 2 * 60 + len("ForumForum:42")


def test_memory_weighs_nothing_when_forgotten():
    memory = Memory(most=10_000)
    memory.keep("key", Kept(ANSWER, NOON))

    memory.forget()

    assert (memory.weight, memory.find("key")) == (0, None)


def test_memory_does_not_hold_what_is_larger_than_itself():
    memory = Memory(most=100)

    memory.keep("key", Kept(ANSWER, NOON))

    assert (memory.weight, memory.find("key")) == (0, None)


@at_noon
def test_answer_is_found_by_other_processes(shared):
    keep_answer("key", ANSWER)
    forget_answers()

    assert find_answer("key", version=7, now=NOON) == ANSWER


@at_noon
def test_answer_from_another_process_is_remembered(shared):
    keep_answer("key", ANSWER)
    forget_answers()
    find_answer("key", version=7, now=NOON)
    shared.clear()

    assert find_answer("key", version=7, now=NOON) == ANSWER


@at_noon
def test_newer_answer_of_another_process_replaces_the_remembered_one(shared):
    keep_answer("key", ANSWER)
    forget_answers()
    keep_answer("key", answer(version=8))
    MEMORY.keep("key", Kept(ANSWER, NOON + 60))

    assert find_answer("key", version=8, now=NOON) == answer(version=8)


@at_noon
@pytest.mark.parametrize(("version", "now"), [(8, NOON), (7, NOON + 10)])
def test_answer_from_another_process_is_not_found_when_it_no_longer_holds(shared, version, now):
    keep_answer("key", answer(until=NOON + 10))
    forget_answers()

    assert find_answer("key", version=version, now=now) is None


def test_answer_leaves_the_shared_cache_when_it_no_longer_holds(shared):
    with time_machine.travel(NOON, tick=False) as clock:
        keep_answer("key", answer(until=NOON + 9.5))
        seen = []
        for _ in range(2):
            clock.shift(9.75)
            seen.append(shared.get("answer:key", version=FORMAT) is not None)

    assert seen == [True, False]


@at_noon
def test_answer_of_another_format_is_not_read(shared, monkeypatch):
    keep_answer("key", ANSWER)
    forget_answers()

    monkeypatch.setattr(answers, "FORMAT", FORMAT + 1)

    assert find_answer("key", version=7, now=NOON) is None


@at_noon
def test_answer_is_found_again_while_the_shared_cache_does_not_answer(unreachable):
    missing = find_answer("key", version=7, now=NOON)
    keep_answer("key", ANSWER)

    assert (missing, find_answer("key", version=7, now=NOON)) == (None, ANSWER)


def test_outage_of_the_shared_cache_is_logged_once_a_minute(unreachable, monkeypatch, caplog):
    monkeypatch.setattr(answers, "OUTAGE_RESTS_SECONDS", 0)
    for _ in range(3):
        find_answer("key", version=7, now=time.time())
    after_three = [(record.name, record.levelno) for record in caplog.records]

    monkeypatch.setattr(answers, "OUTAGE_LOGGED_SECONDS", 0)
    find_answer("key", version=7, now=time.time())

    assert (after_three, len(caplog.records)) == ([("api.caching.answers", logging.WARNING)], 2)


@at_noon
def test_shared_cache_is_left_alone_for_a_while_after_it_failed(unreachable, settings, tmp_path):
    find_answer("key", version=7, now=NOON)
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": tmp_path / "cache"}
    }

    keep_answer("key", ANSWER)
    during = cache.get("answer:key", version=FORMAT)
    forget_answers()
    keep_answer("key", ANSWER)

    assert (during, cache.get("answer:key", version=FORMAT) is not None) == (None, True)


REQUEST = {"schema": "s", "site": "h", "document": "d", "operation": "o", "variables": {"a": 1}, "extra": "x"}


@pytest.mark.parametrize("value", [1, None, 2**64])
def test_key_is_the_same_however_variables_are_ordered(value):
    one = answer_key(**REQUEST | {"variables": {"a": 1, "b": {"c": [value], "d": "é"}}})
    other = answer_key(**REQUEST | {"variables": {"b": {"d": "é", "c": [value]}, "a": 1}})

    assert one == other


@pytest.mark.parametrize("part", ["schema", "site", "document", "operation", "extra"])
def test_key_depends_on_each_part(part):
    assert answer_key(**REQUEST) != answer_key(**REQUEST | {part: "other"})


def test_key_does_not_confuse_neighbouring_parts():
    assert answer_key(**REQUEST | {"document": "ab", "operation": "c"}) != answer_key(
        **REQUEST | {"document": "a", "operation": "bc"}
    )


def test_key_differs_for_values_that_look_alike():
    alike = [
        *({}, {"a": None}, {"a": float("nan")}, {"a": float("inf")}, {"a": "null"}, {"a": []}, {"a": {}}, {"a": ""}),
        *({"a": 1}, {"a": 1.0}, {"a": True}, {"a": "1"}, {"a": [1]}, {"a": 0}, {"a": 0.0}, {"a": -0.0}, {"a": False}),
        *({"a": 2**64}, {"a": float(2**64)}, {"a": str(2**64)}, {"a": "\ud800"}, {"a": "\\ud800"}, {"b": 1}),
    ]

    keys = [answer_key(**REQUEST | {"variables": variables}) for variables in alike]

    assert [pair for pair in itertools.combinations(range(len(alike)), 2) if len({keys[it] for it in pair}) == 1] == []


def test_key_of_variables_nested_too_deeply_is_never_found_again():
    deep = []
    for _ in range(10_000):
        deep = [deep]

    keys = {answer_key(**REQUEST | {"variables": {"a": deep}}) for _ in range(2)}

    assert [len(keys), {len(key) for key in keys}] == [2, {64}]
