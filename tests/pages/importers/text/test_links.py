from __future__ import annotations

import pytest

from pages.importers.documents import ImportedLink
from pages.importers.text.links import is_relative, is_safe, link_kind, read_link


@pytest.mark.parametrize(
    ("label", "url", "kind"),
    [
        ("Zoom Registration", "https://uni.zoom.us/meeting/register/abc", "registration"),
        ("Zoom", "https://uni.zoom.us/meeting/register/abc", "registration"),
        ("Zoom", "https://uni.zoom.us/j/123?pwd=x", "join"),
        ("Join us", "https://chat.slack.com/x", "chat"),
        ("Join", "https://somewhere.example/", "join"),
        ("Live Stream", "https://youtu.be/abc", "stream"),
        ("Video", "https://youtu.be/abc", "recording"),
        ("Our channel", "https://www.youtube.com/@group", "video_channel"),
        ("sign up on the mailing list", "https://groups.google.com/g/x", "mailing_list"),
        ("Subscribe", "https://www.jiscmail.ac.uk/x", "mailing_list"),
        ("list", "https://lists.example.org/mailman3/x", "mailing_list"),
        ("ics", "https://calendar.google.com/calendar/ical/x/basic.ics", "calendar"),
        ("Submission site", "https://example.org/", "submission"),
        ("here", "https://easychair.org/conferences/?conf=x", "submission"),
        ("LaTeX template", "https://example.org/t.zip", "template"),
        ("sample", "https://www.overleaf.com/latex/templates/x/y", "template"),
        ("Slides", "https://example.org/talk.pdf", "slides"),
        ("arXiv", "https://arxiv.org/abs/1234.5678", "paper"),
        ("implementation", "https://github.com/a/b", "code"),
        ("Old page", "https://example.org/2020", "previous_edition"),
        ("Project website", "https://example.org/", "website"),
        ("follow us", "https://mastodon.example/@x", "social"),
        ("a university", "https://uni.example/", "other"),
        ("https://uni.example/registration-of-papers", "https://uni.example/", "other"),
        ("Live Stream", None, "stream"),
    ],
)
def test_link_kind_of_label_and_address(label: str, url: str | None, kind: str) -> None:
    assert link_kind(label, url) == kind


@pytest.mark.parametrize(
    ("url", "address", "codes"),
    [
        ("https://uni.example/", "https://uni.example/", []),
        (" https://uni.example/", "https://uni.example/", ["link-trimmed"]),
        ("http://uni.example/", "http://uni.example/", ["link-insecure"]),
        ("  http://uni.example/", "http://uni.example/", ["link-trimmed", "link-insecure"]),
        ("//uni.example/", "https://uni.example/", []),
        ("talks/one.html", "talks/one.html", []),
        ("", None, ["link-empty"]),
        (None, None, ["link-empty"]),
        ("#", None, ["link-empty"]),
        ("javascript:alert(1)", None, ["link-unsafe"]),
        (" JavaScript:alert(1)", None, ["link-unsafe"]),
        ("data:text/html,x", None, ["link-unsafe"]),
    ],
)
def test_read_link_of_address(url: str | None, address: str | None, codes: list[str]) -> None:
    link, findings = read_link("[Somewhere]", url, 7)

    assert link == ImportedLink("other", address, "Somewhere", line=7)
    assert [finding.code for finding in findings] == codes
    assert all(finding.line == 7 for finding in findings)


@pytest.mark.parametrize(
    ("url", "safe", "relative"),
    [
        ("https://a.example/", True, False),
        ("mailto:a@b.example", True, False),
        ("page.md", False, True),
        ("/img/x.png", False, True),
        ("vbscript:x", False, False),
        ("", False, False),
    ],
)
def test_is_safe_and_is_relative(*, url: str, safe: bool, relative: bool) -> None:
    assert (is_safe(url), is_relative(url)) == (safe, relative)
