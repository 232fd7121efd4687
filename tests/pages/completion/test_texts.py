"""Rich text as speakers type it."""

from __future__ import annotations

import pytest
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


@given(st.text(alphabet="ab*_`[]()<>$\\-+1. \n&#!~\u4e2d", max_size=60))
def test_any_text_is_stable_once_it_has_been_read(text):
    once = to_rich_text(text)

    assert to_rich_text(to_text(once)).split() == once.split()
