"""Readings made by hand, and the importer that stores them below the home page."""

from __future__ import annotations

import datetime as dt

import PIL.Image
import pytest

from pages.importers.documents import (
    ImportedContribution,
    ImportedDate,
    ImportedForum,
    ImportedImage,
    ImportedLink,
    ImportedPerson,
    ImportedSeries,
    ImportedTalk,
    Reading,
    SourceDocument,
)
from pages.importers.store import StoreOptions, store_readings
from pages.moments import Moment


class Readings:
    """Makes readings and events; values that tests do not care about are given here."""

    @staticmethod
    def reading(event, *, path="event.md", file=None, findings=(), dropped=(), part_of=""):
        document = SourceDocument(path, file, {}, "", 1)
        return Reading(document, event, findings, dropped, part_of)

    @staticmethod
    def forum(**values):
        return ImportedForum(**{"title": "Harbour Forum", **values})

    @staticmethod
    def series(*talks, **values):
        return ImportedSeries(**{"title": "Tide Seminar", "time_zone": "Europe/London", **values}, talks=talks)

    @staticmethod
    def talk(title="", *, by="", on=None, at=dt.time(13, 30), **values):
        start = Moment.at(dt.date.fromisoformat(on), at, "Europe/London") if on else Moment()
        speakers = (ImportedContribution("speaker", ImportedPerson(by)),) if by else ()
        return ImportedTalk(**{"title": title, "start": start, "contributions": speakers, **values})

    @staticmethod
    def deadline(on, *, kind="submission", label="Papers due", superseded=(), **values):
        before = tuple(Moment.at(dt.date.fromisoformat(it)) for it in superseded)
        start = Moment.at(dt.date.fromisoformat(on)) if on else Moment()
        return ImportedDate(kind, label, start, superseded=before, **values)

    @staticmethod
    def link(kind, url=None, **values):
        return ImportedLink(kind, url, **values)

    @staticmethod
    def person(name, role="organiser", **values):
        return ImportedContribution(role, ImportedPerson(name, **values))


@pytest.fixture
def made() -> Readings:
    return Readings()


@pytest.fixture
def store(home, made):
    """Store events below the home page, each as the document of its path, and give the reports."""

    def store_events(*events, parent=None, publish=False, dry_run=False, find_image=lambda _source, _document: None):
        readings = [event if isinstance(event, Reading) else made.reading(event) for event in events]
        options = StoreOptions(parent or home, publish=publish, dry_run=dry_run, find_image=find_image)
        return store_readings(readings, options=options)

    return store_events


def codes(report):
    return [finding.code for finding in report.findings]


@pytest.fixture
def picture(tmp_path):
    """Write a small picture and give it as a document names it; every colour is another picture."""

    def write(name, colour="teal", alt=""):
        path = tmp_path / name
        PIL.Image.new("RGB", (4, 4), colour).save(path)
        return ImportedImage(name, str(path), alt)

    return write
