"""Names reduced to what counts when two of them are compared. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

_TITLES = frozenset(
    {
        "prof", "professor", "profs", "dr", "drs", "phd", "ph", "d", "mr", "mrs", "ms", "mx", "miss", "sir", "dame",
        "assoc", "associate", "assistant", "asst", "apl", "priv", "doz", "hon", "habil", "ing", "dipl",
    }
)  # fmt: skip
_SHORT_NAME = re.compile(r"^(?P<name>.*\S)\s*[(（](?P<short>[A-Z][\w&.\-]{1,14})[)）]$")


def fold(text: str) -> str:
    """Lower case without diacritics and punctuation, words separated by one blank."""
    decomposed = unicodedata.normalize(
        "NFKD", text.replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    )
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return " ".join(re.sub(r"[^\w]+", " ", plain.casefold()).split())


def fold_person(name: str) -> str:
    """A person's name without titles; "Family, Given" in the order it is spoken."""
    family, comma, given = name.partition(",")
    words = fold(f"{given} {family}" if comma and not _is_title(given) else name).split()
    while len(words) > 1 and words[0] in _TITLES:
        words.pop(0)
    return " ".join(words)


def _is_title(text: str) -> bool:
    return all(word in _TITLES for word in fold(text).split())


def fold_organisation(name: str) -> str:
    """An organisation's name without the article."""
    return fold(name).removeprefix("the ")


def split_short_name(name: str) -> tuple[str, str]:
    """Name and short name of an organisation written as “Name (SHORT)”; the short name may be empty."""
    match = _SHORT_NAME.match(name)
    return (match["name"], match["short"]) if match else (name, "")


def fold_address(url: str) -> str:
    """A web address without scheme, "www.", default document and closing slash."""
    parts = urlsplit(url.strip())
    path = re.sub(r"/index\.\w+$", "/", unquote(parts.path)).rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return f"{(parts.hostname or '').removeprefix('www.')}{path}{query}"
