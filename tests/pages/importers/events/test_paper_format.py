from __future__ import annotations

import pytest

from pages.importers.events.paper_format import PaperFormat, read_format, read_max_pages
from pages.importers.text.passages import Anchor


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("are limited to 20 pages", 20),
        ("a 4-page paper", 4),
        ("up to nine (9) pages of text", 9),
        ("should not exceed six pages", 6),
        ("7 to 12 pages", 12),
        ("A maximum of 4 pages is allowed", 4),
        ("at least 8 full pages", None),
        ("three (3) additional pages of references", None),
        ("one page of references", None),
        ("with at most 10 pages, and 2 additional pages", 10),
        ("正文不超过8页", 8),
        ("no limit", None),
    ],
)
def test_read_max_pages(text: str, pages: int | None) -> None:
    assert read_max_pages(text) == pages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", PaperFormat()),
        (
            "IEEE style: a 5-page text, two columns, in 9-point type",
            PaperFormat(max_pages=5, columns=2, font_size_pt=9, template_name="IEEE"),
        ),
        ("two-column IEEE conference format", PaperFormat(columns=2, template_name="IEEE conference")),
        ("single column, 11 pt", PaperFormat(columns=1, font_size_pt=11)),
        (
            "12 pages in LNCS format, including references and appendices",
            PaperFormat(max_pages=12, template_name="LNCS", includes_bibliography=True, includes_appendices=True),
        ),
        ("8 pages excluding references", PaperFormat(max_pages=8, includes_bibliography=False)),
        ("9 pages plus unlimited appendices", PaperFormat(max_pages=9, includes_appendices=False)),
        ("9 pages, references not included", PaperFormat(max_pages=9, includes_bibliography=False)),
    ],
)
def test_read_format(text: str, expected: PaperFormat) -> None:
    assert read_format(text) == expected


@pytest.mark.parametrize(
    ("link", "name", "url"),
    [
        (Anchor("ACM CCS format", "https://a.example/t", 1), "ACM CCS format", "https://a.example/t"),
        (
            Anchor("here", "https://www.overleaf.com/latex/templates/x/y", 1),
            "here",
            "https://www.overleaf.com/latex/templates/x/y",
        ),
        (Anchor("template", "files/t.zip", 1), "template", ""),
        (Anchor("https://x.example/template.zip", "https://x.example/template.zip", 1), "IEEE", ""),
        (Anchor("us", "https://us.example/", 1), "IEEE", ""),
    ],
)
def test_read_format_takes_the_template_from_a_link(link: Anchor, name: str, url: str) -> None:
    form = read_format("in IEEE format", [link])

    assert (form.template_name, form.template_url) == (name, url)
