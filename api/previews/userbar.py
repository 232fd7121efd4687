"""Wagtail's user bar for the preview on the public site, which is another origin than the admin around it.

There the bar checks the content for the editor and keeps the place to which the preview is scrolled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET
from wagtail.admin.userbar import ContentCheckerItem, Userbar
from wagtail.users.models import UserProfile

from api.previews.drafts import find_user_and_place
from api.previews.models import Purpose
from api.previews.showing import keep_unknown
from api.previews.tokens import PreviewToken, PreviewUnavailableError

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser
    from wagtail.models import Page

STYLES = ("wagtailadmin/css/core.css", "pages/admin.css")


def origin_of(url: str) -> str:
    """Scheme, host and port of an address (RFC 6454)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class SiteUserbar(Userbar):
    """The user bar with the addresses of this host."""

    template_name = "api/previews/userbar.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Wagtail's own, and to whom the bar sends its messages."""
        context = super().get_context_data(parent_context)
        return {**context, "origin": origin_of(settings.WAGTAILADMIN_BASE_URL), "styles": STYLES}


class SiteContentChecker(ContentCheckerItem):
    """The content checker, which trusts the frame around it or within it and nobody else."""

    def get_axe_spec(self, request: HttpRequest) -> dict[str, Any]:
        """Wagtail's own rules, with the origin of whom axe-core speaks to."""
        other = settings.PUBLIC_URL if self.in_editor else settings.WAGTAILADMIN_BASE_URL
        return {**super().get_axe_spec(request), "allowedOrigins": [origin_of(other)]}


def check_across_origins(_request: HttpRequest, items: list[Any], _page: Page | None) -> None:
    """Have the content of the public site checked from inside the admin."""
    items[:] = [
        SiteContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]


@csrf_exempt
@require_GET
def userbar(request: HttpRequest) -> HttpResponse:
    """The HTML of the bar for the token in `token`, in the panel with `in_preview_panel=true`; 404 without a token.

    Readers of a shared draft are no users of the admin, and get none.
    """
    # What it answers depends on the token alone.
    request.COOKIES.clear()
    try:
        token = PreviewToken.read(request.GET.get("token", ""))
        user, place = find_user_and_place(token)
    except PreviewUnavailableError:
        return keep_unknown(HttpResponse(status=404))
    if token.purpose is Purpose.REVIEW:
        return keep_unknown(HttpResponse(status=404))
    page = place.specific if token.page else None
    dress(request, user, is_editing=token.purpose is Purpose.EDITING)
    with translation.override(UserProfile.get_for_user(user).get_preferred_language()):
        response = HttpResponse(SiteUserbar(object=page).render_html({"request": request}))
    response.headers["Access-Control-Allow-Origin"] = origin_of(settings.PUBLIC_URL)
    return keep_unknown(response)


def dress(request: Any, user: AbstractBaseUser, *, is_editing: bool) -> None:
    """Let the request look like the one for which Wagtail shows a preview, at the address that editors know."""
    request.META["HTTP_HOST"] = urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
    request.user = user
    request.is_preview, request.is_editing = True, is_editing
    request.in_preview_panel = request.GET.get("in_preview_panel") == "true"
