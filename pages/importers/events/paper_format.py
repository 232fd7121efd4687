"""What a text demands of a submission's form: pages, columns, font, template."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.text.links import link_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.importers.text.passages import Anchor

COUNTING = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
NUMBER_WORDS = {word: number for number, word in enumerate(COUNTING.split(), start=1)} | {"twenty": 20}
NUMBER = rf"(?:(?:{'|'.join(NUMBER_WORDS)})\s*\((?P<bracketed>\d+)\)|(?P<number>\d+|{'|'.join(NUMBER_WORDS)}))"
PAGES = re.compile(
    rf"(?P<before>[\w\s,()+-]{{0,40}}?)\b{NUMBER}[\s-]*(?:[^\W\d]+[\s-]+){{0,2}}?pages?\b(?P<after>[^.;]{{0,50}})",
    re.IGNORECASE,
)
CHINESE_PAGES = re.compile(r"(?:不超过|最多|限)\s*(\d+)\s*页")
LEAST = re.compile(
    r"(?:at least|minimum(?: of)?|no (?:less|fewer) than|additional|extra|further)[\w\s(]*$", re.IGNORECASE
)
ANOTHER_PART = re.compile(
    r"^\s*(?:of|for|with)\s+(?:the\s+)?(?:references|bibliograph|appendi|supplement)", re.IGNORECASE
)
COLUMNS = (
    (2, re.compile(r"\b(?:double|two|2)[\s-]*columns?\b|双栏", re.IGNORECASE)),
    (1, re.compile(r"\b(?:single|one|1)[\s-]*columns?\b|单栏", re.IGNORECASE)),
)
FONT_SIZE = re.compile(r"\b(\d{1,2})[\s-]*(?:pt|points?)\b", re.IGNORECASE)
STYLE = re.compile(
    r"\b((?:ACM|IEEE|LNCS|LNAI|Springer|NeurIPS|NIPS|ICML|ICLR|AAAI|ACL|USENIX|CEUR|LIPIcs|SBC|Elsevier|EPTCS|MLR|"
    r"PMLR|INCOSE|CVPR|COLING)"
    r"(?:[/ -][A-Z][\w-]*|[ ](?:on|of|and|for|sigconf|conference|proceedings|transactions|manuscript|double-column|"
    r"two-column))*)"
    r"(?:[\s,-]*[\w-]*){0,3}?[\s,-]*(?:style|formats?|templates?|guidelines|formatting)\b"
)
BIBLIOGRAPHY = r"(?:bibliograph\w*|references|citations)"
APPENDICES = r"(?:appendi(?:x|ces)|supplementary material)"
INCLUDED = r"\b(?:includ(?:ing|es?|ed)|inclusive of|counting)\b[^.;]{0,40}?"
EXCLUDED = (
    r"(?:\b(?:exclud(?:ing|es?|ed)|not including|not counting|plus|apart from|except|without|unlimited|additional|"
    r"extra|"
    r"no (?:page )?limits?)\b|[+])[^.;]{0,60}?"
)


@dataclass(frozen=True, slots=True)
class PaperFormat:
    """The form of a submission as far as a text says it."""

    max_pages: int | None = None
    columns: int | None = None
    font_size_pt: int | None = None
    template_name: str = ""
    template_url: str = ""
    includes_bibliography: bool | None = None
    includes_appendices: bool | None = None


def _to_int(word: str) -> int:
    return int(word) if word.isdigit() else NUMBER_WORDS[word.lower()]


def read_max_pages(text: str) -> int | None:
    """The page limit; the upper end of a range, and never a minimum or what only references may take."""
    for match in PAGES.finditer(text):
        if LEAST.search(match["before"]) or ANOTHER_PART.search(match["after"]):
            continue
        return _to_int(match["bracketed"] or match["number"])
    chinese = CHINESE_PAGES.search(text)
    return int(chinese.group(1)) if chinese else None


def _included(text: str, part: str) -> bool | None:
    if re.search(
        (
            rf"\bnot (?:includ|count)\w*[^.;]{{0,40}}?{part}|{EXCLUDED}{part}|{part}[^.;]{{0,20}}(?:excluded|"
            r"not (?:included|counted))"
        ),
        text,
        re.IGNORECASE,
    ):
        return False
    return True if re.search(rf"{INCLUDED}{part}", text, re.IGNORECASE) else None


def _template(text: str, links: Iterable[Anchor]) -> tuple[str, str]:
    style = STYLE.search(text)
    name = " ".join(style.group(1).split()) if style else ""
    for link in links:
        if link_kind(link.label, link.url) == "template" or STYLE.search(f"{link.label} format"):
            own = link.label if not link.label.startswith("http") else name
            return own or name, link.url.strip()
    return name, ""


def read_format(text: str, links: Iterable[Anchor] = ()) -> PaperFormat:
    """What the text and its links say about the form of a submission."""
    name, url = _template(text, links)
    font = FONT_SIZE.search(text)
    return PaperFormat(
        max_pages=read_max_pages(text),
        columns=next((count for count, pattern in COLUMNS if pattern.search(text)), None),
        font_size_pt=int(font.group(1)) if font else None,
        template_name=name,
        template_url=url if url.startswith(("http://", "https://")) else "",
        includes_bibliography=_included(text, BIBLIOGRAPHY),
        includes_appendices=_included(text, APPENDICES),
    )
