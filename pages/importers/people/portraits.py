"""Names and faces told from addresses and file names: guesses for an editor to confirm."""

from __future__ import annotations

import re
import urllib.parse
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pages.importers.dates.words import fold
from pages.importers.text.links import split_address

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages.importers.documents import ImportedPerson

_NOT_A_NAME = frozenset(
    {
        *("photo", "headshot", "portrait", "profile", "img", "image", "pic", "picture", "thumb", "thumbnail", "square"),
        *(
            "small",
            "large",
            "crop",
            "cropped",
            "new",
            "avatar",
            "face",
            "hires",
            "web",
            "copy",
            "final",
            "square",
            "bw",
        ),
        *(
            "index",
            "home",
            "people",
            "person",
            "about",
            "en",
            "view",
            "site",
            "homes",
            "staff",
            "faculty",
            "user",
            "users",
        ),
        *("in", "members", "team", "bio", "homepage", "default", "html", "php", "htm", "main", "welcome", "pub"),
    }
)
_HOSTS_OF_MANY = re.compile(r"(?:sites\.google|linkedin|github|gitlab|twitter|x|medium|facebook|scholar\.google)\.com$")
_PERSONAL_HOSTS = re.compile(r"\.(?:github|gitlab|wordpress|blogspot|netlify|vercel|wixsite|weebly)\.(?:io|com|app)$")
_SHORTEST_PART = 3


def name_from_url(url: str, *, parts: Sequence[str] = ()) -> str:
    """A name guessed from a homepage's address; "" when it tells none.

    `parts` are name parts known from elsewhere, such as the portraits' file names: they separate names that the
    address writes together.
    """
    split = split_address(url.strip() if "//" in url else f"//{url.strip()}")
    host = (split.hostname or "").removeprefix("www.")
    words = next((found for found in (_words(it) for it in _segments(host, split.path)) if found), [])
    known = next((pieces for pieces in (_separate(word, parts) for word in words) if len(pieces) > 1), None)
    if known:
        return _as_name(known)
    return _as_name([piece for word in words for piece in _separate(word, parts)])


def _segments(host: str, path: str) -> list[str]:
    """What may hold the name, most likely first: "~name", the end of the path, the host."""
    folders = [urllib.parse.unquote(it) for it in path.split("/") if it]
    marked = [it for it in folders if it.startswith(("~", "@"))]
    own_host = host.partition(".")[0] if _PERSONAL_HOSTS.search(host) else ".".join(host.split(".")[:-1])
    if _HOSTS_OF_MANY.search(host):
        return [*marked, *reversed(folders)]
    is_personal = not folders or bool(_PERSONAL_HOSTS.search(host))
    return [*marked, own_host] if is_personal else [*marked, *reversed(folders), own_host]


def name_from_file(path: str) -> str:
    """A name guessed from a picture's file name; "" when it tells none."""
    return _as_name(_words(PurePosixPath(urllib.parse.unquote(path)).stem))


def _words(text: str) -> list[str]:
    text = re.sub(r"\.(?:html?|php|md|aspx?)$", "", text)
    text = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    words = re.findall(r"[^\W\d_]+", text)
    return [word for word in words if word.casefold() not in _NOT_A_NAME]


def _separate(word: str, parts: Sequence[str]) -> list[str]:
    folded = fold(word)
    for part in map(fold, parts):
        if len(part) >= _SHORTEST_PART and folded != part and folded.startswith(part):
            return [word[: len(part)], word[len(part) :]]
        if len(part) >= _SHORTEST_PART and folded != part and folded.endswith(part):
            return [word[: -len(part)], word[-len(part) :]]
    return [word]


def _as_name(words: Sequence[str]) -> str:
    return " ".join(
        word if word[1:] != word[1:].lower() and not word.isupper() else word.capitalize() for word in words
    )


def match_photo(person: ImportedPerson, sources: Sequence[str]) -> str | None:
    """The picture whose file name holds the most of a person's name; None without one or with several as good."""
    scores = {source: _likeness(person, source) for source in dict.fromkeys(sources)}
    best = max(scores.values(), default=0)
    winners = [source for source, score in scores.items() if score == best]
    return winners[0] if best and len(winners) == 1 else None


def _likeness(person: ImportedPerson, source: str) -> int:
    """Letters of the name's parts that the file name holds."""
    stem = fold(PurePosixPath(urllib.parse.unquote(source.partition("?")[0])).stem)
    words = re.findall(r"[^\W\d_]+", stem)
    parts = re.findall(r"[^\W\d_]+", fold(f"{person.name} {person.name_native}"))
    return sum(len(part) for part in dict.fromkeys(parts) if _holds(stem, words, part))


def _holds(stem: str, words: Sequence[str], part: str) -> bool:
    """A short part counts only as a word of its own, a longer one also inside a word."""
    return part in words or (len(part) > _SHORTEST_PART and part in stem)
