"""How submissions are reviewed and accepted: languages, anonymity, policies, formal rejection, edition."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from pages.importers.dates.kinds import EVENT_NOUN
from pages.importers.documents import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

LANGUAGES = {
    "english": "en",
    "chinese": "zh",
    "mandarin": "zh",
    "portuguese": "pt",
    "spanish": "es",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "russian": "ru",
    "dutch": "nl",
    "catalan": "ca",
    "galician": "gl",
    "basque": "eu",
    "arabic": "ar",
    "polish": "pl",
    "czech": "cs",
    "turkish": "tr",
    "hebrew": "he",
    "英文": "en",
    "英语": "en",
    "中文": "zh",
    "anglais": "en",
    "français": "fr",
    "inglês": "en",
    "português": "pt",
    "espanhol": "es",
    "inglés": "en",
    "español": "es",
    "englisch": "en",
    "deutsch": "de",
}
LANGUAGE_NAME = "|".join(LANGUAGES)
ACCEPTED_IN = re.compile(
    rf"\b(?:written|submitted|accepted|presented|prepared|welcome|languages?|撰写)\b"
    rf"[^.]{{0,200}}?(?:\bin\b|[:：]|\bis\b|\bare\b|用)\s*(?:either |both )?"
    rf"(?P<names>(?:{LANGUAGE_NAME})(?:[\s,/]*(?:and|or|et|ou|oder|e|和|或)?\s*(?:the )?(?:{LANGUAGE_NAME}))*)",
    re.IGNORECASE,
)
IN_CHINESE = re.compile(rf"(?:用|使用|以|接受)(?P<names>(?:{LANGUAGE_NAME})(?:[、,/和或与]*(?:{LANGUAGE_NAME}))*)")
ANONYMITY = (
    ("double_blind", r"(?<!not )double[- ]?(?:blind|anonym)|双盲"),
    (
        "single_blind",
        (
            r"single[- ]?(?:blind|anonym)|\bnot (?:need to |have to |required to )?(?:be )?anonym|"
            r"\b(?:no need|need not|not necessary) (?:to )?(?:be )?anonym|单盲"
        ),
    ),
    ("open", r"open[- ](?:peer[- ])?review(?!\.net)"),
    (
        "double_blind",
        (
            r"anonymi[sz]ed|anonymous (?:submission|review|paper)|(?:omit|hide|remove|not (?:display|reveal|contain|"
            r"include))[^.]*\bauthor(?:s|ship| names?| information)?"
        ),
    ),
)
POLICY = re.compile(
    r"previously published|published (?:previously|or accepted|elsewhere)|under (?:review|submission|"
    r"consideration) (?:elsewhere|at|by|for|in)\b|elsewhere|"
    r"simultaneous|concurrent(?:ly)? submi|dual[- ]submission|substantially overlap|must be original|plagiari|"
    r"at least one (?:of the )?author|original and (?:un|not )|in submission to|reviewed by other|submitted again|"
    r"large[- ]language models|preprint",
    re.IGNORECASE,
)
FORMAL_REJECTION = re.compile(
    r"reject\w*[^.]{0,300}without (?:a |further |being )?(?:full )?(?:review|consideration)|"
    r"without (?:a )?review[^.]{0,300}reject|desk[- ]reject|grounds for rejection|"
    r"not be (?:reviewed|considered)",
    re.IGNORECASE,
)
FORM = re.compile(r"format|guideline|template|page limit|\bstyle|these rules|requirements", re.IGNORECASE)
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
)
ORDINAL_WORDS = {word: number for number, word in enumerate(ORDINALS.split(), start=1)} | {"twentieth": 20}
EDITION = re.compile(
    rf"\b(?:(?P<number>\d{{1,3}})\s?(?P<suffix>st|nd|rd|th)|(?P<word>{'|'.join(ORDINAL_WORDS)}))\s+"
    rf"(?:(?!{EVENT_NOUN}\b|edition\b)[\w&/-]+[\s]+){{0,7}}?(?:{EVENT_NOUN}|edition)\b",
    re.IGNORECASE,
)
ROMAN_EDITION = re.compile(
    r"\b(?P<roman>[IVXL]{2,7})\s+(?:[^\W\d_][\w&/-]*\s+){0,5}?"
    r"(?:Conference|Workshop|Symposium|Meeting|Congress|Colloquium|Forum|School|Simp[óo]sio|Congresso?|Oficina|"
    r"Encontro|Semin[áa]ri[oa]|Jornadas?|Conf[êée]r[êe]nc[ei]a?|Colloque|Convegno)\b"
)
ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
CHINESE_NUMERALS = "零一二三四五六七八九十"
CHINESE_EDITION = re.compile(r"第\s*(\d{1,3}|[一二三四五六七八九十])\s*届")


def ordinal_suffix(number: int) -> str:
    """The English suffix of an ordinal number."""
    if number % 100 in {11, 12, 13}:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


def _roman_number(numeral: str) -> int:
    values = [ROMAN_DIGITS[digit] for digit in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def _chinese_number(text: str) -> int:
    return int(text) if text.isdigit() else CHINESE_NUMERALS.index(text)


def read_edition(texts: Iterable[tuple[str, int]]) -> tuple[int | None, tuple[Finding, ...]]:
    """The edition from the first text that names one, with a finding when its ordinal is misspelt."""
    for text, line in texts:
        match = EDITION.search(text)
        chinese = CHINESE_EDITION.search(text)
        if match is None:
            roman = ROMAN_EDITION.search(text)
            if chinese:
                return _chinese_number(chinese.group(1)), ()
            if roman:
                return _roman_number(roman["roman"]), ()
            continue
        if match["word"]:
            return ORDINAL_WORDS[match["word"].lower()], ()
        number = int(match["number"])
        right = ordinal_suffix(number)
        if match["suffix"].lower() == right:
            return number, ()
        message = f"“{number}{match['suffix']}” should be “{number}{right}”; the page writes it from the number."
        return number, (Finding("ordinal-misspelt", Severity.HINT, message, line),)
    return None, ()


def read_languages(text: str) -> tuple[str, ...]:
    """BCP 47 tags of the languages in which papers may be written, in the order of the text."""
    said = [re.findall(LANGUAGE_NAME, match["names"], re.IGNORECASE) for match in ACCEPTED_IN.finditer(text)]
    said += [re.findall(LANGUAGE_NAME, match["names"]) for match in IN_CHINESE.finditer(text)]
    names = max(said, key=len, default=[])
    return tuple(dict.fromkeys(LANGUAGES[name.lower()] for name in names))


def read_anonymity(text: str) -> str:
    """The `Anonymity` value that the text states."""
    return next((value for value, pattern in ANONYMITY if re.search(pattern, text, re.IGNORECASE)), "unstated")


def read_policies(sentences: Iterable[str]) -> str:
    """The sentences about originality, double submission and what authors commit to, as rich text."""
    said = dict.fromkeys(sentence for sentence in sentences if POLICY.search(sentence))
    return "\n".join(f"<p>{html.escape(sentence, quote=False)}</p>" for sentence in said)


def rejects_wrong_format(sentences: Iterable[str]) -> bool:
    """True when papers in another form may be rejected without review."""
    said = list(sentences)
    pairs = zip(["", *said], said, strict=False)
    return any(FORMAL_REJECTION.search(now) and FORM.search(f"{before} {now}") for before, now in pairs)
