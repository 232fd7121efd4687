"""Bytes of old documents to text, and repair of text that an earlier program decoded wrongly."""

from __future__ import annotations

import codecs
import re
import unicodedata

_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_NON_ASCII_RUN = re.compile(r"[^\x00-\x7f]+")

_MOST_LAYERS = 2
"""How many times one after the other a text may have been damaged."""

_MATHEMATICS = frozenset("πΩ∞∂∑∏∫≤≥≠∆√≈")

_EVERYDAY = re.compile(
    "[\u00a0-\u017f\u0218-\u021b\u02c6\u02dc\u2010-\u2026\u2030\u2039\u203a\u20ac\u2122\ufb00-\ufb04]+"
)
"""Characters of European text: each is a likely result of a repair by itself."""


_OTHER_SCRIPTS = frozenset({"CJK", "HIRAGANA", "KATAKANA", "GREEK", "CYRILLIC", "HANGUL"})

_SHORTEST_OTHER = 3
"""Damaged characters that must stand together before they are taken for another script; two meet by chance."""


def decode(raw: bytes) -> str:
    r"""The text of a document with "\n" as its only line break; never fails.

    A byte order mark decides; without one UTF-8 is tried, and what is not UTF-8 is read as Windows-1252.
    """
    return _decode_bytes(raw).replace("\r\n", "\n").replace("\r", "\n")


def _decode_bytes(raw: bytes) -> str:
    if raw.startswith(_UTF_16_MARKS):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.removeprefix(codecs.BOM_UTF8).decode("cp1252", errors="replace")


def repair_mojibake(text: str) -> str:
    """The text with its damaged characters restored; correct text comes back unchanged.

    Damaged means: UTF-8 that was read as Mac Roman, Windows-1252 or Latin-1. A run of characters is replaced only if
    it encodes to bytes that are UTF-8 of likely characters.
    """
    for _layer in range(_MOST_LAYERS):
        repaired = _NON_ASCII_RUN.sub(_repair_run, text)
        if repaired == text:
            break
        text = repaired
    return text


def _repair_run(match: re.Match[str]) -> str:
    run = match.group()
    for raw in (_encode_windows(run), _encode_mac(run)):
        original = _decode_strictly(raw)
        if original is not None and _is_likely(original, run) and not _is_formula(match):
            return original
    return run


def _encode_windows(run: str) -> bytes | None:
    """Windows-1252 with Latin-1 for the bytes it leaves undefined, as browsers read it."""
    try:
        return b"".join(_encode_windows_character(character) for character in run)
    except UnicodeEncodeError:
        return None


def _encode_windows_character(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _encode_mac(run: str) -> bytes | None:
    try:
        return run.encode("mac_roman")
    except UnicodeEncodeError:
        return None


def _decode_strictly(raw: bytes | None) -> str | None:
    try:
        return raw.decode("utf-8") if raw else None
    except UnicodeDecodeError:
        return None


def _is_likely(original: str, run: str) -> bool:
    """European characters alone, or at least two bytes' worth of letters of one other script."""
    if _EVERYDAY.fullmatch(original):
        return True
    scripts = {_script(character) for character in original if not _EVERYDAY.fullmatch(character)}
    return len(run) >= _SHORTEST_OTHER and len(scripts) == 1 and scripts <= _OTHER_SCRIPTS


def _script(character: str) -> str:
    return unicodedata.name(character, "").split(" ")[0].split("-")[0]


def _is_formula(match: re.Match[str]) -> bool:
    """A root or an approximation of a mathematical symbol that stands in no word."""
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    return set(match.group()) <= _MATHEMATICS and not (before + after).isalpha()
