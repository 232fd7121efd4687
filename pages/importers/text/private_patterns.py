"""What private values look like in running text: student numbers, marks of people and passcodes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pages.importers.placeholders import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ADDRESS = "an e-mail address with a student number in the text"
NUMBER = "a student number in the text"
MARK = "a mark in the text"
PASSCODE = "a passcode in the text"

_BLANK = r"(?:[^\S\n]|[*_`~\"'“”«»]|&nbsp;|</?(?:b|strong|i|em|u|code|span|tt|kbd)\b[^<>\n]{0,80}>)"
_CELL = r"</t[dh]>\s{0,20}<t[dh]\b[^<>\n]{0,80}>"
_COLON = rf"{_BLANK}{{0,12}}(?:[:：=]|<br[ /]{{0,2}}>|{_CELL})(?:{_BLANK}|<br[ /]{{0,2}}>){{0,12}}(?:\n[^\S\n]{{0,8}})?"
_IS = rf"{_BLANK}{{1,12}}(?:(?:is|was|of|ist|lautet|est|es|è)\b|[是为為は#|])?{_BLANK}{{0,12}}"
_BEFORE = r"(?<![\w?&;=/-])"

_STUDENT_LABEL = (
    r"(?:(?:student|stud\.|matriculation|matric\.?|enrol?lment|roll|staff|employee|personnel)(?:['’]s)?[ -]?"
    r"(?:id|identification|no\.?|nr\.?|numbers?|ids|card)(?:[ -](?:card|numbers?|no\.?|nr\.?))?"
    r"|matrikel(?:[ -]?(?:nummern?|nr\.?|no\.?))?|matr\.?[ -]?nr\.?|num[ée]ro d[’']?\s?(?:e |')?étudiante?"
    r"|n[°º]\s?(?:d[’'])?étudiante?|n[úu]mero de (?:matr[íi]cula|estudiante|alumno|aluno)|matr[íi]cula"
    r"|(?:numero di )?matricola|学号|學號|学籍番号|学生番号|学生证号|工号|学번|학번)"
)
_STUDENT_VALUE = r"(?!(?:19|20)\d\d(?![\dXx*]))[A-Za-z]{0,4}-?\d[\dXx*-]{3,24}[A-Za-z]?(?![\w@])"
_NUMBER = r"\d{1,3}(?:[.,]\d{1,2})?(?:\s?(?:/|out of|von|sur)\s?\d{1,3})?(?:\s?%)?"
_LETTER = r"[A-F](?:[+-]|\b)"
_END = r"(?=[^\S\n]{0,4}(?:[),;|!?）、，。<*_]|\.(?!\d)|and\b|$))"
_SEGMENT = r"(?:(?<=[(（,;|–—，、>*])|(?<=[-(,;|–—:][ ])|(?<=, )|^)[^\S\n]{0,8}(?:and )?[*_]{0,3}"
_MARK_LABEL = (
    r"(?:(?:final|overall|total|exam|course|awarded|received|given)[ ])?(?:marks?|grades?|scores?|note|nota|noten|"
    r"punkte|gpa|calificación|成绩|分数|得分|评分|評価)"
)
_GIVEN = (
    r"(?:received|receives|earned|got|achieved|obtained|awarded|given|graded with|erhielt|a obtenu)"
    r"(?: with| a| an| the| die| la)?[ ](?:final |overall |total )?(?:marks?|grades?|scores?|note)(?: of| is)?"
)
_OWN = r"(?:\bhis|\bher|\btheir|\bmy|\byour|['’]s)[ ](?:final |overall |total )?(?:marks?|grades?|scores?)"

_LABELLED = (
    (
        NUMBER,
        (
            rf"{_BEFORE}{_STUDENT_LABEL}(?:{_COLON}|{_IS})(?P<value>{_STUDENT_VALUE}"
            rf"(?:[^\S\n]{{0,3}}(?:[,、/&]|and|und|et)[^\S\n]{{0,3}}{_STUDENT_VALUE}){{0,20}})"
        ),
    ),
    (NUMBER, rf"(?<![\w@.-])(?P<value>{_STUDENT_VALUE})[^\S\n]?[(（]{_STUDENT_LABEL}[)）]"),
    (MARK, rf"{_SEGMENT}(?P<whole>{_MARK_LABEL}{_COLON}(?P<value>{_NUMBER}|{_LETTER})){_END}"),
    (
        MARK,
        (
            rf"{_SEGMENT}(?P<whole>(?-i:marks?|(?:final |overall )mark|(?:final |overall )grade){_IS}"
            rf"(?P<value>{_NUMBER})){_END}"
        ),
    ),
    (
        MARK,
        (
            rf"{_SEGMENT}(?P<whole>(?-i:(?:final |overall )?(?:grade|score)|Note|nota){_IS}"
            rf"(?P<value>\d{{1,2}}[.,]\d{{1,2}}|\d{{1,3}}\s?/\s?\d{{1,3}}|\d{{1,3}}\s?%|(?-i:{_LETTER}))){_END}"
        ),
    ),
    (MARK, rf"\b{_GIVEN}(?:{_COLON}|{_IS})(?P<value>{_NUMBER}|(?-i:{_LETTER}))(?!\w)"),
    (MARK, rf"{_OWN}(?:{_COLON}|{_IS})(?P<value>{_NUMBER}|(?-i:{_LETTER}))(?!\w)"),
    (
        PASSCODE,
        (
            rf"{_BEFORE}(?:(?:meeting|zoom|webinar|teams|webex|session|join|room|access)[ ])?"
            rf"(?:pass[- ]?(?:code|word|wd)|pwd|kennwort|passwort|mot de passe|contraseña|senha|access code|"
            rf"(?:会议|入会|參會|参会)?密[码碼]|パスコード|パスワード)(?:[^\S\n]?\([^()\n]{{1,40}}\))?"
            rf"(?:(?P<colon>{_COLON})|{_IS})(?P<value>(?!https?:)[^\s<>|*`\"“”]{{1,64}})"
        ),
    ),
)
LABELLED = tuple((what, re.compile(pattern, re.IGNORECASE | re.MULTILINE)) for what, pattern in _LABELLED)
"""Values that a label makes private."""

BESIDE_NUMBER = re.compile(
    rf"\b{_MARK_LABEL}(?:{_COLON}|{_IS})(?P<value>{_NUMBER}|(?-i:{_LETTER})){_END}", re.IGNORECASE | re.MULTILINE
)
"""A mark of any form, in a line with a student number."""

NUMBERED_ADDRESS = re.compile(
    r"[\[(<]?(?:mailto:)?(?<![\w.*])(?P<local>[\dXx*]{5,40})@(?P<host>[\w-]{1,60}(?:\.[\w-]{1,60}){1,6})[\])>]?"
)
MASKED_NUMBER = re.compile(r"\b(?:19|20)\d{2}[Xx*]{3,40}[\dXx*]{0,40}")
SCHOOL = re.compile(r"(?:^|\.)(?:edu|ac|stu\w*)(?:\.|$)")
FEWEST_DIGITS = 7
NO_PASSCODE = re.compile(
    r"(?:not?|none|required|needed|necessary|sent|below|above|see|protected|will|is|are|on|in|by|via|from|the|to|an?|"
    r"reset|policy|manager|hashing)[.,;:)]*",
    re.IGNORECASE,
)
SHORTEST_PASSCODE = 3
PUNCTUATION = ".,;:)]）】」、，。"


@dataclass(frozen=True, slots=True)
class PrivateSpan:
    """Where a private value stands, with its label, and what it is called in the report."""

    what: str
    begin: int
    stop: int


def find_private(text: str) -> list[PrivateSpan]:
    """The private values in order, none within another."""
    found = [*_labelled(text), *_numbers(text)]
    found += _marks_beside_numbers(text, found)
    spans: list[PrivateSpan] = []
    for span in sorted(found, key=lambda it: (it.begin, -it.stop)):
        if not spans or span.begin >= spans[-1].stop:
            spans.append(span)
    return spans


def _labelled(text: str) -> Iterator[PrivateSpan]:
    for what, pattern in LABELLED:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            if what != PASSCODE:
                yield PrivateSpan(what, *match.span("whole" if "whole" in groups else 0))
            elif _is_passcode(match):
                yield PrivateSpan(what, match.start(), match.start("value") + len(match["value"].rstrip(PUNCTUATION)))


def _is_passcode(match: re.Match[str]) -> bool:
    """A value with a digit, or after a colon any one word that says something."""
    value = match["value"].rstrip(PUNCTUATION)
    if any(character.isdigit() for character in value):
        return len(value) >= SHORTEST_PASSCODE
    rest = match.string[match.start("value") + len(value) :]
    is_alone = re.match(r"[^\S\n]{0,4}(?:[,.;|)\]）】<*`\"”\n]|$)", rest) is not None
    return bool(match["colon"] and value and is_alone) and not (is_placeholder(value) or NO_PASSCODE.fullmatch(value))


def _numbers(text: str) -> Iterator[PrivateSpan]:
    for match in NUMBERED_ADDRESS.finditer(text):
        if _is_student(match):
            yield PrivateSpan(ADDRESS, *match.span())
    for match in MASKED_NUMBER.finditer(text):
        yield PrivateSpan(NUMBER, *match.span())


def _is_student(address: re.Match[str]) -> bool:
    """True for an address whose local part is a student number, whole or masked."""
    local = address["local"]
    digits = sum(character.isdigit() for character in local)
    return 0 < digits < len(local) or (digits >= FEWEST_DIGITS and SCHOOL.search(address["host"]) is not None)


def _marks_beside_numbers(text: str, found: Iterable[PrivateSpan]) -> Iterator[PrivateSpan]:
    """Marks in the lines of student numbers, however they are written."""
    for begin, stop in sorted({_line(text, it.begin) for it in found if it.what in {NUMBER, ADDRESS}}):
        for match in BESIDE_NUMBER.finditer(text, begin, stop):
            yield PrivateSpan(MARK, *match.span())


def _line(text: str, position: int) -> tuple[int, int]:
    stop = text.find("\n", position)
    return text.rfind("\n", 0, position) + 1, stop if stop >= 0 else len(text)
