"""The words that speakers read."""

from __future__ import annotations

import dataclasses
import string

import pytest

from pages.completion.wording import LANGUAGES, find_language
from pages.completion.wording.english import ENGLISH


def shape(words):
    """The names and places of all words, without the words."""
    return {name: places(value) for name, value in dataclasses.asdict(words).items()}


def places(value):
    if isinstance(value, dict):
        return {name: places(part) for name, part in value.items()}
    if isinstance(value, tuple):
        return tuple(places(part) for part in value)
    return {name for _, name, _, _ in string.Formatter().parse(value) if name}


@pytest.mark.parametrize("tag", LANGUAGES)
def test_each_language_has_the_same_words_and_places(tag):
    assert shape(LANGUAGES[tag]) == shape(ENGLISH)


@pytest.mark.parametrize(
    ("tags", "language"),
    [
        ([], "en"),
        (["", "fr"], "en"),
        (["zh-tw"], "zh-hans"),
        (["ZH-Hans-CN"], "zh-hans"),
        (["fr", "en-GB", "zh"], "en"),
    ],
)
def test_the_first_language_there_are_words_for_is_taken(tags, language):
    assert find_language(tags) == language
