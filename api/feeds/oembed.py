"""oEmbed 1.0 (https://oembed.com): what another site needs to show an event page of ours in a frame."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.sax.xmlreader import AttributesImpl

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from wagtail.contrib.redirects.models import Redirect

from api.feeds.events import first_event, listed_events
from api.feeds.html_pages import make_page
from api.feeds.http import FeedRefused, give, public_feed
from api.feeds.requests import FeedRequest
from api.ledger.entries import read_item
from api.ledger.ical_text import one_line
from api.ledger.models import CalendarEntry
from api.ledger.selection import is_live

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse, QueryDict

    from api.feeds.events import NamedEvent
    from api.ledger.entries import EntryData
    from api.visibility import Visibility

PARAMETERS = ("url", "format", "maxwidth", "maxheight", "dnt")
"""`dnt` is sent by WordPress and changes nothing: nobody is tracked anyway."""
WIDTH, HEIGHT = 600, 400
"""Pixels of a frame whose size nobody limits."""
CACHE_SECONDS = 86_400
LONGEST_NUMBER = 5
SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"


@public_feed
def oembed(request: HttpRequest) -> HttpResponse:
    """What shows the page at `url`, as JSON or XML; raises `FeedRefused`."""
    parameters = read_parameters(request.GET)
    media_type, write = find_format(parameters.get("format", "json"))
    asked = FeedRequest.by(request, "oembed", {name: [value] for name, value in parameters.items()})
    answer = asked.find()
    if answer is None:
        answer = asked.keep(make_page(write(describe(asked.visibility, parameters)), asked, media_type=media_type))
    return give(request, answer, media_type=media_type)


def read_parameters(query: QueryDict) -> dict[str, str]:
    """The parameters, each once; raises `FeedRefused`."""
    for name, values in query.lists():
        if name not in PARAMETERS:
            detail = f"There is no parameter “{name}”; there are {', '.join(PARAMETERS)}."
            raise FeedRefused(400, detail, parameter=name)
        if len(values) != 1:
            raise FeedRefused(400, f"{name} takes one value.", parameter=name)
    if not query.get("url"):
        raise FeedRefused(400, "url is missing: the address of an event page.", parameter="url")
    return {name: str(query[name]) for name in query}


def find_format(name: str) -> tuple[str, Callable[[Mapping[str, Any]], str]]:
    """The media type and the writer of a format; raises `FeedRefused`."""
    if name not in FORMATS:
        detail = f"There is no format “{name}”; there are {', '.join(FORMATS)}."
        raise FeedRefused(501, detail, parameter="format")
    return FORMATS[name]


def describe(visibility: Visibility, parameters: Mapping[str, str]) -> dict[str, Any]:
    """The answer for the page at `url` (section 2.3.4); raises `FeedRefused`."""
    width = min(WIDTH, read_size(parameters, "maxwidth", WIDTH))
    height = min(HEIGHT, read_size(parameters, "maxheight", HEIGHT))
    event = find_by_address(visibility, parameters["url"])
    data = read_page(visibility, event) if event is not None else None
    if event is None or data is None:
        raise FeedRefused(404, "There is no public event page at this address.", parameter="url")
    title = one_line(data["title"] or _("Title to be announced"))
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": one_line(visibility.grounds.site_settings.name if visibility.grounds.site_settings else ""),
        "provider_url": visibility.site_url,
        "cache_age": CACHE_SECONDS,
        "width": width,
        "height": height,
        "html": write_frame(find_frame(event), title=title, width=width, height=height),
    }


def read_size(parameters: Mapping[str, str], name: str, usual: int) -> int:
    """A number of pixels; raises `FeedRefused`."""
    text = parameters.get(name)
    if text is None:
        return usual
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER and int(text)):
        raise FeedRefused(400, f"{name} is a number of pixels.", parameter=name)
    return int(text)


def find_by_address(visibility: Visibility, url: str) -> NamedEvent | None:
    """The listed event page at an address of the public site, or that is led to from there."""
    path = read_path(url)
    if path is None:
        return None
    rows = listed_events(visibility)
    for root in sorted(visibility.site_roots, key=lambda it: len(it.prefix), reverse=True):
        if path.startswith(root.prefix):
            place = {"page__path__startswith": root.tree_path}
            found = first_event(rows.filter(**place, page__url_path=root.url_path + path.removeprefix(root.prefix)))
            if found is not None:
                return found
    redirects = Redirect.get_for_site(visibility.site).filter(old_path__in={Redirect.normalise_path(path), path})
    redirect = redirects.order_by("-site_id", "pk").first()
    return first_event(rows.filter(page=redirect.redirect_page_id)) if redirect is not None else None


def read_path(url: str) -> str | None:
    """The path of an address below the public site, with slashes at both ends; None for an address elsewhere."""
    try:
        parts, site = urlsplit(url), urlsplit(settings.PUBLIC_URL)
    except ValueError:
        return None
    path = unquote(parts.path)
    is_ours = parts.scheme in {"http", "https"} and parts.netloc.lower() == site.netloc.lower()
    if not is_ours or "\0" in path or not f"{path}/".startswith(f"{site.path}/"):
        return None
    return "/".join(["", *(part for part in path.removeprefix(site.path).split("/") if part), ""])


def read_page(visibility: Visibility, event: NamedEvent) -> EntryData | None:
    """What the public calendar says of a page in its language."""
    rows = CalendarEntry.objects.filter(is_live(visibility.now), site=visibility.site)
    entry = rows.filter(uid=event.uid, language=event.language).first()
    return read_item(entry).data if entry is not None else None


def find_frame(event: NamedEvent) -> str:
    """The address of the page for frames; it stays when the event's own address changes."""
    language = "" if event.language == settings.LANGUAGE_CODE else f"?language={event.language}"
    return f"{settings.WAGTAILADMIN_BASE_URL}{reverse('embed', args=[event.uid])}{language}"


def write_frame(url: str, *, title: str, width: int, height: int) -> str:
    """The frame as HTML."""
    return format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="{}" style="border:0"></iframe>',
        url,
        title,
        width,
        height,
        SANDBOX,
    )


def write_json(answer: Mapping[str, Any]) -> str:
    """The answer as JSON (section 2.3.4.1)."""
    return orjson.dumps(answer).decode()


def write_xml(answer: Mapping[str, Any]) -> str:
    """The answer as XML (section 2.3.4.2)."""
    text = StringIO()
    document = SimplerXMLGenerator(text, "utf-8")
    document.startDocument()
    document.startElement("oembed", AttributesImpl({}))
    for name, value in answer.items():
        document.addQuickElement(name, str(value))
    document.endElement("oembed")
    document.endDocument()
    return text.getvalue()


FORMATS = {"json": ("application/json", write_json), "xml": ("text/xml", write_xml)}
"""The formats of answers with their media types and writers."""
