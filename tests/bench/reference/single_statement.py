"""Lists as PostgreSQL makes them itself: one statement gives the whole answer as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from wagtail.models import Site

from pages.models import TalkPage
from tests.bench.reference.values import read_variables

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


def answer_with(file: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view that answers with what the statement in a file gives."""
    statement = (Path(__file__).parent / file).read_text(encoding="utf-8")

    def respond(request: HttpRequest) -> HttpResponse:
        values = {
            "size": read_variables(request)["first"],
            "now": timezone.now(),
            "above": len(Site.find_for_request(request).root_page.url_path),
            "talks": ContentType.objects.get_for_model(TalkPage).pk,
        }
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return HttpResponse(cursor.fetchone()[0], content_type="application/json")

    return respond


VIEWS = {"HomeUpcoming": answer_with("events.sql"), "TalkBoard": answer_with("talks.sql")}
