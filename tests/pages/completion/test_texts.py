"""Rich text as speakers type it."""

from __future__ import annotations

import html
import itertools

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from pages.completion.texts import to_rich_text, to_text

SAME = [
    ("", ""),
    ("<p>Two</p>\n<p>paragraphs</p>", "Two\n\nparagraphs"),
    ("<p><b>bold</b> <i>italic</i> <code>a*b</code></p>", "**bold** *italic* `a*b`"),
    ("<p>x<sup>2</sup> H<sub>2</sub>O</p>", "x<sup>2</sup> H<sub>2</sub>O"),
    ("<p>$a_1*b*c$ &lt; 4</p>", "$a_1*b*c$ < 4"),
    ('<p><a href="https://example.org/">here</a></p>', "[here](https://example.org/)"),
    ("<ul>\n<li>one</li>\n<li>two</li>\n</ul>", "- one\n- two"),
    ("<ol>\n<li>one</li>\n<li>two</li>\n</ol>", "1. one\n2. two"),
    ("<p>2 * 3 * 4 [a]</p>", r"2 \* 3 \* 4 \[a\]"),
    ("<p>- no list</p>", r"\- no list"),
    ("<p>1. no list</p>", r"1\. no list"),
]


@pytest.mark.parametrize(("rich_text", "text"), SAME)
def test_texts_come_back_as_they_were(rich_text, text):
    assert (to_text(rich_text), to_rich_text(text)) == (text, rich_text)


@pytest.mark.parametrize(
    ("text", "rich_text"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<b onclick=alert(1)>x</b>", "<p>&lt;b onclick=alert(1)&gt;x&lt;/b&gt;</p>"),
        ("List<String>", "<p>List&lt;String&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>"),
        ("[x](/relative)", "<p>x</p>"),
        ("![x](https://example.org/x.png)", '<p>!<a href="https://example.org/x.png">x</a></p>'),
        ("# Heading\n> quotation", "<p># Heading\n&gt; quotation</p>"),
        ("<sup onclick=x>2</sup>", "<p>&lt;sup onclick=x&gt;2</p>"),
    ],
)
def test_nothing_stands_in_a_field_that_may_not(text, rich_text):
    assert to_rich_text(text) == rich_text


def test_a_link_within_the_site_is_left_as_its_words():
    assert to_text('<p>See <a linktype="page" id="3">the page</a>.</p>') == "See the page."


words = st.sampled_from(["tide", "2*3", "a_b", "_c_", "[x]", "`y`", "back\\slash", "中文", "$a_1*b*c$", "<b>", "R&D"])
phrases = st.lists(words, min_size=1, max_size=4).map(" ".join).map(lambda text: html.escape(text, quote=False))
spans = st.one_of(
    phrases,
    st.builds("<b>{}</b>".format, phrases),
    st.builds("<i>{}</i>".format, phrases),
    st.builds('<a href="https://example.org/">{}</a>'.format, phrases),
)
lines = st.lists(spans, min_size=1, max_size=4).map(" and ".join)
blocks = st.one_of(
    st.builds("<p>{}</p>".format, lines),
    st.lists(lines, min_size=1, max_size=3).map(
        lambda items: "".join(["<ul>\n", *(f"<li>{it}</li>\n" for it in items), "</ul>"])
    ),
)


def has_neighbouring_lists(texts):
    return any(one.startswith("<ul>") and two.startswith("<ul>") for one, two in itertools.pairwise(texts))


@given(st.lists(blocks, min_size=1, max_size=4).filter(lambda texts: not has_neighbouring_lists(texts)))
def test_what_editors_wrote_comes_back_as_it_was(texts):
    rich_text = "\n".join(texts)

    assert to_rich_text(to_text(rich_text)) == rich_text


@given(st.text(alphabet="ab*_`[]()<>$\\-+1. \n&#!~中", max_size=60))
def test_any_text_gives_only_what_the_field_may_hold(text):
    names = {tag.name for tag in BeautifulSoup(to_rich_text(text), "html.parser").find_all()}

    assert names <= {"p", "ul", "ol", "li", "a", "b", "i", "code", "sub", "sup", "br"}
