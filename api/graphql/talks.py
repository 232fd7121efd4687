"""The talks of a series: one page of them for each of many series in one statement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F
from django.db.models import Window as RowWindow
from django.db.models.functions import RowNumber

from api.graphql.connections import ConnectionValue, Window
from api.graphql.events import BY_START, LATEST_FIRST, connect
from api.graphql.filters import TalkFilter, lie_below, narrow
from api.published.models import PageKind
from api.reading import COLUMNS, Pool

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet
    from graphene import ResolveInfo

    from api.graphql.connections import Ordering
    from api.published.models import PublishedPage
    from api.reading import PageValue, Reading

__all__ = ["TalkFilter", "resolve_talks"]


def resolve_talks(series: PageValue, info: ResolveInfo, **arguments: Any) -> ConnectionValue:
    """One page of the talks of a series; those of the series read together with it are read with them."""
    reading: Reading = info.context
    name = repr(sorted(arguments.items(), key=str))
    if name not in reading.talks:
        reading.talks[name] = Pool(lambda keys: read_talks(keys, arguments, reading))
    reading.talks[name].want(peer.pk for peer in series.peers if peer.type_name == series.type_name)
    return reading.talks[name][series.pk]


def read_talks(series: Collection[int], arguments: Mapping[str, Any], reading: Reading) -> dict[int, ConnectionValue]:
    """One page of talks for each of the series with these keys."""
    given = dict(arguments)
    where, newest_first = given.pop("where", None) or {}, given.pop("newest_first", None)
    ordering, window = LATEST_FIRST if newest_first else BY_START, Window.of(**given)
    reading.lifetime.shows("talks")
    talks = reading.visibility.documents().filter(kind=PageKind.TALK, is_listed=True)
    talks = narrow(lie_below(talks, where, reading), {**where, "kind": PageKind.TALK}, reading)
    if len(series) == 1:
        key = next(iter(series))
        return {key: connect(reading, talks.filter(series=key), window, ordering)}
    return read_talks_of_many(series, talks.filter(series__in=series), reading, window, ordering)


def read_talks_of_many(
    series: Collection[int], talks: QuerySet[PublishedPage], reading: Reading, window: Window, ordering: Ordering
) -> dict[int, ConnectionValue]:
    """One page of talks for each of several series, in one statement."""
    number = RowWindow(RowNumber(), [F("series_id")], window.order(ordering))
    rows = window.select(talks, ordering).annotate(row_number=number).filter(row_number__lte=window.size + 1)
    by_series: dict[int | None, list[PageValue]] = {key: [] for key in series}
    # Where rows are numbered, Django miscounts a column that is read twice; the last key is the page's.
    found = rows.values_list(*COLUMNS, *ordering.columns[:-1])
    for talk in reading.adopt([(*row, row[0]) for row in found]):
        by_series[talk.series_id].append(talk)
    counts = LazyCounts(talks)
    return {
        key: window.connect(found, [talk.keys for talk in found], ordering, partial(counts.of, key))
        for key, found in by_series.items()
        if key is not None
    }


class LazyCounts:
    """How many talks each series has; read for all series when the first one is asked for."""

    def __init__(self, talks: QuerySet[PublishedPage]) -> None:
        self.talks = talks
        self.counts: dict[int, int] | None = None

    def of(self, series: int) -> int:
        """The number of talks of one series."""
        if self.counts is None:
            rows = self.talks.order_by().values("series_id").annotate(total=Count("pk"))
            self.counts = dict(rows.values_list("series_id", "total"))
        return self.counts.get(series, 0)
