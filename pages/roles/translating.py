"""Wagtail's form for translations, which answers in words where the page above has no translation yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import messages
from wagtail.contrib.simple_translation.views import SubmitPageTranslationView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class TranslateView(SubmitPageTranslationView):
    """Wagtail's view; the form of a browser offers no such language, other requests may."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make the translations, or say what comes first."""
        try:
            return super().post(request, **kwargs)
        except ParentNotTranslatedError:
            messages.error(request, _("Translate the page above first."))
            return self.render_to_response(self.get_context_data(**kwargs))


@hooks.register("register_admin_urls", order=-1)
def register_before_wagtail() -> list[URLPattern]:
    """The same address as Wagtail's, asked first."""
    return [path("translation/submit/page/<int:page_id>/", TranslateView.as_view(), name="translate_page")]
