"""Imported text as the database keeps it."""

from __future__ import annotations

import copy

import pytest

from pages.blocks import BodyBlock as BodyStream
from pages.importers.documents import BodyBlock
from pages.importers.store.body import field_text, rich_text, to_stream, with_stored_pictures, without_ids


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("  ", ""),
        ("One & two\nlines\n\nx < y", "<p>One &amp; two lines</p><p>x &lt; y</p>"),
        ("Tom &amp; Bo", "<p>Tom &amp; Bo</p>"),
        ("a <b>bold</b> word", "<p>a <b>bold</b> word</p>"),
        ("<p>ok<script>alert(1)</script></p>", "<p>ok</p>"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "<p>x</p>"),
        ("<div></div>", ""),
        ("<h2>Head</h2><p>x</p>", "<h2>Head</h2><p>x</p>"),
    ],
)
def test_rich_text_is_paragraphs_or_sanitised_markup(text, stored):
    assert rich_text(text) == stored


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<h3>Head</h3><p>x</p><hr>", "<p><b>Head</b></p><p>x</p>"),
        ("<blockquote><p>x</p></blockquote>", "<p>x</p>"),
        ("<blockquote>x</blockquote>", "<p>x</p>"),
    ],
)
def test_text_of_a_field_has_no_headings_quotations_and_rules(text, stored):
    assert field_text(text) == stored


def test_stream_has_one_item_for_each_kind_of_block():
    blocks = (
        BodyBlock("rich_text", html="<p>One</p>"),
        BodyBlock("rich_text", html=""),
        BodyBlock("image", url="https://example.org/a.png", text="A & B"),
        BodyBlock("image", url="gone.png"),
        BodyBlock("image", url="lost.png", text="A boat"),
        BodyBlock("embed", url="https://vimeo.com/1"),
        BodyBlock("code", text="x = 1", language="python"),
        BodyBlock("table", rows=(("a", "b"), ("c",)), has_header=True),
        BodyBlock("table"),
    )

    stream = to_stream(blocks, pictures=lambda _block: "")

    table = {"first_col_is_header": False, "table_caption": ""}
    assert stream == [
        {
            "type": "text",
            "value": '<p>One</p>\n<p><a href="https://example.org/a.png">A &amp; B</a></p>\n<p>A boat</p>',
        },
        {"type": "video", "value": "https://vimeo.com/1"},
        {"type": "code", "value": {"language": "python", "code": "x = 1"}},
        {
            "type": "table",
            "value": {
                "data": [["a", "b"], ["c", ""]],
                "first_row_is_table_header": True,
                "table_header_choice": "row",
                **table,
            },
        },
        {
            "type": "table",
            "value": {"data": [], "first_row_is_table_header": False, "table_header_choice": "neither", **table},
        },
    ]


@pytest.mark.parametrize(("alt", "is_decorative"), [("A boat", False), ("", True)])
def test_stream_names_pictures_by_hash_until_they_are_stored(alt, is_decorative):
    text = {"type": "text", "value": "<p>One</p>"}
    blocks = (BodyBlock("rich_text", html="<p>One</p>"), BodyBlock("image", url="boat.png", text=alt))

    stream = to_stream(blocks, pictures=lambda _block: "abc")
    stored = with_stored_pictures(stream, find=lambda digest, found: 7 if (digest, found) == ("abc", alt) else 0)

    image = {"image": 7, "alt_text": alt, "decorative": is_decorative}
    assert stored == [text, {"type": "figure", "value": {"image": image, "caption": "", "credit": ""}}]


def test_stream_fits_the_blocks_of_pages():
    blocks = (BodyBlock("code", text="x"), BodyBlock("table", rows=(("a",),)), BodyBlock("rich_text", html="<p>y</p>"))
    stream = to_stream(blocks, pictures=lambda _block: "")

    value = BodyStream().to_python(copy.deepcopy(stream))

    assert without_ids([dict(item) for item in value.get_prep_value()]) == stream
