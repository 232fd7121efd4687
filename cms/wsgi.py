"""WSGI entry point of the production server."""

from __future__ import annotations

import gc
import os
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import django
from django.core.checks.urls import check_url_config
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

BODILESS = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class Request(WSGIRequest):
    """A request that may name a charset which holds no text, such as rot13, as it may name an unknown one."""

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs leave it out
        except (LookupError, UnicodeError):
            self.encoding = "utf-8"


class Handler(WSGIHandler):
    """Django's handler, which has no answer to a request that cannot even be represented."""

    request_class = Request

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """The response; one that has no body does not say that it is 0 bytes long (RFC 9110, section 8.6)."""
        response = super().get_response(request)
        if response.status_code in BODILESS:
            del response.headers["Content-Length"]
        return response


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup(set_prefix=False)

application = Handler()

# Code, schema and addresses live as long as the process. Each full collection of garbage would look at all their
# objects, and hold up a request for more than 100 ms.
check_url_config(None)
gc.collect()
gc.freeze()
