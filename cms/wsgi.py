"""WSGI entry point of the production server."""

from __future__ import annotations

import gc
import os
from typing import Any

import django
from django.core.checks.urls import check_url_config
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


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


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django.setup(set_prefix=False)

application = Handler()

# Code, schema and addresses live as long as the process. Each full collection of garbage would look at all their
# objects, and hold up a request for more than 100 ms.
check_url_config(None)
gc.collect()
gc.freeze()
