"""Marked-up text flattened to words of the same length, so that offsets stay valid."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_STRUCK = re.compile(
    r"~~.{1,2000}?~~|<(?P<tag>del|strike|s)\b[^<>]*>.{0,2000}?</(?P=tag)\s*>", re.DOTALL | re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LINK_TARGET = re.compile(r"(?<=\])\([^()\s]*(?:\([^()]*\)[^()\s]*)?(?:\s+\"[^\"]*\")?\s*\)")
_URL = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s<>()\[\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{1,190}", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,10}|#\d{1,6}|#x[0-9A-Fa-f]{1,5});")
_EMPHASIS = re.compile(r"[*`~\\\[\]]|(?<![^\W_])_+|_+(?![^\W_])")
_OPAQUE = "\x07"
"""Stands for the characters of an address: no blank, no word, no digit."""

_EQUIVALENTS = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\ufeff\u200b", " "),
        **dict.fromkeys("\u2010\u2011\u2012–—―−\uff0d", "-"),
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        "：": ":",
        "，": ",",
        "（": "(",
        "）": ")",
        "\uff5e": "~",
        "〜": "~",
    }
)


@dataclass(frozen=True, slots=True)
class MarkedText:
    """`live` is what is not struck through, `whole` is everything; both are as long as the source.

    `struck` are the offsets of the struck parts.
    """

    live: str
    whole: str
    struck: tuple[tuple[int, int], ...]


def flatten(text: str) -> MarkedText:
    """Markdown and HTML as plain words, with blanks in place of markup and of struck parts."""
    visible = _COMMENT.sub(_blank, text)
    struck = tuple(match.span() for match in _STRUCK.finditer(visible))
    whole = _plain(visible)
    live = whole
    for begin, stop in struck:
        live = live[:begin] + " " * (stop - begin) + live[stop:]
    return MarkedText(live, whole, struck)


def _plain(text: str) -> str:
    for pattern, replace in (
        (_LINK_TARGET, _blank),
        (_URL, _hide),
        (_TAG, _blank),
        (_ENTITY, _decode),
        (_EMPHASIS, _blank),
    ):
        text = pattern.sub(replace, text)
    return text.translate(_EQUIVALENTS)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _hide(match: re.Match[str]) -> str:
    return _OPAQUE * len(match.group())


def _decode(match: re.Match[str]) -> str:
    character = html.unescape(match.group())
    return character.ljust(len(match.group())) if len(character) == 1 else _blank(match)


def collapse(text: str) -> str:
    """Words of a flattened text with single blanks, without the punctuation that its markup left over."""
    words = " ".join(text.replace(_OPAQUE, " ").split()).strip(" ,;:/|[]")
    words = re.sub(r"\(\s+", "(", re.sub(r"\s+([,.;:)])", r"\1", words))
    return words + ")" * (words.count("(") - words.count(")"))
