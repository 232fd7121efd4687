"""Stable addresses of invitations: `/go/<community>/<name>` leads to what stands behind it at present."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from api.caching import read_version
from api.visibility import Visibility, is_open
from pages.models import Forwarding

if TYPE_CHECKING:
    from django.http import HttpRequest

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@require_safe
def forward(request: HttpRequest, community: str, name: str) -> HttpResponse:
    """A redirect to what is kept under the name; a page in words where that has expired (410) or is not for all (404).

    Nothing of the request but the path counts. The address of what has expired or is not public is in no answer.
    """
    visibility = Visibility(hostname=request.get_host(), version=read_version())
    found = find(visibility, community=community.lower(), name=name.lower())
    if found is None:
        return say("api/forwarding/unknown.html", {}, status=404)
    expires_at = found.expires_at
    if expires_at is not None and expires_at <= visibility.now:
        event = found.event.specific
        context = {"title": event.title_shown, "address": f"{settings.PUBLIC_URL}{event.public_path}"}
        return say("api/forwarding/expired.html", context, status=410)
    return HttpResponseRedirect(found.url, headers=HEADERS)


def find(visibility: Visibility, *, community: str, name: str) -> Forwarding | None:
    """The stable address of that name, if it is for everybody and its event's page is public; unlisted pages are."""
    if "\0" in community + name:  # PostgreSQL refuses to look for it.
        return None
    public = visibility.documents_of_all_sites().order_by().values("page")
    rows = Forwarding.objects.filter(community=community, name=name, event__in=public).select_related("event")
    found = rows.first()
    return found if found is not None and is_open(found.access) else None


def say(template: str, context: dict[str, object], *, status: int) -> HttpResponse:
    """A page in words."""
    return HttpResponse(render_to_string(template, context), status=status, headers=HEADERS)
