from __future__ import annotations

import pytest

from pages.importers.documents import Finding, Severity, SourceDocument
from pages.importers.front_matter import read_document


def read(text: str, path: str = "page.md") -> SourceDocument:
    return read_document(text.encode(), path=path)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Ice\n---\nBody\n",
        "--- \ntitle: Ice\n--- \t\nBody\n",
        "\ufeff---\ntitle: Ice\n---\nBody\n",
        "---\r\ntitle: Ice\r\n---\r\nBody\r\n",
        "---\ntitle: Ice\n...\nBody\n",
        '+++\ntitle = "Ice"\n+++\nBody\n',
    ],
)
def test_front_matter_is_split_off(text: str) -> None:
    assert read(text) == SourceDocument("page.md", None, {"title": "Ice"}, "Body\n", 4, {"title": 2})


def test_blank_lines_before_front_matter_count() -> None:
    document = read("\n\n---\ntitle: Ice\n---\nBody")

    assert (document.metadata, document.body, document.body_line, document.metadata_lines) == (
        {"title": "Ice"},
        "Body",
        6,
        {"title": 4},
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Body\n",
        "Body\n\n---\n\nmore\n",
        "---\nA rule above\n---\nand below",
        "---\ntitle: open",
        "---\n- a\n---\nx",
    ],
)
def test_text_without_front_matter_is_all_body(text: str) -> None:
    assert read(text) == SourceDocument("page.md", None, {}, text, 1)


def test_empty_front_matter_is_no_metadata() -> None:
    assert read("---\n---\nBody") == SourceDocument("page.md", None, {}, "Body", 3)


def test_rule_in_body_never_splits() -> None:
    assert read("---\na: b\n---\none\n---\ntwo").body == "one\n---\ntwo"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2021-03-10 12:00:00+0900", "2021-03-10 12:00:00+0900"),
        ("2021-03-10", "2021-03-10"),
        ("16:30", "16:30"),
        ("3.10", "3.10"),
        ("no", "no"),
        ("010", "010"),
        ("2021", 2021),
        ("-3", -3),
        ("true", True),
        ("~", None),
        ("", None),
        ('"x: y"', "x: y"),
        ("[a, 1]", ["a", 1]),
    ],
)
def test_yaml_values_stay_as_written(written: str, value: object) -> None:
    assert read(f"---\nkey: {written}\n---\n").metadata == {"key": value}


def test_yaml_lines_are_noted_by_dotted_key() -> None:
    document = read("---\nhosts:\n  - name: Ann\n    role: chair\n  - Bob\n---\n")

    assert document.metadata_lines == {"hosts": 2, "hosts.0": 3, "hosts.0.name": 3, "hosts.0.role": 4, "hosts.1": 5}


def test_yaml_aliases_are_resolved() -> None:
    assert read("---\na: &x [1]\nb: *x\nc: {<<: {d: 2}}\n---\n").metadata == {"a": [1], "b": [1], "c": {"d": 2}}


def test_key_that_stands_twice_keeps_last_value_and_is_reported() -> None:
    document = read("---\na: 1\na: 2\n---\nBody")

    message = '"a" stands twice in the front matter; the last value was taken.'
    assert document.metadata == {"a": 2}
    assert document.findings == (Finding("front-matter-invalid", Severity.WARNING, message, 3),)


def test_tabs_are_read_as_blanks() -> None:
    document = read("---\nhost:\n\tname: Ann\n---\nBody")

    assert (document.metadata, document.findings) == ({"host": {"name": "Ann"}}, ())


BOMB = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 10)}]\n" for old, new in ("ab", "bc", "cd", "de", "ef", "fg")
)


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("a: [1\nb: 2", 3),
        ("a: b: c", 2),
        ("\tx: {", 3),
        ("a: !!python/name:os.system x", 2),
        ("a: &a [*a]", 2),
        ("a: " + "[" * 100, 2),
        ("a: \x00", 2),
        ("? [a]\n: b", 2),
        (BOMB, 2),
    ],
)
def test_broken_yaml_is_kept_as_body_and_reported(front: str, line: int) -> None:
    text = f"---\n{front}\n---\nBody"

    document = read(text)

    assert (document.metadata, document.body, document.body_line) == ({}, text, 1)
    assert [(it.code, it.severity, it.line) for it in document.findings] == [
        ("front-matter-invalid", Severity.ERROR, line)
    ]


@pytest.mark.parametrize(("front", "line"), [("a = ", 2), ('a = "x"\nb = [1', 3), ("a = " + "[" * 3000, 2)])
def test_broken_toml_is_kept_as_body_and_reported(front: str, line: int) -> None:
    text = f"+++\n{front}\n+++\nBody"

    document = read(text)

    assert (document.metadata, document.body) == ({}, text)
    assert [(it.code, it.line) for it in document.findings] == [("front-matter-invalid", line)]


def test_toml_dates_are_text_and_lines_are_noted() -> None:
    document = read(
        '+++\ndate = 2024-02-01\nratio = 1.50\n[extra]\nat = 10:30:00\nnames = ["a"]\n\n[[rows]]\nn = 1\n+++\n'
    )

    assert document.metadata == {
        "date": "2024-02-01",
        "ratio": "1.50",
        "extra": {"at": "10:30:00", "names": ["a"]},
        "rows": [{"n": 1}],
    }
    assert document.metadata_lines == {"date": 2, "ratio": 3, "extra.at": 5, "extra.names": 6, "rows.n": 9}


def test_yaml_file_is_all_metadata() -> None:
    document = read("- name: Ann\n- name: Bob\n", path="_data/people.YML")

    assert (document.metadata, document.body, document.metadata_lines) == (
        [{"name": "Ann"}, {"name": "Bob"}],
        "",
        {"0": 1, "0.name": 1, "1": 2, "1.name": 2},
    )


def test_empty_yaml_file_is_no_metadata() -> None:
    assert read("# nothing\n", path="a.yaml").metadata == {}


def test_broken_yaml_file_is_kept_as_body_and_reported() -> None:
    document = read("a: 1\nb: ]\n", path="a.yaml")

    assert (document.metadata, document.body) == ({}, "a: 1\nb: ]\n")
    assert [(it.code, it.line) for it in document.findings] == [("front-matter-invalid", 2)]


@pytest.mark.parametrize("text", ['---\ntitle: "a\\0b"\n---\n', '+++\ntitle = "a\\u0000b"\n+++\n'])
def test_escapes_of_what_no_database_takes_are_left_out(text):
    assert read_document(text.encode(), path="a.md").metadata == {"title": "ab"}
