"""The page that a speaker opens with a link, without an account.

What opens it stands in its address, and no cookie is read or set: hence no CSRF token, which would need one, and which
browsers that tell nobody the address could not prove (`Origin: null`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from pages.clients import find_address
from pages.completion.forms import FILES, REMARKS, SpeakerForm, write_seen
from pages.completion.notices import tell_asker
from pages.completion.places import ClosedError, Ending, Place, find_open_place, known_values
from pages.completion.rates import MOST_READS, MOST_WRITES, find_wait
from pages.completion.storing import find_files, keep, send
from pages.completion.tokens import TOKEN, find_link
from pages.completion.uploads import MOST_REQUEST_BYTES
from pages.completion.wording import LANGUAGES, USUAL_LANGUAGE, find_language
from pages.completion.wording.times import describe_instant, describe_start

if TYPE_CHECKING:
    import datetime as dt

    from django.http import HttpRequest

    from pages.completion.wording.words import Words
    from pages.models import CompletionLink

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
}
UNREADABLE = (MultiPartParserError, SuspiciousOperation, UnreadablePostError)
"""What reading a form raises that is broken off, damaged or endless; Django would log its address."""

SECTIONS = {
    "talk": ("title", "abstract"),
    "person": ("biography", "portrait", "portrait_alt"),
    "slides": ("slides", "slides_url"),
    "facts": ("name", "affiliation", "orcid", "homepage"),
    "consent": ("recording", "publication"),
    "note": ("note",),
}
"""The form's fields by the headings they stand under."""


@csrf_exempt
def complete(request: HttpRequest, token: str) -> HttpResponse:
    """`/complete/TOKEN/`: the form; 404 for a link there never was, 410 for one that has ended.

    No method is refused, because Django logs the address of each request that is.
    """
    wait = find_wait(MOST_READS, find_address(request))
    link = None if wait else find_link(token)
    language = choose_language(request, link)
    with translation.override(language):
        words = LANGUAGES[language]
        if not wait and link is not None and request.method == "POST":
            wait = find_wait(MOST_WRITES, str(link.uid))
        if wait:
            return say(words, words.too_many, status=429, headers={"Retry-After": str(wait)})
        if link is None:
            return say(words, words.endings[Ending.UNKNOWN.value], status=404)
        return answer(request, link, token=token, words=words)


@csrf_exempt
def lead_to_form(request: HttpRequest, rest: str) -> HttpResponse:
    """`/complete/…` with more or less than belongs there, as mail programs cut addresses: on to the form, or 404."""
    found = TOKEN.match(rest)
    return close(HttpResponseRedirect(reverse("complete", args=[found.group()]))) if found else complete(request, rest)


def answer(request: HttpRequest, link: CompletionLink, *, token: str, words: Words) -> HttpResponse:
    """The page of a link that is or was one."""
    now = timezone.now()
    try:
        place = find_open_place(link, now=now)
        if request.method != "POST":
            return show(place, read_form(place, words=words), token=token, done=request.GET.get("done", ""))
        if request_bytes(request) > MOST_REQUEST_BYTES:
            return say(words, words.too_large, status=413)
        try:
            form = SpeakerForm(request.POST, request.FILES, words=words)
        except UNREADABLE:
            return say(words, words.unreadable, status=400)
        return take(request, form, place, token=token, now=now)
    except ClosedError as closed:
        return say(words, words.endings[closed.ending.value], status=410)


def take(request: HttpRequest, form: SpeakerForm, place: Place, *, token: str, now: dt.datetime) -> HttpResponse:
    """Keep what the speaker typed, and send it if they say so and everything is right."""
    is_valid, words = form.is_valid(), form.words
    link = keep(place.link, form, now=now)
    if not is_valid:
        place.link.saved = link.saved
        return show(place, form, token=token)
    is_sent = "send" in request.POST
    if is_sent:
        tell_asker(send(link, language=words.tag, now=now))
    query = urlencode({"language": words.tag, "done": "sent" if is_sent else "saved"})
    return close(HttpResponseRedirect(f"{reverse('complete', args=[token])}?{query}"))


def read_form(place: Place, *, words: Words) -> SpeakerForm:
    """The form with what is known, and with what the speaker has changed of it so far."""
    known = known_values(place)
    kept = {name: value for name, value in place.link.saved.items() if name in known or name in REMARKS}
    return SpeakerForm(initial={**known, **kept, "seen": write_seen(known)}, words=words)


def show(place: Place, form: SpeakerForm, *, token: str, done: str = "") -> HttpResponse:
    """The page with the form."""
    words, link = form.words, place.link
    context = {
        "words": words,
        "form": form,
        "sections": [section(form, heading, place=place) for heading in SECTIONS],
        "errors": [(form[name], errors) for name, errors in form.errors.items()],
        "asked": words.asked_by.format(name=name_of(link)) if name_of(link) else words.asked,
        "until": words.until.format(date=describe_instant(link.expires_at, words)),
        "talk": place.talk,
        "message": link.message,
        "when": describe_start(place.talk, words),
        "done": {"saved": words.saved, "sent": words.sent}.get(done, ""),
        "was_sent": link.sent_at is not None and done != "sent",
        "languages": [(tag, other.name) for tag, other in LANGUAGES.items() if tag != words.tag],
        "action": f"{reverse('complete', args=[token])}?{urlencode({'language': words.tag})}",
    }
    return close(HttpResponse(render_to_string("pages/completion/speaker.html", context)))


def section(form: SpeakerForm, heading: str, *, place: Place) -> dict[str, Any]:
    """The fields under a heading, with the files that are there already."""
    files = find_files(place.link, place.link.saved) if set(SECTIONS[heading]) & FILES.keys() else {}
    there = {
        kind: form.words.file_there.format(name=file.name, size=filesizeformat(file.size))
        for kind, file in files.items()
    }
    fields = [
        {"field": form[name], "there": there.get(name, ""), "remove": form[f"remove_{name}"] if name in there else None}
        for name in SECTIONS[heading]
    ]
    return {"key": heading, "heading": form.words.headings[heading], "fields": fields}


def say(words: Words, text: tuple[str, str], *, status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """A page of two sentences that names nobody; Django is kept from logging its address, which may open one."""
    heading, explanation = text
    page = render_to_string(
        "pages/completion/closed.html", {"words": words, "heading": heading, "explanation": explanation}
    )
    response = HttpResponse(page, status=status, headers=headers)
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # there is no other way to say so
    return close(response)


def close(response: HttpResponse) -> HttpResponse:
    """The response, of which nobody else hears, and in which no script runs."""
    for name, value in PRIVATE_HEADERS.items():
        response.headers[name] = value
    return response


def choose_language(request: HttpRequest, link: CompletionLink | None) -> str:
    """The one chosen, else what the browser asks for, else that of the mail."""
    header = parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower())
    accepted = [tag for tag, quality in header if quality]
    chosen = request.GET.get("language", "")
    return find_language([chosen, *accepted, link.language if link else USUAL_LANGUAGE])


def name_of(link: CompletionLink) -> str:
    """The name of the editor who asks; empty where none is known."""
    return link.asked_by.get_full_name() if link.asked_by else ""


def request_bytes(request: HttpRequest) -> int:
    """The length of the body as announced."""
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0
