"""The columns of a page as plain values, as its document's form names them; child rows are in `row_kinds`."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

from pages.importers.store.body import without_ids
from pages.importers.store.row_kinds import TIMES
from pages.importers.store.time_columns import read_time, write_time
from pages.models import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.importers.store.merging import Values
    from pages.models import EventPage


def read_fields(page: EventPage, names: Iterable[str]) -> Values:
    """The columns of a page as plain values."""
    return {name: read_field(page, name) for name in names}


def read_field(page: EventPage, name: str) -> Any:
    """One column as a plain value."""
    if name in TIMES:
        return read_time(page, name)
    if name == "body":
        return without_ids(json.loads(json.dumps(page.body.get_prep_value())))
    if name == "topics":
        return sorted(topic.pk for topic in page.topics.all())
    if name == "hero_image":
        return page.hero_image_id
    if name == "editors_notes":
        return page.editors_notes.splitlines()
    value = getattr(page, name)
    return value.isoformat() if isinstance(value, dt.time) else value


def write_field(page: EventPage, name: str, value: Any) -> None:
    """Set one column from its plain value."""
    if name in TIMES:
        write_time(page, name, value)
    elif name == "body":
        page.body = json.dumps(value)
    elif name == "topics":
        page.topics.set(Topic.objects.filter(pk__in=value))
    elif name == "hero_image":
        page.hero_image_id = value
    elif name == "editors_notes":
        page.editors_notes = "\n".join(value)
    elif name == "usual_time":
        page.usual_time = value and dt.time.fromisoformat(value)
    else:
        setattr(page, name, value)
