"""What a link is for, judged by its label and its host, and what is wrong with it."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from pages.importers.documents import Finding, ImportedLink, Severity

LABEL_KINDS = (
    ("registration", r"regist(?:er|ration)|sign[- ]?up form|rsvp|tickets?|inscription|anmeld|注册|报名"),
    ("recording", r"record(?:ing|ed)|replay|watch (?:again|the talk)|video of|past video|录像"),
    ("stream", r"live[- ]?stream|\bstream(?:ing)?\b|watch live|broadcast|直播"),
    ("slides", r"\bslides?\b|presentation file|folien|diapos|幻灯"),
    ("template", r"template|style ?files?|author kit|formatting (?:guidelines|instructions)|latex|overleaf|模板"),
    ("submission", r"submi(?:t|ssion)|easychair|hotcrp|openreview|\bcmt\b|softconf|投稿"),
    ("mailing_list", r"mailing[- ]?list|newsletter|subscribe|listserv|google group|邮件列表"),
    ("chat", r"\bslack\b|\bdiscord\b|\bmatrix\b|zulip|mattermost|telegram|\bgather\b"),
    ("video_channel", r"(?:youtube|video) channel|youtube playlist"),
    ("calendar", r"calendar|\bics\b|\bical\b|日历"),
    ("previous_edition", r"previous (?:edition|iteration|year|workshop)|past (?:edition|workshop)|last year|old page"),
    ("join", r"\bjoin\b|\bzoom\b|\bteams\b|\bwebex\b|meeting link|google meet"),
    ("paper", r"\bpaper\b|\bpdf\b|preprint|arxiv|proceedings|论文"),
    ("code", r"\bcode\b|github|repository|notebook"),
    ("website", r"web ?site|home ?page|official (?:page|site)|\bsite\b|官网"),
)
"""What the words of a label say, most telling first."""

ADDRESS_KINDS = (
    ("registration", r"zoom\.us/(?:meeting|webinar)/register|eventbrite\.|lu\.ma/|meetup\.com/.*/events/|forms\.gle/"),
    (
        "join",
        (
            r"zoom\.us/(?:j|my|s|w)/|teams\.microsoft\.com/|teams\.live\.com/|meet\.google\.com/|webex\.com/|"
            r"meet\.jit\.si/"
        ),
    ),
    ("mailing_list", r"groups\.google\.com/|jiscmail\.ac\.uk|/mailman3?/|listserv|groups\.io/|lists\.[^/]+/|sympa/"),
    ("chat", r"slack\.com|discord\.(?:gg|com)|zulipchat\.com|matrix\.to/|mattermost|t\.me/"),
    (
        "video_channel",
        (
            r"youtube\.com/(?:c/|channel/|user/|@|playlist)|vimeo\.com/(?:channels|showcase)|bilibili\.com/space|"
            r"space\.bilibili\.com"
        ),
    ),
    ("calendar", r"calendar\.google\.com|\.ics(?:$|\?)|webcal:|outlook\.[^/]+/calendar"),
    (
        "template",
        (
            r"overleaf\.com/(?:latex/templates|gallery)|acm\.org/publications/(?:proceedings-template|taps)|"
            r"ieee\.org/conferences/publishing"
        ),
    ),
    (
        "submission",
        (
            r"easychair\.org|hotcrp\.|openreview\.net/group|cmt3?\.research\.microsoft|softconf\.com|edas\.info|jems\.|"
            r"conftool\.|precisionconference"
        ),
    ),
    ("slides", r"slideshare\.net|speakerdeck\.com|docs\.google\.com/presentation|\.pptx?(?:$|\?)|/slides?/"),
    ("recording", r"youtube\.com/(?:watch|embed)|youtu\.be/|vimeo\.com/(?:video/)?\d|bilibili\.com/video"),
    ("stream", r"youtube\.com/live/|twitch\.tv/"),
    ("code", r"github\.com/[^/]+/[^/]+|gitlab\.[^/]+/[^/]+/[^/]+|colab\.research|huggingface\.co/"),
    ("paper", r"arxiv\.org/|doi\.org/|aclanthology\.org/|openreview\.net/(?:forum|pdf)|dl\.acm\.org/|\.pdf(?:$|\?)"),
    ("social", r"twitter\.com/|//x\.com/|facebook\.com/|linkedin\.com/|mastodon|bsky\.app|instagram\.com/|weibo\.com/"),
)
"""What an address says by itself."""

DECISIVE_ADDRESSES = frozenset({"registration", "mailing_list", "chat", "video_channel", "calendar", "social"})
"""Kinds of addresses that outweigh the label: "Join our group" with a chat's address is a chat."""

ADDRESS_SCHEMES = frozenset({"http", "https", "mailto"})


def _first_match(kinds: tuple[tuple[str, str], ...], text: str) -> str:
    return next((kind for kind, pattern in kinds if re.search(pattern, text, re.IGNORECASE)), "")


def link_kind(label: str, url: str | None) -> str:
    """The kind of a link: a `LinkKind` value, "other" when neither label nor address tells."""
    address = (url or "").strip()
    by_address = _first_match(ADDRESS_KINDS, address)
    by_label = _first_match(LABEL_KINDS, re.sub(r"https?://\S+", " ", label))
    if by_address in DECISIVE_ADDRESSES:
        return by_address
    if by_label == "join" and by_address:
        return by_address
    return by_label or by_address or "other"


def split_address(url: str) -> SplitResult:
    """The parts of an address; what is no address at all, such as "http://[", has none."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return urlsplit("")


def is_safe(url: str) -> bool:
    """True for addresses of pages and mail; false for scripts, data and anything else a browser might run."""
    return split_address(url).scheme.lower() in ADDRESS_SCHEMES


def is_relative(url: str) -> bool:
    """True for addresses inside the site or the page itself."""
    parts = split_address(url)
    return bool(parts.geturl()) and not parts.scheme and not parts.netloc


def _findings(label: str, url: str, line: int | None) -> list[Finding]:
    findings = []
    if url != url.lstrip():
        findings.append(
            Finding("link-trimmed", Severity.HINT, f"Blanks before the address of “{label}” were removed.", line)
        )
    if url.strip().lower().startswith("http://"):
        findings.append(
            Finding(
                "link-insecure", Severity.HINT, f"The address of “{label}” is http; check whether https works.", line
            )
        )
    return findings


def read_link(label: str, url: str | None, line: int | None = None) -> tuple[ImportedLink, tuple[Finding, ...]]:
    """The link as a value with its findings; a missing, placeholder or unsafe address becomes None."""
    words = label.strip(" []")
    address = (url or "").strip()
    kind = link_kind(words, address)
    if address.startswith("//"):
        address = f"https:{address}"
    if not address or address == "#":
        finding = Finding("link-empty", Severity.WARNING, f"The link “{words}” has no address yet.", line)
        return ImportedLink(kind, None, words, line=line), (finding,)
    if not is_safe(address) and not is_relative(address):
        finding = Finding("link-unsafe", Severity.WARNING, f"The address of “{words}” is not one of a page.", line)
        return ImportedLink(kind, None, words, line=line), (finding,)
    findings = _findings(words, url or "", line)
    return ImportedLink(kind, address, words, line=line), tuple(findings)
