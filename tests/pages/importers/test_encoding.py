from __future__ import annotations

import pytest

from pages.importers.encoding import decode, repair_mojibake


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Café\n".encode(), "Café\n"),
        ("\ufeffCafé".encode(), "Café"),
        ("Café 会".encode("utf-16"), "Café 会"),
        ("Café – “x”".encode("cp1252"), "Café – “x”"),
        (b"\xef\xbb\xbfCaf\xe9", "Café"),
        (b"\x81\xe9", "\ufffdé"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)
def test_decode_reads_encoding(raw: bytes, text: str) -> None:
    assert decode(raw) == text


@pytest.mark.parametrize("encoding", ["mac_roman", "latin-1"])
@pytest.mark.parametrize("text", ["Zürich", "Ångström’s “naïve” tests – 5 €", "Żółć", "Łódź"])
def test_repair_restores_text_read_with_wrong_encoding(text: str, encoding: str) -> None:
    damaged = text.encode().decode(encoding)

    repaired = repair_mojibake(damaged)

    assert repaired == text


def test_repair_restores_other_scripts() -> None:
    damaged = "中文 и Привет".encode().decode("latin-1")

    assert repair_mojibake(damaged).startswith("中文")


def test_repair_restores_text_damaged_twice() -> None:
    damaged = "é".encode().decode("latin-1").encode().decode("latin-1")

    assert repair_mojibake(damaged) == "é"


def test_repair_touches_only_the_damaged_word() -> None:
    assert repair_mojibake("Žižek, UniversitÃ¤t, naïve") == "Žižek, Universität, naïve"


@pytest.mark.parametrize(
    "text", ["", "plain", "CAFÉ–BAR", "„ÖÖ“", "√π and ≈π", "ação à MANHÃO", "大学院", "Größe ≤ 5 µm", "—é œ", "–é"]
)
def test_repair_leaves_correct_text_alone(text: str) -> None:
    assert repair_mojibake(text) == text
