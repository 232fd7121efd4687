"""Rich text in its three forms."""

from __future__ import annotations

import pytest

from api.rich_text import LinkTargets, RichTextValue, cut
from api.visibility import Visibility
from tests.factories import ForumFactory

pytestmark = pytest.mark.django_db


def value(source: str) -> RichTextValue:
    return RichTextValue(source, LinkTargets(Visibility()))


def test_a_link_leads_to_the_public_address_of_its_page(home, settings):
    settings.PUBLIC_URL = "https://example.org"
    forum = ForumFactory(parent=home, slug="forum")

    html = value(f'<p><a linktype="page" id="{forum.pk}">here</a></p>').html

    assert html == '<p><a href="https://example.org/forum/">here</a></p>'


@pytest.mark.parametrize("key", ["999999", "9" * 30, "x", ""])
def test_a_link_to_nothing_loses_its_address(home, key):
    assert value(f'<p><a linktype="page" id="{key}">here</a></p>').html == "<p><a>here</a></p>"


def test_a_link_to_a_draft_loses_its_address(home):
    forum = ForumFactory(parent=home, slug="zq7x", published=False)

    assert value(f'<p><a id="{forum.pk}" linktype="page">here</a></p>').html == "<p><a>here</a></p>"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('<a href="javascript:alert(1)">x</a>', "<a>x</a>"),
        ('<p onclick="x">a</p><script>x</script>', "<p>a</p>"),
        ('<embed embedtype="image" id="1" alt="x"/><p>$a &lt; b$</p>', "<p>$a &lt; b$</p>"),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>', '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
    ],
)
def test_html_is_sanitised(source, html):
    assert value(source).html == html


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("<p>One <b>two</b> <i>three</i> <code>four</code></p><p>five</p>", "One **two** *three* `four`\n\nfive"),
        (
            "<h2>A</h2><ul><li>x</li><li>y<ol><li>z</li><li>w</li></ol></li></ul><p>b</p>",
            "## A\n\n- x\n- y\n   1. z\n   2. w\n\nb",
        ),
        ('<a href="https://example.org/">x</a> <a>y</a>', "[x](https://example.org/) y"),
        ("<blockquote>a<br/>b</blockquote><hr/>", "> a\\\n> b\n\n---"),
        ("<p>2 * 3 &lt; $x_1 * y$ [z]</p>", r"2 \* 3 \< $x_1 * y$ \[z\]"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "| a | b"),
        ("<p><code>a_b*c</code> <code>`</code> <code></code>d_e</p>", "`a_b*c` `` ` `` d\\_e"),
        ("<p>1. one</p><p>12) two</p><p># three</p><p>- four</p>", "1\\. one\n\n12\\) two\n\n\\# three\n\n\\- four"),
        ("<p>+ a</p><p>=</p><ul><li>- b</li></ul><p>2 - 1 #c</p>", "\\+ a\n\n\\=\n\n- \\- b\n\n2 - 1 #c"),
        ("<p>&amp;lt; &amp; AT&amp;T ~x~</p>", "\\&lt; & AT&T \\~x\\~"),
        ('<p>Go!<a href="https://example.org/a_(b) c">d</a></p>', "Go\\![d](https://example.org/a_%28b%29%20c)"),
    ],
)
def test_markdown_says_the_same(source, markdown):
    assert value(source).markdown == markdown


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (None, "One two\n\nthree"),
        (14, "One two\n\nthree"),
        (13, "One two…"),
        (8, "One two…"),
        (7, "One…"),
        (3, "On…"),
        (1, "…"),
    ],
)
def test_text_is_cut_between_words(length, text):
    assert value("<p>One <b>two</b></p><p>three</p>").text(length) == text


def test_text_keeps_cells_and_items_apart():
    source = "<ul><li>a</li><li>b</li></ul><table><tr><td>c</td><td>d</td></tr></table>"

    assert value(source).text() == "a\nb\n\n c d"


def test_a_text_without_gaps_is_cut_where_it_must():
    assert cut("abcdef", 4) == "abc…"


@pytest.mark.parametrize("length", [0, 10_001, -1])
def test_an_impossible_length_is_refused(home, post, length):
    ForumFactory(parent=home, submission_guidelines="<p>x</p>")
    query = "query T($n: Int) { events { nodes { ... on Forum { submissionGuidelines { text(truncate: $n) } } } } }"

    assert post(query, n=length)["errors"][0]["message"] == "truncate must be between 1 and 10000."
