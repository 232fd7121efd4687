"""Names of months, weekdays and seasons in the languages that announcements are written in."""

from __future__ import annotations

import unicodedata

_MONTHS = {
    "en": (
        *(
            "january jan",
            "february feb febr",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug augest",
        ),
        *("september sept sep", "october oct", "november nov", "december dec"),
    ),
    "fr": (
        *("janvier janv", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout"),
        *("septembre", "octobre", "novembre", "decembre"),
    ),
    "es": (
        *("enero ene", "febrero", "marzo", "abril abr", "mayo", "junio", "julio", "agosto"),
        *("septiembre setiembre", "octubre", "noviembre", "diciembre dic"),
    ),
    "pt": (
        *("janeiro", "fevereiro", "marco", "abril", "maio", "junho", "julho", "agosto"),
        *("setembro", "outubro", "novembro", "dezembro dez"),
    ),
    "de": (
        *("januar janner", "februar", "marz maerz mrz", "april", "mai", "juni", "juli", "august"),
        *("september", "oktober okt", "november", "dezember dez"),
    ),
    "it": (
        *("gennaio genn", "febbraio febb", "marzo", "aprile", "maggio magg", "giugno giu", "luglio lug", "agosto"),
        *("settembre sett", "ottobre ott", "novembre", "dicembre dic"),
    ),
}

_ONLY_IN_THEIR_LANGUAGE = {
    "es": ("", "", "", "", "", "", "", "ago", "set", "", "", ""),
    "pt": ("", "", "", "", "", "", "", "ago", "set", "out", "", ""),
    "it": ("gen", "", "", "", "mag", "", "", "ago", "set", "", "", ""),
}
"""Short forms that are words of other languages."""

_WEEKDAYS = {
    "en": (
        *("monday mon", "tuesday tues tue", "wednesday wed weds", "thursday thurs thur thu", "friday fri"),
        *("saturday sat", "sunday sun"),
    ),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
    "pt": ("segunda-feira", "terca-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sabado", "domingo"),
    "de": ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag sonnabend", "sonntag"),
    "it": ("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"),
    "zh": (
        *("星期一 周一 月曜日", "星期二 周二 火曜日", "星期三 周三 水曜日", "星期四 周四 木曜日", "星期五 周五 金曜日"),
        *("星期六 周六 土曜日", "星期日 星期天 周日 日曜日"),
    ),
}


def fold(text: str) -> str:
    """Lower case without accents; as long as the text itself, so that offsets stay valid."""
    return "".join(_fold_character(character) for character in text)


_LAST_LATIN = "\u024f"


def _fold_character(character: str) -> str:
    if character > _LAST_LATIN:
        return character
    folded = unicodedata.normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character


def _number(table: tuple[str, ...], first: int) -> dict[str, int]:
    return {word: number for number, words in enumerate(table, first) for word in words.split()}


MONTHS = {word: number for table in _MONTHS.values() for word, number in _number(table, 1).items()}
"""Folded month names and abbreviations, to 1 … 12."""

WEEKDAYS = {fold(word): number for table in _WEEKDAYS.values() for word, number in _number(table, 0).items()}
"""Folded weekday names, Monday = 0."""

WEEKDAY_SIGNS = {
    sign: number for signs in ("一二三四五六日", "月火水木金土日") for number, sign in enumerate(signs)
} | {"天": 6}
"""Single characters that name a weekday in parentheses after a date."""


def months_of(language: str) -> dict[str, int]:
    """The month names to expect in a text that is mainly in this language (BCP 47)."""
    return MONTHS | _number(_ONLY_IN_THEIR_LANGUAGE.get(language.partition("-")[0].casefold(), ()), 1)
