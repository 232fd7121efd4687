"""The front matter of a call or forum: which keys are facts, which are the old theme's, which are private."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pages.importers.dates import find_dates, read_date
from pages.importers.dates.kinds import date_kind, is_event_row
from pages.importers.dates.rows import DateRules, ReadRow, read_row
from pages.importers.documents import (
    Dropped,
    Finding,
    ImportedContribution,
    ImportedImage,
    ImportedLink,
    ImportedPerson,
    Severity,
)
from pages.importers.people import read_contribution
from pages.importers.placeholders import is_placeholder
from pages.importers.text.links import read_link
from pages.importers.text.metadata_keys import (
    ACCEPTS,
    END_KEYS,
    FLAG_KEYS,
    LANGUAGE_CODES,
    NAME_KEYS,
    PEOPLE,
    START_KEYS,
    THEME,
    TOPICS,
    URL_KEYS,
    is_private,
    is_true,
    normal_key,
)
from pages.moments import Moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pages.importers.documents import SourceDocument
    from pages.importers.sources import SourceTree

SHORTEST_NUMBER = 8
"""Shorter private values, such as marks, are too common to be looked for in the body."""


@dataclass(slots=True)
class CallMetadata:
    """What the front matter says. `rest` are understood by nobody: keys with their text, for the body."""

    values: dict[str, str] = field(default_factory=dict)
    is_listed: bool = True
    languages: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    contributions: list[ImportedContribution] = field(default_factory=list)
    links: list[ImportedLink] = field(default_factory=list)
    rows: list[ReadRow] = field(default_factory=list)
    start: Moment = field(default_factory=Moment)
    end: Moment | None = None
    hero_image: ImportedImage | None = None
    private: set[str] = field(default_factory=set)
    rest: list[tuple[str, str]] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


class MetadataReader:
    """Reads the keys of one document in order; `result` holds what they gave."""

    def __init__(self, document: SourceDocument, *, tree: SourceTree, rules: DateRules) -> None:
        self.result = CallMetadata()
        self._document = document
        self._tree = tree
        self._rules = rules

    def read(self) -> CallMetadata:
        """Read every key; a list or text in place of a mapping says nothing."""
        metadata = self._document.metadata
        for key, value in metadata.items() if isinstance(metadata, dict) else ():
            self._read_key(normal_key(key), value, str(key))
        return self.result

    def _line(self, key: str) -> int | None:
        return self._document.metadata_lines.get(key)

    def _read_key(self, key: str, value: Any, written: str) -> None:
        line = self._line(written)
        if is_private(key):
            self._drop_private(written, value, line)
        elif self._read_known(key, value, line):
            return
        elif key in THEME:
            self.result.dropped.append(Dropped(f"front matter “{written}”", "the old site's theme", line))
        elif value is not None and value != "":
            self._keep(written, value, line)

    def _drop_private(self, written: str, value: Any, line: int | None) -> None:
        self.result.dropped.append(Dropped(f"front matter “{written}”", "private", line))
        self.result.private |= {
            text for text in _texts(value) if len(text) >= SHORTEST_NUMBER and re.search(r"\d", text)
        }

    def _read_known(self, key: str, value: Any, line: int | None) -> bool:
        readers: tuple[Callable[[str, Any, int | None], bool], ...] = (
            self._read_name,
            self._read_flag,
            self._read_people,
            self._read_list,
            self._read_link,
            self._read_image,
            self._read_dates,
        )
        return any(read(key, value, line) for read in readers)

    def _read_name(self, key: str, value: Any, line: int | None) -> bool:
        if key not in NAME_KEYS or isinstance(value, dict | list):
            return False
        text = " ".join(str(value).split()) if value is not None else ""
        if is_placeholder(text):
            if text:
                message = f"“{key}” holds a placeholder and was left empty."
                self.result.findings.append(Finding("placeholder-left-empty", Severity.WARNING, message, line))
        else:
            self.result.values.setdefault(NAME_KEYS[key], text)
        return True

    def _read_flag(self, key: str, value: Any, _line: int | None) -> bool:
        if key in FLAG_KEYS:
            self.result.is_listed = not is_true(value)
            return True
        match = ACCEPTS.fullmatch(key)
        code = LANGUAGE_CODES.get((match.group(1) or match.group(2)) if match else "")
        if code and is_true(value):
            self.result.languages += [it for it in ("en", code) if it not in self.result.languages]
        return code is not None

    def _read_people(self, key: str, value: Any, line: int | None) -> bool:
        if not PEOPLE.search(key) or not value:
            return PEOPLE.search(key) is not None and not value
        role = _role(key)
        for number, entry in enumerate(value if isinstance(value, list) else [value]):
            at = self._line(f"{key}.{number}.name") or self._line(f"{key}.{number}") or line
            self._read_person(entry, role, at)
        return True

    def _read_person(self, entry: Any, role: str, line: int | None) -> None:
        if not isinstance(entry, dict):
            contribution = read_contribution(str(entry), role=role, line=line) if entry else None
            self.result.contributions += [contribution] if contribution else []
            return
        fields = {normal_key(key): value for key, value in entry.items()}
        for key in entry:
            if is_private(key):
                self._drop_private(f"organizers.{key}", entry[key], line)
        contribution = read_contribution(str(fields.get("name") or ""), role=role, line=line)
        if contribution is None:
            return
        person = self._with_fields(contribution.person, fields)
        self.result.contributions.append(replace(contribution, person=person))

    def _with_fields(self, person: ImportedPerson, fields: dict[str, Any]) -> ImportedPerson:
        said = _first(
            fields,
            "affiliation",
            "affiliations",
            "institution",
            "university",
            "organization",
            "organisation",
            "company",
        )
        affiliations = (
            tuple(str(it).strip() for it in said)
            if isinstance(said, list)
            else tuple(part.strip() for part in str(said or "").split(";") if part.strip())
        )
        page = str(_first(fields, "homepage", "website", "url", "link", "web", "site") or "").strip()
        photo = str(_first(fields, "photo", "image", "img", "picture", "avatar") or "").strip()
        return replace(
            person,
            affiliations=affiliations or person.affiliations,
            homepage=page if page.startswith(("http://", "https://")) else person.homepage,
            bio=str(_first(fields, "bio", "biography") or "").strip(),
            orcid=str(fields.get("orcid") or "").strip(),
            photo=ImportedImage(photo, self._tree.find_image(photo, document=self._document)) if photo else None,
        )

    def _read_list(self, key: str, value: Any, _line: int | None) -> bool:
        if key in TOPICS:
            items = value if isinstance(value, list) else re.split(r"[,;]", str(value or ""))
            self.result.topics += [
                str(item).strip() for item in items if str(item).strip() and not isinstance(item, dict)
            ]
            return True
        if key in {"language", "languages", "lang", "locale"}:
            self.result.languages += [
                str(it)[:2].lower() for it in (value if isinstance(value, list) else [value]) if it
            ]
            return True
        return False

    def _read_link(self, key: str, value: Any, line: int | None) -> bool:
        if key not in URL_KEYS or isinstance(value, dict | list):
            return False
        text = str(value or "").strip()
        if text and not re.match(r"https?:|//|www\.", text) and not is_placeholder(text):
            return False
        link, findings = read_link(key.replace("_", " "), "" if is_placeholder(text) else text, line)
        self.result.links.append(replace(link, kind=URL_KEYS[key]))
        self.result.findings += findings
        return True

    def _read_image(self, key: str, value: Any, line: int | None) -> bool:
        if key not in {"image", "hero_image", "banner", "logo"} or not isinstance(value, str) or not value:
            return False
        self.result.hero_image = ImportedImage(value, self._tree.find_image(value, document=self._document), line=line)
        return True

    def _read_dates(self, key: str, value: Any, line: int | None) -> bool:
        if isinstance(value, list | dict):
            entries = list(_date_entries(value))
            usable = "date" in key or "deadline" in key
            if usable:
                self.result.rows += [
                    read_row(label, text, rules=self._rules, line=line or 1) for label, text in entries
                ]
            return usable and bool(entries)
        text = str(value or "").strip()
        if key in START_KEYS | END_KEYS:
            return self._read_event_day(key, text, line)
        label = key.replace("_", " ").capitalize()
        known = date_kind(label) != "other" and (find_dates(text, context=self._rules.plain) or is_placeholder(text))
        if known and not is_event_row(label) and text:
            self.result.rows.append(read_row(label, text, rules=self._rules, line=line or 1))
            return True
        return False

    def _read_event_day(self, key: str, text: str, line: int | None) -> bool:
        reading = read_date(text, context=self._rules.plain, line=line)
        if reading is None:
            return not text or is_placeholder(text)
        if key in END_KEYS:
            self.result.end = reading.start
        else:
            self.result.start, self.result.end = reading.start, reading.end or self.result.end
        self.result.findings += reading.findings
        return True

    def _keep(self, written: str, value: Any, line: int | None) -> None:
        text = "; ".join(_public_texts(value))
        if text:
            self.result.rest.append((written, text))
            message = f"“{written}” of the front matter has no field; its text stands in the body."
            self.result.findings.append(Finding("not-understood", Severity.HINT, message, line))


def _role(key: str) -> str:
    patterns = (
        ("co_chair", r"co_?chair"),
        ("chair", r"chair"),
        ("programme_committee", r"program|reviewer"),
        ("speaker", r"speaker|keynote"),
        ("panelist", r"panel"),
        ("award_committee", r"award"),
    )
    return next((role for role, pattern in patterns if re.search(pattern, key)), "organiser")


def _first(fields: dict[str, Any], *names: str) -> Any:
    return next((fields[name] for name in names if fields.get(name)), None)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)


def _public_texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not is_private(key):
                yield from (f"{key}: {text}" for text in _public_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _public_texts(inner)
    elif value is not None and str(value).strip():
        yield str(value).strip()


def _date_entries(value: Any) -> Iterator[tuple[str, str]]:
    """Labels and dates of a mapping, or of a list of mappings."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(inner, dict | list) and inner is not None:
                yield str(key).replace("_", " "), str(inner)
        return
    for entry in value:
        if isinstance(entry, dict):
            fields = {normal_key(key): inner for key, inner in entry.items()}
            label = _first(fields, "name", "label", "title", "event", "what", "description")
            date = _first(fields, "date", "deadline", "when", "day", "due")
            if label and date:
                yield str(label), str(date)
