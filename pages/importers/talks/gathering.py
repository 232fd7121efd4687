"""What has been read of one entry, while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pages.importers.talks import fields as names
from pages.importers.talks.fields import FieldText, TalkLink

if TYPE_CHECKING:
    from pages.importers.dates import DateContext


@dataclass(slots=True)
class Gathering:
    """What has been read of the entry so far; `open_field` takes the following unlabelled lines."""

    context: DateContext
    fields: list[FieldText] = field(default_factory=list)
    links: list[TalkLink] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    loose: list[FieldText] = field(default_factory=list)
    open_field: str | None = None
    is_prose: bool = False

    @property
    def has_date(self) -> bool:
        """True once the entry's date was found, or is known to be open."""
        return any(it.name == names.DATE for it in self.fields)

    def add(self, name: str, text: str, line: int | None, *, labelled: bool = True) -> None:
        """Keep a text under the name of a field."""
        self.fields.append(FieldText(name, text, line, labelled))

    def extend(self, text: str) -> None:
        """Append to the field that is open."""
        last = self.fields[-1]
        self.fields[-1] = replace(last, text=f"{last.text}\n{text}".lstrip("\n"))


def is_missing(name: str, gathering: Gathering) -> bool:
    """True while nothing is in the field."""
    return not any(it.name == name for it in gathering.fields)
