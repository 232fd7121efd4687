"""What links, pictures and addresses around a person's name say, and the words without them."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from pages.importers.documents import ImportedImage

_IMAGE = re.compile(
    r"!\[(?P<alt>[^\[\]]{0,500})\]\(\s{0,5}(?P<source>[^)\s]{1,2000})[^)]{0,500}\)"
    r"|<img\b[^<>]{0,500}?\bsrc\s{0,3}=\s{0,3}[\"'](?P<src>[^\"'<>]{0,2000})[\"'][^<>]{0,500}>",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\[(?P<label>[^\[\]]{0,500})\]\(\s{0,5}<?(?P<url>[^()\s>]{0,2000}(?:\([^()\s]{0,200}\)[^()\s>]{0,500})?)>?[^()]{0,500}\)"
    r"|<a\b[^<>]{0,500}?\bhref\s{0,3}=\s{0,3}[\"']?(?P<href>[^\"'\s<>]{0,2000})[\"']?[^<>]{0,500}>(?P<text>.{0,1000}?)</a>",
    re.IGNORECASE | re.DOTALL,
)
_BARE_URL = re.compile(r"<?(?P<url>(?:https?://|www\.)[^\s<>()\[\],]+)>?")
_EMAIL = re.compile(r"<?(?:mailto:)?(?P<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{0,190}\w)>?")
_ORCID = re.compile(r"(?:https?://)?(?:orcid\.org/|orcid:?\s*)(?P<orcid>(?:\d{4}-){3}\d{3}[\dX])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_EMPHASIS = re.compile(r"\*+|(?<!\w)_+|_+(?!\w)|~~|`|\\(?=[\[\]()*_])")
_LABEL = re.compile(
    r"^(?:speakers?|presenters?|presented\s+by|hosts?|chairs?|organi[sz]ers?|moderators?|authors?|name|by|with|演讲者|主讲人)"
    r"\s*(?:\(s\))?(?:\s*[:：]\s*|(?<=by)\s+|(?<=with)\s+)",
    re.IGNORECASE,
)
_LINK_WORDS = re.compile(
    r"\b(?:home\s?page|web\s?site|web|link|bio|profile|url|page|twitter|linkedin|scholar|e-?mail|orcid)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LinkedText:
    """A text without markup, and what its links and pictures say."""

    text: str
    homepage: str = ""
    email: str = ""
    orcid: str = ""
    photo: ImportedImage | None = None


def without_markup(text: str, line: int | None) -> LinkedText:
    """The words of a text, and what its links, pictures and addresses say of the person it names."""
    image = _IMAGE.search(text)
    text = _IMAGE.sub(" ", text)
    orcid = _ORCID.search(text)
    targets = [match["url"] or match["href"] or "" for match in _LINK.finditer(text)]
    text = _LINK.sub(_label_of, text)
    targets += [match["url"] for match in _BARE_URL.finditer(text)]
    email = _EMAIL.search(" ".join([text, *targets]))
    plain = _EMAIL.sub(" ", _BARE_URL.sub(" ", _ORCID.sub(" ", text)))
    plain = html.unescape(_EMPHASIS.sub("", _TAG.sub(" ", plain)))
    return LinkedText(
        _tidy(plain),
        next((url for url in targets if url.startswith(("http", "www.")) and "orcid.org" not in url), ""),
        email["email"] if email else "",
        orcid["orcid"].upper() if orcid else "",
        ImportedImage(image["source"] or image["src"], None, image["alt"] or "", line) if image else None,
    )


def _label_of(match: re.Match[str]) -> str:
    """The words of a link, unless they are an address or say only that it is a link."""
    label = match["label"] if match["label"] is not None else match["text"]
    is_address = _BARE_URL.fullmatch(label.strip()) or _LINK_WORDS.fullmatch(label.strip())
    return " " if is_address else label


_WIDE = str.maketrans({"（": "(", "）": ")", "，": ",", "\uff1b": ";", "\u00a0": " ", "\u3000": " "})


def _tidy(text: str) -> str:
    """One line without empty brackets, bullets and labels."""
    words = " ".join(text.translate(_WIDE).split())
    words = re.sub(r",\s*([JS]r)\b\.?", r" \1.", words)
    words = re.sub(r"\(\s*[,;]*\s*\)|\[\s*[,;|]*\s*\]", " ", words)
    words = re.sub(r"^(?:[-+•·*–—]\s+|\d{1,2}[.)]\s+)", "", words.strip())
    return " ".join(_LABEL.sub("", words).split()).strip(" ,;:|/-–—·•")
