"""A file into its front matter and its body.

YAML values stay close to what was written: dates, times, fractions and words such as "no" are text, because YAML 1.1
would turn "2021-03-10 12:00:00+0900" into another zone, "16:30" into 990 and Norway into False.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

import yaml

from pages.importers import tables
from pages.importers.calendars import SUFFIX as CALENDAR_SUFFIX
from pages.importers.calendars import unfold
from pages.importers.documents import Finding, Severity, SourceDocument
from pages.importers.encoding import decode
from pages.importers.text.private_entries import take_out_private_entries
from pages.importers.text.private_words import without_private_words

_YAML_SUFFIXES = (".yml", ".yaml")
_DEEPEST = 60
_MOST_VALUES = 200_000


class _WrittenLoader(yaml.CSafeLoader):
    """libyaml's safe loader that knows only null, booleans and whole numbers besides text."""

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> str:
        """The text, without NUL, which escapes can write and no database takes."""
        return super().construct_scalar(node).replace("\x00", "")


_WrittenLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})", list("-+0123456789")),
    ("merge", r"<<", ["<"]),
):
    _WrittenLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first)


@dataclass(frozen=True, slots=True)
class _Metadata:
    """What the front matter says, with lines counted from 1 in its own text."""

    value: Any
    lines: dict[str, int] = field(default_factory=dict)
    duplicates: tuple[tuple[str, int], ...] = ()


class _InvalidError(Exception):
    """The front matter cannot be read; `line` counts from 1 in its own text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def read_document(raw: bytes, *, path: str, file: str | None = None) -> SourceDocument:
    """The document at `path`, decoded and split; never fails.

    Front matter that cannot be read stays in the body, with the finding "front-matter-invalid"; private values of the
    texts are left out, each with the finding "private-in-text".
    """
    if path.casefold().endswith(CALENDAR_SUFFIX):
        # The texts of events are cleaned when they are read: what looks like an address may be an event's identifier.
        return SourceDocument(path, file, {}, unfold(decode(raw)), 1)
    return without_private_words(_read_text(decode(raw), path=path, file=file))


def _read_text(text: str, *, path: str, file: str | None) -> SourceDocument:
    if path.casefold().endswith(tables.SUFFIX):
        return tables.read_table(text, path=path, file=file)
    if path.casefold().endswith(_YAML_SUFFIXES):
        return _read_data(text, path=path, file=file)
    split = _split(text)
    if split is None:
        return _as_text(text, path=path, file=file)
    return _read_front_matter(text, split, path=path, file=file)


@dataclass(frozen=True, slots=True)
class _Split:
    """Where the front matter stands; `line` is that of its first line in the file."""

    delimiter: str
    front: str
    line: int
    body: str
    body_line: int


_CLOSERS = {"---": ("---", "..."), "+++": ("+++",)}


def _split(text: str) -> _Split | None:
    """Split at the delimiters; None when the text does not begin with one or it is never closed."""
    lines = text.split("\n")
    opening = next((number for number, line in enumerate(lines) if line.strip()), 0)
    delimiter = lines[opening].rstrip()
    for number in range(opening + 1, len(lines)):
        if lines[number].rstrip() in _CLOSERS.get(delimiter, ()):
            front, body = "\n".join(lines[opening + 1 : number]), "\n".join(lines[number + 1 :])
            return _Split(delimiter, front, opening + 2, body, number + 2)
    return None


def _read_front_matter(text: str, split: _Split, *, path: str, file: str | None) -> SourceDocument:
    try:
        metadata = _read_toml(split.front) if split.delimiter == "+++" else _read_yaml(split.front)
    except _InvalidError as error:
        finding = _invalid(str(error), split.line + error.line - 1)
        return _as_text(text, path=path, file=file, end=split.body_line - 1, findings=(finding,))
    if not isinstance(metadata.value, dict | None):
        return SourceDocument(path, file, {}, text, 1)
    lines = {key: line + split.line - 1 for key, line in metadata.lines.items()}
    findings = tuple(_duplicate(key, line + split.line - 1) for key, line in metadata.duplicates)
    return SourceDocument(path, file, metadata.value or {}, split.body, split.body_line, lines, findings)


def _read_data(text: str, *, path: str, file: str | None) -> SourceDocument:
    try:
        metadata = _read_yaml(text)
    except _InvalidError as error:
        return _as_text(
            text, path=path, file=file, end=text.count("\n") + 1, findings=(_invalid(str(error), error.line),)
        )
    findings = tuple(_duplicate(key, line) for key, line in metadata.duplicates)
    value = {} if metadata.value is None else metadata.value
    return SourceDocument(path, file, value, "", text.count("\n") + 1, metadata.lines, findings)


def _as_text(
    text: str, *, path: str, file: str | None, end: int | None = None, findings: tuple[Finding, ...] = ()
) -> SourceDocument:
    """The whole text as body, without the private entries of what stands in front of it."""
    public, dropped = take_out_private_entries(text, end=end)
    return SourceDocument(path, file, {}, public, 1, {}, findings, dropped)


def _invalid(problem: str, line: int) -> Finding:
    message = f"The front matter cannot be read ({problem}); it was kept as text."
    return Finding("front-matter-invalid", Severity.ERROR, message, line)


def _duplicate(key: str, line: int) -> Finding:
    message = f'"{key}" stands twice in the front matter; the last value was taken.'
    return Finding("front-matter-invalid", Severity.WARNING, message, line)


def _read_yaml(text: str) -> _Metadata:
    try:
        return _compose(text)
    except _InvalidError:
        if "\t" not in text:
            raise
        return _compose(text.replace("\t", "  "))


def _compose(text: str) -> _Metadata:
    try:
        _check_depth(text)
        loader = _WrittenLoader(text)
        node = loader.get_single_node()
        if node is None:
            return _Metadata(None)
        _check_size(node)
        lines: dict[str, int] = {}
        duplicates = _note_lines(node, "", lines)
        return _Metadata(loader.construct_document(node), lines, tuple(duplicates))
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise _describe(error) from error


def _describe(error: Exception) -> _InvalidError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "not valid YAML"
    return _InvalidError(str(problem), mark.line + 1 if mark else 1)


def _check_depth(text: str) -> None:
    """Refuse nesting that would exhaust the stack of the functions below."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise _InvalidError("nested too deeply", line)


def _check_size(root: yaml.Node) -> None:
    """Refuse aliases that expand to more values than any document has, or that contain themselves."""
    sizes: dict[int, int] = {}
    if _size(root, sizes) > _MOST_VALUES:
        raise _InvalidError("its aliases expand to too many values", root.start_mark.line + 1)


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    if isinstance(node, yaml.ScalarNode):
        return 1
    if id(node) not in sizes:
        sizes[id(node)] = _MOST_VALUES + 1
        sizes[id(node)] = 1 + sum(_size(child, sizes) for child in _children(node))
    return sizes[id(node)]


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value)


def _note_lines(node: yaml.Node, prefix: str, lines: dict[str, int]) -> list[tuple[str, int]]:
    """Enter the line of each dotted key below `prefix`; the keys that stand twice with the line of the second."""
    duplicates = []
    for key, mark, value in _entries(node):
        dotted = f"{prefix}{key}"
        if dotted in lines and isinstance(node, yaml.MappingNode) and key != "<<":
            duplicates.append((dotted, mark.line + 1))
        lines[dotted] = mark.line + 1
        duplicates += _note_lines(value, f"{dotted}.", lines)
    return duplicates


def _entries(node: yaml.Node) -> list[tuple[str, Any, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return [(str(key.value), key.start_mark, value) for key, value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [(str(number), value.start_mark, value) for number, value in enumerate(node.value)]
    return []


_TOML_TABLE = re.compile(r"\s*\[\[?\s*([\w.-]+)\s*\]\]?")
_TOML_KEY = re.compile(r"\s*([\w.-]+)\s*=")
_TOML_PLACE = re.compile(r"\(at line (\d+)")


def _read_toml(text: str) -> _Metadata:
    try:
        return _Metadata(_as_written(tomllib.loads(text, parse_float=str)), _toml_lines(text))
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        raise _InvalidError(str(error), int(place[1]) if place else text.count("\n") + 1) from error
    except RecursionError as error:
        raise _InvalidError("nested too deeply", 1) from error


def _as_written(value: Any) -> Any:
    """TOML's dates and times as ISO 8601 text, like those of YAML."""
    if isinstance(value, dict):
        return {key: _as_written(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_as_written(inner) for inner in value]
    if isinstance(value, str):
        return value.replace("\x00", "")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def _toml_lines(text: str) -> dict[str, int]:
    """Lines of the keys that stand at the beginning of a line; rows of an array of tables share one name."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := _TOML_TABLE.match(line):
            table = f"{header[1]}."
        elif key := _TOML_KEY.match(line):
            lines.setdefault(f"{table}{key[1]}", number)
    return lines
