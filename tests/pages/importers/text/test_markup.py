from __future__ import annotations

from textwrap import dedent

import pytest

from pages.importers.documents import BodyBlock, Dropped
from pages.importers.text.markup import Anchor, Block, Line, Picture, read_markup, read_sections, to_body


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(block for section in read_sections(dedent(text)) for block in section.all_blocks)


def _body(text: str) -> tuple[BodyBlock, ...]:
    return to_body(_blocks(text))


def test_read_sections_with_lines_of_the_file() -> None:
    sections = read_sections("before\n\n# One\n\ntext\n\n### Two ###\n\n- a\n- b\n", first_line=11)

    assert [(it.title, it.level, it.line, [block.kind for block in it.blocks]) for it in sections] == [
        ("", 0, 11, ["paragraph"]),
        ("One", 1, 13, ["paragraph"]),
        ("Two", 3, 17, ["list"]),
    ]
    assert [item.line for item in sections[2].blocks[0].items] == [19, 20]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("##Tight", "Tight"),
        ("#Tight", "Tight"),
        ("Underlined\n---", "Underlined"),
        ("<h3><center>In HTML</center></h3>", "In HTML"),
        ("# With [a link](https://a.example)", "With a link"),
    ],
)
def test_read_sections_finds_heading(text: str, title: str) -> None:
    assert [it.title for it in read_sections(text)] == [title]


def test_read_sections_takes_a_long_underlined_text_for_a_paragraph() -> None:
    text = "word " * 40 + "\n---\n"

    assert [block.kind for block in _blocks(text)] == ["paragraph"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("**Programme Chairs**", ["heading"]),
        ("_**GUIDELINES**_", ["heading"]),
        ("**Due 5 May 2031**", ["paragraph"]),
        ("**See [this](https://a.example)**", ["paragraph"]),
        ("**A whole sentence.**", ["paragraph"]),
        (f"**{'long ' * 20}**", ["paragraph"]),
        ("**Bold** and more", ["paragraph"]),
    ],
)
def test_read_sections_with_bold_headings(text: str, kinds: list[str]) -> None:
    sections = read_sections(text, bold_headings=True)

    assert [block.kind for it in sections for block in it.all_blocks] == kinds


def test_bold_heading_stands_below_the_heading_before_it() -> None:
    sections = read_sections("## Committee\n\n**Chairs**\n\nA\n\n**Members**\n\nB\n", bold_headings=True)

    assert [(it.title, it.level) for it in sections] == [("Committee", 2), ("Chairs", 3), ("Members", 3)]


def test_paragraph_has_lines_as_text_and_as_markdown() -> None:
    [block] = _blocks("Due ~~5 May~~ **6 May\n2031**, see [the *whole*\npage](https://a.example/x_y)  \nend\n")

    assert block.lines == (
        Line("Due 5 May 6 May", "Due ~~5 May~~ **6 May**", 1),
        Line("2031, see the whole", "**2031**, see [the *whole*", 2),
        Line("page", "page](https://a.example/x_y)", 3),
        Line("end", "end", 4),
    )
    assert block.links == (Anchor("the whole page", "https://a.example/x_y", 2),)
    assert block.text == "Due 5 May 6 May\n2031, see the whole\npage\nend"


def test_list_items_keep_nested_items_apart() -> None:
    [block] = _blocks("- areas\n\t- sea\n\t- land\n- rest\n\n  more rest\n")

    assert [(it.prose, [inner.prose for inner in it.items]) for it in block.items] == [
        ("areas", ["sea", "land"]),
        ("rest more rest", []),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "| When | What |\n|--|:-:|\n| ~~1 May~~ 2 May | Start |\n",
        (
            "<table>\n<tr><th>When</th><th>What</th></tr>\n\n  <tr>\n"
            "    <td><del>1 May</del> 2 May</td>\n    <td>Start</td></tr>\n</table>\n"
        ),
    ],
)
def test_table_of_markdown_or_html(text: str) -> None:
    [block] = _blocks(text)

    assert [([cell.markdown for cell in row.cells], row.is_header) for row in block.rows] == [
        (["When", "What"], True),
        (["~~1 May~~ 2 May", "Start"], False),
    ]


def test_table_without_words_is_nothing() -> None:
    assert _blocks("<table><tr><td> </td></tr></table>") == ()


def test_list_after_an_image_line_is_a_list() -> None:
    blocks = _blocks('<img src="a.png" alt="A">\n- 5 May<details><br>**Abstract:**<br>words</details>\n')

    assert [block.kind for block in blocks] == ["image", "list"]
    assert blocks[0].images == (Picture("a.png", "A", 1),)
    assert [line.markdown for line in blocks[1].items[0].lines] == ["5 May", "**Abstract:**", "words"]


def test_card_of_html_is_a_paragraph_with_its_link_and_picture() -> None:
    [block] = _blocks(
        """\
        <div class="card">
          <a href="https://ada.example/">
            <div><img src="ada.jpg"/></div>

            <div>Ada Ex</div>
            <div>Uni of Ex</div>
          </a>
        </div>
        """
    )

    assert [line.text for line in block.lines] == ["Ada Ex", "Uni of Ex"]
    assert block.links == (Anchor("Ada Ex Uni of Ex", "https://ada.example/", 2),)
    assert block.images == (Picture("ada.jpg", "", 3),)


def test_html_document_is_read_without_head_style_and_comments() -> None:
    markup = read_markup(
        "<html>\n<head><title>x</title></head>\n<body>\n<style>p {}</style>\n<!-- <p>old</p>\n-->\n\n"
        "      <p>Hello <b>you</b></p>\n<script>run()</script></body></html>\n"
    )

    assert [block.markdown for it in markup.sections for block in it.blocks] == ["Hello **you**"]
    assert markup.sections[0].blocks[0].line == 8
    assert [(it.what, it.line) for it in markup.dropped] == [("script", 9), ("style sheet", 4), ("HTML head", 2)]


def test_unclosed_comment_hides_the_rest() -> None:
    assert [block.prose for block in _blocks("shown\n\n<!-- hidden\n\nhidden")] == ["shown"]


@pytest.mark.parametrize(
    ("text", "dropped", "body"),
    [
        (
            "{% include x.html name='y' %}",
            (Dropped("template tag “include x.html”", "filled in by the old site", 1),),
            (),
        ),
        ("{{ page.title }}", (Dropped("template tag “page.title”", "filled in by the old site", 1),), ()),
        ("{{}}", (Dropped("template tag “empty”", "filled in by the old site", 1),), ()),
        (
            '{% include video id="abc-1" provider="youtube" %}',
            (),
            (BodyBlock("embed", url="https://www.youtube.com/watch?v=abc-1", line=1),),
        ),
        ("{{< youtube Ab3_x >}}", (), (BodyBlock("embed", url="https://www.youtube.com/watch?v=Ab3_x", line=1),)),
        ('{{< figure src="a.png" alt="A" >}}', (), (BodyBlock("image", url="a.png", text="A", line=1),)),
        ("text{: .notice}", (), (BodyBlock("rich_text", html="<p>text</p>", line=1),)),
        ("![A]({{ '/img/a.png' | relative_url }})", (), (BodyBlock("image", url="/img/a.png", text="A", line=1),)),
    ],
)
def test_template_tags(text: str, dropped: tuple[Dropped, ...], body: tuple[BodyBlock, ...]) -> None:
    markup = read_markup(text)

    assert (markup.dropped, to_body(markup.sections[0].blocks)) == (dropped, body)


def test_addresses_stay_as_written() -> None:
    [block] = _blocks(
        "[a]() [b]( https://b.example/~x) [c](javascript:run()) https://d.example/e. <i>`https://code.example`</i>"
    )

    assert [(link.label, link.url) for link in block.links] == [
        ("a", ""),
        ("b", " https://b.example/~x"),
        ("c", "javascript:run()"),
        ("https://d.example/e", "https://d.example/e"),
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("#### A\n\n###### B", "<h2>A</h2>\n<h3>B</h3>"),
        ("# A\n## B\n### C\n#### D", "<h2>A</h2>\n<h3>B</h3>\n<h4>C</h4>\n<h4>D</h4>"),
        ("**a** <em>b</em> ~~c~~ <u>d</u>", "<p><b>a</b> <i>b</i> <s>c</s> d</p>"),
        ("[x](javascript:run()) [y](page.md) [z](https://z.example)", '<p>x y <a href="https://z.example">z</a></p>'),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("a\n\n***\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ('<p onclick="x()">a<img src=x onerror=y></p>', "<p>a</p>"),
    ],
)
def test_to_body_sanitises_rich_text(text: str, html: str) -> None:
    assert _body(text)[0].html == html


def test_to_body_keeps_tables_listings_and_embeds_between_rich_text() -> None:
    body = _body(
        """\
        one

        two

        | a | b |
        |---|---|
        | 1 | 2 |

        ```python
        x = 1
        ```

        <iframe src="//player.vimeo.com/video/42"></iframe>

        <iframe src="https://maps.example/here"></iframe>

        <iframe></iframe>
        """
    )

    assert body == (
        BodyBlock("rich_text", html="<p>one</p>\n<p>two</p>", line=1),
        BodyBlock("table", rows=(("a", "b"), ("1", "2")), has_header=True, line=5),
        BodyBlock("code", text="x = 1", language="python", line=9),
        BodyBlock("embed", url="https://vimeo.com/42", line=13),
        BodyBlock(
            "rich_text", html='<p><a href="https://maps.example/here">https://maps.example/here</a></p>', line=15
        ),
    )


def test_empty_heading_and_paragraph_are_nothing() -> None:
    assert _body("#\n\n<p><br></p>\n") == ()


def test_processing_instruction_is_no_text() -> None:
    assert [block.prose for block in _blocks("<html><p>a <?php x ?>b</p></html>")] == ["a b"]


def test_address_that_is_none_gives_no_video() -> None:
    assert _body('<iframe src="http://[x"></iframe>')[0].kind == "rich_text"


def test_html_nested_deeper_than_any_page_gives_its_words() -> None:
    (section,) = read_sections("<div>" * 3000 + "deep <br>words" + "</div>" * 10)

    assert " ".join(block.prose for block in section.blocks) == "deep words"


def test_template_comment_is_left_out() -> None:
    markup = read_markup("Before.\n{% comment %}\nOld.\n{% endcomment %}\nAfter.\n")

    assert [block.prose for section in markup.sections for block in section.blocks] == ["Before.", "After."]
    assert [(it.what, it.line) for it in markup.dropped] == [("template comment", 2)]


def test_quoted_list_is_a_list() -> None:
    (section,) = read_sections("> - red\n> - blue\n")

    assert [(block.kind, [item.prose for item in block.items]) for block in section.blocks] == [
        ("list", ["red", "blue"])
    ]
