"""The deployable project's URLs: the public API, the admin, files and health."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import health, uploads
from pages.digest.unsubscribing import UnsubscribeView

urlpatterns = [
    path("", include("api.urls")),
    path("", RedirectView.as_view(url="/admin/")),
    path("healthz", health.live, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("admin/two-factor/", include("cms.two_factor.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("pages.completion.urls")),
    path("digest/unsubscribe/<str:token>/", UnsubscribeView.as_view(), name="digest_unsubscribe"),
]

if settings.SERVE_MEDIA:
    urlpatterns += [re_path(r"^media/(?P<path>.*)$", uploads.serve_upload)]
