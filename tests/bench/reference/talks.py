"""Hand-written views of talks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.utils import timezone
from wagtail.models import Page

from pages.choices import LinkAccess
from pages.models import Contribution, Link, SeminarSeriesPage, TalkPage
from pages.occurrences import Phase
from tests.bench.reference.rules import address, affiliation, ahead, answer, clean, listed, public, site_of
from tests.bench.reference.values import id_of, page_info, person_id, read_id, read_variables, span

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest, JsonResponse

SPEAKERS = Prefetch("contributions", Contribution.objects.select_related("person__affiliation"))
LINKS = Prefetch("links", Link.objects.exclude(access=LinkAccess.PRIVATE))


def series_of(talks: list[TalkPage]) -> None:
    """Read the series of talks at once."""
    paths = {talk.path[: -Page.steplen] for talk in talks}
    found = {row.path: row for row in SeminarSeriesPage.objects.filter(path__in=paths).select_related("locale")}
    for talk in talks:
        talk.series = found[talk.path[: -Page.steplen]]


def series_talks(request: HttpRequest) -> JsonResponse:
    """The talks of a series that lie ahead."""
    now = timezone.now()
    _, key, language = read_id(read_variables(request)["id"])
    series = public(SeminarSeriesPage, now).get(translation_key=key, locale__language_code=language)
    rows = listed(TalkPage, now).child_of(series).filter(ahead(now)).order_by("starts_at", "pk")
    found = list(rows.prefetch_related(SPEAKERS, LINKS)[:21])
    for talk in found:
        talk.series = series
    talks = {"nodes": [talk_ahead(talk, now) for talk in found[:20]], "pageInfo": page_info(found, 20, "starts_at")}
    return answer(event={"id": id_of(series), "talks": talks})


def talk_ahead(talk: TalkPage, now: dt.datetime) -> dict[str, Any]:
    """A talk in its series."""
    wanted = ("registration", "stream", "recording")
    links = [link for link in talk.links.all() if link.kind in wanted]
    return {
        "id": id_of(talk),
        "title": talk.title_shown,
        "phase": talk.find_phase(now).name,
        "when": span(talk.span),
        "abstract": {"html": clean(talk.abstract)} if talk.abstract_shown else None,
        "links": [{"kind": link.kind.upper(), "url": address(link, talk, now)} for link in links],
        "contributors": [
            {"affiliation": affiliation(row), "person": {"id": person_id(row.person), "name": row.person.name}}
            for row in talk.contributions.all()
            if row.person.is_public
        ],
    }


def talk_board(request: HttpRequest) -> JsonResponse:
    """Talks of all series that lie ahead, with speakers and links."""
    now, size = timezone.now(), read_variables(request)["first"]
    _, above = site_of(request)
    rows = listed(TalkPage, now).filter(ahead(now)).order_by("starts_at", "pk").defer("body", "abstract")
    found = list(rows.prefetch_related(SPEAKERS, LINKS)[: size + 1])
    series_of(found)
    nodes = [board_talk(talk, now, above) for talk in found[:size]]
    return answer(talks={"nodes": nodes, "pageInfo": page_info(found, size, "starts_at")})


def board_talk(talk: TalkPage, now: dt.datetime, above: int) -> dict[str, Any]:
    """A talk on a board."""
    return {
        "id": id_of(talk),
        "title": talk.title_shown,
        "path": talk.url_path[above:],
        "phase": Phase.UPCOMING.name,
        "when": span(talk.span),
        "series": {"id": id_of(talk.series), "title": talk.series.title},
        "contributors": [
            {
                "role": row.role.upper(),
                "affiliation": affiliation(row),
                "person": {"id": person_id(row.person), "name": row.person.name},
            }
            for row in talk.contributions.all()
            if row.person.is_public
        ],
        "links": [
            {"kind": link.kind.upper(), "label": link.label or None, "url": address(link, talk, now)}
            for link in talk.links.all()
        ],
    }


def refetch(request: HttpRequest) -> JsonResponse:
    """Talks by their ids."""
    ids = read_variables(request)["ids"]
    keys = [read_id(text)[1] for text in ids]
    rows = public(TalkPage, timezone.now()).filter(translation_key__in=keys)
    found = {id_of(talk): {"id": id_of(talk), "title": talk.title_shown} for talk in rows.defer("body", "abstract")}
    return answer(nodes=[found.get(text) for text in ids])
