"""Stored pages as a report names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pages.importers.report import DateReport, PageReport
from pages.importers.store.time_columns import read_moment

if TYPE_CHECKING:
    from pages.importers.store.page_form import Form
    from pages.importers.store.page_store import StoredPage
    from pages.moments import Moment


def report_page(form: Form, stored: StoredPage, *, zone: str = "") -> PageReport:
    """A page with the dates its document says; `zone` is that of the series a talk belongs to."""
    fields = form["fields"]
    return PageReport(
        type=form["type"],
        path=stored.page.public_path,
        title=stored.page.title if fields.get("title_announced", True) else None,
        outcome=stored.outcome,
        live=stored.page.live,
        start=_said(read_moment(fields["start"], fields["time_zone"] or zone)),
        dates=tuple(_date_report(row) for row in form["rows"]["important_dates"]),
        source=form["source"],
    )


def _date_report(row: dict[str, Any]) -> DateReport:
    return DateReport(row["kind"], row["label"], _said(read_moment(row["start"], row["time_zone"], row["zone_policy"])))


def _said(moment: Moment) -> str | None:
    """The UTC instant where there is one, else as much of the date and time as is known."""
    if moment.date is None:
        return None
    if moment.instant is not None:
        return moment.instant.strftime("%Y-%m-%dT%H:%M:%SZ")
    date = moment.date.isoformat()
    return date if moment.time is None else f"{date}T{moment.time.isoformat()}"
