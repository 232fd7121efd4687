"""Columns of tables whose heads say that private values stand below them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder
from pages.importers.text.private_patterns import MARK, NUMBER, PASSCODE, PrivateSpan

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = re.compile(r"^[^\n]*\|[^\n]*\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[-:| \t]*)?$", re.MULTILINE)
TABLE = re.compile(r"(?:[^|\n]*\|[^\n]*(?:\n|\Z))*")
COLUMNS = (
    (
        NUMBER,
        re.compile(
            r"(?:student|matriculation|matric|enrol?lment|roll|staff)[ -]?(?:id|no\.?|nr\.?|number|card)|"
            r"matrikel(?:[ -]?(?:nummer|nr\.?))?|学号|學號|学籍番号|学生番号",
            re.IGNORECASE,
        ),
    ),
    (PASSCODE, re.compile(r"(?:(?:meeting|zoom) )?(?:pass(?:code|word)|pwd)|密码|パスコード", re.IGNORECASE)),
    (MARK, re.compile(r"(?:final |overall )?(?:marks?|grades?|scores?)|成绩|分数|得分|评分", re.IGNORECASE)),
)
PEOPLE = re.compile(
    r"\b(?:name|students?|authors?|participants?|presenters?|speakers?)\b|姓名|学生|学号", re.IGNORECASE
)


def find_columns(text: str) -> Iterator[PrivateSpan]:
    """The cells below private heads of Markdown tables; marks count in tables of people alone."""
    end = 0
    for head in HEAD.finditer(text):
        first = head.group().split("\n")[0]
        private = {number: what for number, cell in enumerate(_cells(first)) if (what := _private(cell, first))}
        if head.start() < end or not private:
            continue
        rows = TABLE.match(text, head.start())
        end = rows.end() if rows else end
        yield from _cells_below(text[head.end() + 1 : end], head.end() + 1, private)


def _cells(row: str) -> list[str]:
    return row.strip().strip("|").split("|")


def _private(cell: str, head: str) -> str:
    name = cell.strip(" \t*_`")
    what = next((what for what, pattern in COLUMNS if pattern.fullmatch(name)), "")
    return "" if what == MARK and not PEOPLE.search(head) else what


def _cells_below(rows: str, begin: int, private: dict[int, str]) -> Iterator[PrivateSpan]:
    for row in rows.split("\n"):
        position = begin + len(row) - len(row.lstrip().removeprefix("|"))
        for number, cell in enumerate(_cells(row)):
            value = cell.strip()
            if number in private and value and not is_placeholder(cell):
                start = position + cell.index(value)
                yield PrivateSpan(private[number], start, start + len(value))
            position += len(cell) + 1
        begin += len(row) + 1
