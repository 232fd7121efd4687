"""Imported values as the columns of a model take them; what does not fit is reported and kept for the editors."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from pages.importers.documents import Finding, Severity
from pages.models.fields import WebAddressField, clean_web_address, language_choices

if TYPE_CHECKING:
    from collections.abc import Sequence

ELLIPSIS = "…"


@dataclass
class Remarks:
    """What is found while a document is stored, and the values that stay with the editors' notes.

    `known` are findings that the reader made already; the same is not said twice.
    """

    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    known: frozenset[tuple[str, int | None]] = frozenset()

    def add(self, code: str, message: str, *, line: int | None = None, severity: Severity = Severity.WARNING) -> None:
        """Report a finding once; the message never holds a private value."""
        finding = Finding(code, severity, message, line)
        if (code, line) not in self.known and finding not in self.findings:
            self.findings.append(finding)

    def keep(self, name: str, value: object) -> None:
        """Keep a value that has no place of its own in the private notes."""
        self.notes.append(" ".join(f"{name}: {value}".split()))


def fit(model: type[models.Model], name: str, value: Any, *, remarks: Remarks, line: int | None = None) -> Any:
    """The value for a column: cut with an ellipsis where too long, the column's default where invalid."""
    column = model._meta.get_field(name)  # noqa: SLF001  # Django documents it
    assert isinstance(column, models.Field)  # noqa: S101  # columns only
    if value is None or value == "":
        return _default(column)
    if isinstance(value, str):
        value = _shorten(column, value.strip(), remarks=remarks, line=line)
    try:
        return column.clean(_mend(column, value), None)
    except ValidationError as error:
        reason = " ".join(str(text) for text in _reasons(error, value))
        remarks.add(
            "value-invalid", f"The {column.verbose_name} is kept in the editors’ notes only. {reason}", line=line
        )
        remarks.keep(str(column.verbose_name), value)
        return _default(column)


def _reasons(error: ValidationError, value: Any) -> list[str]:
    """What is wrong, unless the explanation would repeat the value."""
    return [text for text in error.messages if str(value) not in text]


def _default(column: models.Field[Any, Any]) -> Any:
    if column.has_default():
        return column.get_default()
    return None if column.null else ""


def _shorten(column: models.Field[Any, Any], text: str, *, remarks: Remarks, line: int | None) -> str:
    longest = column.max_length
    if longest is None or len(text) <= longest or isinstance(column, (WebAddressField, models.EmailField)):
        return text
    message = f"The {column.verbose_name} has more than {longest} characters; the whole is in the editors’ notes."
    remarks.add("value-too-long", message, line=line)
    remarks.keep(str(column.verbose_name), text)
    return text[: longest - 1].rstrip() + ELLIPSIS


def _mend(column: models.Field[Any, Any], value: Any) -> Any:
    return clean_web_address(value) if isinstance(column, WebAddressField) else value


def fit_languages(model: type[models.Model], name: str, tags: Sequence[str], *, remarks: Remarks) -> list[str]:
    """Known BCP 47 tags, each once: as given, else the language without its script and region."""
    known = dict(language_choices())
    found: list[str] = []
    for tag in tags:
        candidates = (tag.lower().replace("_", "-"), tag.lower().replace("_", "-").partition("-")[0])
        language = next((item for item in candidates if item in known), None)
        found += fit(model, name, [tag], remarks=remarks) if language is None else [language]
    return list(dict.fromkeys(found))


def fit_list(model: type[models.Model], name: str, values: Sequence[str], *, remarks: Remarks) -> list[str]:
    """The values of a `ChoiceListField`, without those it does not know."""
    return [item for value in values for item in fit(model, name, [value], remarks=remarks)]


def without_known(remarks: Remarks, findings: Sequence[Finding]) -> Remarks:
    """Remarks that do not repeat what the reader found."""
    return replace(remarks, known=frozenset((finding.code, finding.line) for finding in findings))
