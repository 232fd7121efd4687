"""Child rows of an imported event in their plain form; see `pages.importers.store.page_form`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pages.importers.documents import (
    ImportedCallForPapers,
    ImportedContribution,
    ImportedDate,
    ImportedEvent,
    ImportedForum,
    ImportedLink,
    ImportedPerson,
    ImportedSession,
)
from pages.importers.store.body import field_text
from pages.importers.store.column_values import Remarks, fit, fit_list
from pages.importers.store.time_columns import fit_span
from pages.models import (
    Award,
    Contribution,
    Grant,
    Identifier,
    ImportantDate,
    Link,
    Organisation,
    PaperCategory,
    Person,
    SelectionCriterion,
    Session,
    Track,
)
from pages.models.schedule import moment_to_json

if TYPE_CHECKING:
    from django.db import models

    from pages.importers.store.images import Pictures

RowForm = dict[str, Any]


class RowForms:
    """Makes the row forms of one event."""

    def __init__(self, event: ImportedEvent, pictures: Pictures, remarks: Remarks) -> None:
        self._event = event
        self._pictures = pictures
        self._remarks = remarks

    def build(self) -> dict[str, list[RowForm]]:
        """The rows by relation, in editorial order, each once."""
        event = self._event
        rows = {
            "contributions": [self._contribution(row) for row in event.contributions if row.person.name.strip()],
            "links": [self._link(row) for row in event.links],
            "important_dates": [self._important_date(row) for row in event.dates],
            "sessions": [self._session(row) for row in event.sessions],
            "identifiers": self._plain(
                Identifier, ("scheme", "value"), [{"scheme": it[0], "value": it[1]} for it in event.identifiers]
            ),
        }
        if isinstance(event, ImportedForum):
            rows.update(self._forum_rows(event))
        elif isinstance(event, ImportedCallForPapers):
            columns = (
                "name",
                "max_pages",
                "columns",
                "template_name",
                "template_url",
                "includes_bibliography",
                "includes_appendices",
            )
            rows["paper_categories"] = self._described(PaperCategory, columns, event.paper_categories)
        return {relation: _each_once(found) for relation, found in rows.items()}

    def _forum_rows(self, event: ImportedForum) -> dict[str, list[RowForm]]:
        criteria = [{"name": name} for name in event.selection_criteria]
        grants = self._described(Grant, ("name", "audience"), event.grants)
        for row, grant in zip(grants, event.grants, strict=True):
            row["covers"] = fit_list(Grant, "covers", grant.covers, remarks=self._remarks)
        return {
            "selection_criteria": self._plain(SelectionCriterion, ("name",), criteria),
            "tracks": self._described(Track, ("name",), event.tracks),
            "awards": self._described(Award, ("name", "track"), event.awards),
            "grants": grants,
        }

    def _fit(self, model: type[models.Model], name: str, value: Any, line: int | None = None) -> Any:
        return fit(model, name, value, remarks=self._remarks, line=line)

    def _plain(self, model: type[models.Model], columns: tuple[str, ...], rows: list[RowForm]) -> list[RowForm]:
        return [{name: self._fit(model, name, row[name]) for name in columns} for row in rows if all(row.values())]

    def _described(self, model: type[models.Model], columns: tuple[str, ...], rows: Any) -> list[RowForm]:
        return [
            {
                **{name: self._fit(model, name, getattr(row, name)) for name in columns},
                "description": field_text(row.description),
            }
            for row in rows
        ]

    def _contribution(self, row: ImportedContribution) -> RowForm:
        person, line = row.person, row.person.line
        glue = " and " if len(person.affiliations) == 2 else ", "  # noqa: PLR2004  # two are joined by a word
        affiliation = glue.join(person.affiliations)
        return {
            "person": self._person(person),
            "role": self._fit(Contribution, "role", row.role, line),
            "role_label": self._fit(Contribution, "role_label", row.role_label, line),
            "affiliation": self._fit(Contribution, "affiliation", affiliation, line),
        }

    def _person(self, person: ImportedPerson) -> RowForm:
        line = person.line
        names = [self._fit(Organisation, "name", name, line) for name in person.affiliations if name.strip()]
        columns = ("name", "name_native", "honorific", "homepage", "orcid", "email")
        return {
            **{name: self._fit(Person, name, getattr(person, name), line) for name in columns},
            "affiliations": names,
            "bio": field_text(person.bio),
            "photo": self._pictures.read(person.photo, remarks=self._remarks),
            "photo_alt": person.photo.alt if person.photo else "",
        }

    def _link(self, row: ImportedLink) -> RowForm:
        columns = ("kind", "url", "label", "note", "access")
        return {name: self._fit(Link, name, getattr(row, name), row.line) for name in columns}

    def _important_date(self, row: ImportedDate) -> RowForm:
        columns = (
            "kind",
            "label",
            "round",
            "track",
            "certainty",
            "mandatory",
            "relative_to",
            "relation",
            "days",
            "note",
        )
        times = fit_span(row.start, row.end, remarks=self._remarks, line=row.line, model=ImportantDate)
        policy = row.start.policy.value
        return {
            **{name: self._fit(ImportantDate, name, getattr(row, name), row.line) for name in columns},
            **times,
            "time_zone": times["time_zone"] if policy == "zone" else "",
            "zone_policy": policy if policy != "zone" or times["time_zone"] else "floating",
            "superseded": [moment_to_json(moment) for moment in row.superseded],
        }

    def _session(self, row: ImportedSession) -> RowForm:
        columns = ("kind", "title", "track", "room")
        if row.link is not None and (row.link.label or row.link.note):
            self._remarks.keep("link of a programme item", f"{row.link.label} {row.link.note} {row.link.url or ''}")
        return {
            **{name: self._fit(Session, name, getattr(row, name), row.line) for name in columns},
            **fit_span(row.start, row.end, remarks=self._remarks, line=row.line, model=Session),
            "abstract": field_text(row.abstract),
            "link": self._fit(Session, "link", row.link.url if row.link else "", row.line),
            "speakers": [self._person(person) for person in row.speakers if person.name.strip()],
        }


def _each_once(rows: list[RowForm]) -> list[RowForm]:
    """The rows without repetitions."""
    found: list[RowForm] = []
    for row in rows:
        if row not in found:
            found.append(row)
    return found
