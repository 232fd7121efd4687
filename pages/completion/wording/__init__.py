"""The words that speakers read, in each language they may choose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages.completion.wording.chinese import CHINESE
from pages.completion.wording.english import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.completion.wording.words import Words

LANGUAGES: dict[str, Words] = {words.tag: words for words in (ENGLISH, CHINESE)}
"""The words by their BCP 47 tag, as Django writes it."""

USUAL_LANGUAGE = ENGLISH.tag


def find_language(tags: Iterable[str]) -> str:
    """The first of the tags that there are words for, by its language alone; English when there are for none."""
    for tag in tags:
        language = tag.lower().partition("-")[0]
        for known in LANGUAGES:
            if known.partition("-")[0] == language:
                return known
    return USUAL_LANGUAGE
