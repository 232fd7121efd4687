"""What a careful Django developer writes for each operation: one view with the ORM's prefetching and `JsonResponse`."""

from __future__ import annotations

from tests.bench.reference import events, talks

VIEWS = {
    "HomeUpcoming": events.home_upcoming,
    "DeadlineBoard": events.deadline_board,
    "Route": events.route,
    "PartnerSync": events.partner_sync,
    "SeriesTalks": talks.series_talks,
    "TalkBoard": talks.talk_board,
    "Refetch": talks.refetch,
}
