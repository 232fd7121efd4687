from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers.documents import SourceDocument
from pages.importers.sources import SourceTree
from pages.importers.text.page_text import body_of, placeholder_links, read_page_text


def _document(body: str) -> SourceDocument:
    return SourceDocument("a.md", None, {}, body, 5)


def _text(body: str) -> str:
    document = _document(body)
    page = read_page_text(document, tree=SourceTree(Path("/nonexistent"), (document,)), private={"private-77"})
    return "\n".join(block.prose for block in page.blocks)


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("Write to [2030XXX045@stu.ex.example] now.", "Write to now."),
        ("Write to 2030141530042@stu.ex.example now.", "Write to now."),
        ("Write to 10112534@ex.edu.example now.", "Write to now."),
        ("Write to [me](mailto:2030141530042@ex.edu) now.", "Write to [me] now."),
        ("Write to 1246530298@mail.example now.", "Write to 1246530298@mail.example now."),
        ("Write to ada.ex@ex.edu now.", "Write to ada.ex@ex.edu now."),
        ("I am 2030XXXXXX042, he is 2030xxxx1.", "I am, he is."),
        ("It was private-77.", "It was ."),
        ("In 2030 we met.", "In 2030 we met."),
    ],
)
def test_student_numbers_never_reach_the_text(body: str, shown: str) -> None:
    assert _text(body) == shown


def test_lines_of_placeholders_stand_for_links() -> None:
    document = _document("Register here:\nTBA\n\nJoin us online:\n[TBD]\n\nThe colour is\nTBD\n\n# Schedule\n\nTBA\n")
    page = read_page_text(document, tree=SourceTree(Path("/nonexistent"), (document,)))

    assert [(it.kind, it.url, it.line) for it in placeholder_links(page)] == [
        ("registration", None, 6),
        ("join", None, 9),
    ]
    assert [block.html for block in body_of(page.sections, used=())] == [
        "<p>Register here:</p>\n<p>Join us online:</p>\n<p>The colour is</p>"
    ]
