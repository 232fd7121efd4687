"""Words of personal names, titles and organisations, as far as they tell one from the other."""

from __future__ import annotations

import re

HONORIFIC = re.compile(
    r"(?:(?:(?:assoc(?:iate|\.)?|assist(?:ant|\.)?|asst\.?|full|univ\.-|emeritus|hon\.|a/|adj(?:unct|\.)?)\s*)?"
    r"(?:prof(?:essor|essora|a|\.)?|pr\.)(?:\.(?!\s*-))?|dra?\.|dra?(?=\s)|doctor|mr\.?|mrs\.?|ms\.?|miss|mx\.?|"
    r"m\.?sc\.?|m\.?eng\.?|ph\.?\s?d\.?|sir|dame|lord|(?:dipl\.-)?ing\.|(?:dott|dottssa)\.|herr|frau|mme\.?|mlle\.?|eng\.|rev\.)"
    r"(?=\s|$)\s*",
    re.IGNORECASE,
)
"""One title before a name."""

DEGREE = re.compile(
    r"\s*,?\s+(?:ph\.?\s?d\.?|m\.?d\.?|m\.?sc\.?|b\.?sc\.?|esq\.?|fellow|phd candidate|cissp|mba)(?=\s*(?:,|$|\())",
    re.IGNORECASE,
)
"""A degree after a name."""

NATIVE_TITLE = re.compile(r"\s*(?:副教授|助理教授|教授|博士|先生|女士|老师|研究员|研究員|助教|准教授|さん|氏)$")
"""A title after a Chinese or Japanese name."""

NATIVE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A character of a Chinese, Japanese or Korean name."""

_NATIVE_ORGANISATION = re.compile(r"大学|大學|学院|學院|研究|公司|실험|대학|集团|中心|株式会社|学校")

_ORGANISATION = re.compile(
    r"\b(?:universi\w*|univ|uni|institut\w*|colleg\w*|schools?|schule|hochschule|polytech\w*|politecnico|facult\w*|departm\w*|dept|"
    r"lab|labs|laborator\w*|research|center|centre|centro|academ\w*|accademia|foundation|stiftung|inc|ltd|llc|gmbh|corp\w*|company|"
    r"technologies|technische|technical|group|ministry|agency|hospital|council|society|association|bank|museum|"
    r"library|consult\w*|startup|enterprises?|robotics|analytics|software|solutions|ventures|networks|brain|labs?|"
    r"partners|holdings?|studios?|fraunhofer|max\s+planck|ecole|école|helmholtz|national|state)\b",
    re.IGNORECASE,
)
_FIRMS = frozenset(
    {
        *("google", "microsoft", "apple", "amazon", "meta", "facebook", "ibm", "intel", "nvidia", "huawei", "alibaba"),
        *(
            "tencent",
            "baidu",
            "samsung",
            "deepmind",
            "openai",
            "anthropic",
            "bosch",
            "siemens",
            "sap",
            "adobe",
            "cisco",
        ),
        *(
            "oracle",
            "twitter",
            "linkedin",
            "uber",
            "netflix",
            "qualcomm",
            "mozilla",
            "cloudflare",
            "stanford",
            "harvard",
        ),
        *("princeton", "cornell", "caltech", "oxford", "cambridge", "yale", "inria", "cispa", "tsinghua", "berkeley"),
        *("embrapa", "salesforce", "bytedance", "visa", "sony", "nec", "ntt", "cnrs", "independent", "mit"),
    }
)
_CAPITALS = re.compile(r"\b[A-Z][A-Z&]+\b|\b[A-Z]+[a-z]+[A-Z]\w*\b")
_ACRONYMS = frozenset(
    {
        *(
            "ETH",
            "EPFL",
            "KTH",
            "TU",
            "TUM",
            "KIT",
            "RWTH",
            "LMU",
            "UC",
            "UCL",
            "UCLA",
            "NYU",
            "USC",
            "CMU",
            "IIT",
            "NUS",
        ),
        *(
            "NTU",
            "KAIST",
            "ENS",
            "CWI",
            "IST",
            "MPI",
            "CNRS",
            "INRIA",
            "SRI",
            "TNO",
            "AIST",
            "RIKEN",
            "IMDEA",
            "EURECOM",
        ),
    }
)
"""Names of universities and institutes that stand before the name of a place: "ETH Zürich"."""
_OF = re.compile(r"\b(?:of|for|in|de|del|di|für|d')\b", re.IGNORECASE)
_PARTICLES = frozenset(
    {
        *(
            "de",
            "da",
            "do",
            "dos",
            "das",
            "del",
            "della",
            "di",
            "van",
            "von",
            "der",
            "den",
            "ter",
            "ten",
            "la",
            "le",
            "el",
        ),
        *("al", "bin", "ibn", "e", "y", "zu", "af", "av", "du", "des", "i", "abu", "ben", "st."),
    }
)
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_'’.-]*)*\.?")
_STOP_WORDS = frozenset(
    {
        *("the", "a", "an", "and", "or", "to", "by", "with", "our", "we", "all", "more", "please", "chair", "chairs"),
        *("speaker", "speakers", "organizers", "organisers", "committee", "and", "talk", "session", "keynote", "panel"),
        *("website", "homepage", "email", "contact", "bio", "title", "abstract", "slides", "video", "paper"),
    }
)
_LONGEST_NAME = 70
_MOST_WORDS = 7
_LONGEST_NATIVE_NAME = 12


def is_organisation(text: str) -> bool:
    """True when a text has a word that names of organisations have and names of people have not."""
    words = text.casefold().replace(",", " ").split()
    return bool(
        _ORGANISATION.search(text)
        or _NATIVE_ORGANISATION.search(text)
        or _FIRMS.intersection(words)
        or _CAPITALS.fullmatch(text.strip())
        or (len(words) > 1 and _ACRONYMS.intersection(text.split()))
        or (_CAPITALS.search(text) and len(words) > 1 and not is_name(text))
    )


def is_name(text: str) -> bool:
    """True when a text may be a personal name: a few capitalised words, or a short one in Chinese characters."""
    if NATIVE.search(text):
        return (
            len(text) <= _LONGEST_NATIVE_NAME
            and not re.search(r"[\d。、,.:;!?]", text)
            and not _NATIVE_ORGANISATION.search(text)
        )
    words = text.split()
    if not words or len(text) > _LONGEST_NAME or len(words) > _MOST_WORDS:
        return False
    return all(_WORD.fullmatch(word) for word in words) and _is_capitalised(words)


def _is_capitalised(words: list[str]) -> bool:
    is_initials = all(len(word) == 1 for word in words)
    if not is_initials and _STOP_WORDS.intersection(word.casefold() for word in words):
        return False
    return any(word[0].isupper() for word in words) and all(
        not word[0].islower() or word.casefold() in _PARTICLES or word[1:2] in {"'", "’", "-"} for word in words
    )


def split_organisations(text: str) -> tuple[str, ...]:
    """Names of organisations joined by ";", "/" or "and"; one that has "and" inside stays whole."""
    parts = [part for piece in re.split(r"\s*[;\uff1b|]\s*|\s+/\s+", text) for part in _split_and(piece)]
    return tuple(part.strip(" ,.") if not part.endswith("Inc.") else part for part in parts if part.strip(" ,."))


def _split_and(text: str) -> list[str]:
    match = re.search(r"\s+(?:and|&|und|et)\s+|、", text)
    if match is None:
        return [text]
    left, right = text[: match.start()], text[match.end() :]
    if (is_organisation(right) and not _is_field(right)) or not (
        _OF.search(left) or _OF.search(right) or "," in text or _is_field(right)
    ):
        return [left, *_split_and(right)]
    return [text]


def _is_field(text: str) -> bool:
    """True for "Engineering, Example University": the rest of a school's name."""
    return text.partition(",")[0].strip().casefold() in _FIELDS


_FIELDS = frozenset(
    {"technology", "engineering", "computation", "mathematics", "sciences", "science", "informatics", "society"}
)
