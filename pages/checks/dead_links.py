"""L05: addresses where nobody has been found for days, and those that have moved for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pages.checks.findings import Finding, Rule, register
from pages.checks.links import addresses
from pages.checks.subject import Subject
from pages.checks.surroundings import Surroundings, VisitFacts
from pages.choices import FindingSeverity
from pages.models import LinkCheck
from pages.models.link_checks import digest_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from pages.checks.surroundings import RowsByName
    from pages.models import EventPage

register(
    Rule(
        "L05-dead",
        FindingSeverity.WARNING,
        _("Nobody is found at %(url)s any more. It was tried on three days."),
        _("Open it yourself, and replace it or remove the link."),
    ),
    Rule(
        "L05-moved",
        FindingSeverity.HINT,
        _("The page at %(url)s has moved for good to %(moved_to)s."),
        _("Enter the new address if it is the page you mean: the old one may stop leading there."),
    ),
)


def gather_visits(
    pages: Iterable[EventPage], *, rows: Mapping[int, RowsByName], now: dt.datetime
) -> dict[str, VisitFacts]:
    """What visits have shown of the addresses on pages, by address; those where nothing is the matter are left out."""
    surroundings = Surroundings(now=now, rows=rows)
    digests = {digest_of(url) for page in pages for _path, url in addresses(Subject(page, surroundings))}
    known = LinkCheck.objects.filter(~Q(dead_since=None) | ~Q(moved_to=""), digest__in=digests).order_by()
    return {
        url: VisitFacts(is_dead=dead_since is not None, moved_to=moved_to)
        for url, dead_since, moved_to in known.values_list("url", "dead_since", "moved_to")
    }


def check_visits(subject: Subject) -> Iterator[Finding]:
    """Addresses that lead nowhere any more, or elsewhere."""
    visits = subject.surroundings.visits
    for path, url in addresses(subject):
        facts = visits.get(url)
        if facts is not None and facts.is_dead:
            yield Finding("L05-dead", path, {"url": url})
        elif facts is not None:
            yield Finding("L05-moved", path, {"url": url, "moved_to": facts.moved_to})
