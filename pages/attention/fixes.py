"""What can be put right at one click. A fix changes a page object in hand; storing it is `repair`'s."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pages.attention.places import find_place, rows_at
from pages.choices import ContributionRole
from pages.chores.recordings import find_stream, turn_stream_into_recording
from pages.models import Contribution, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.utils.functional import _StrPromise

    from pages.checks import Finding
    from pages.models import EventPage

LONGEST_QUOTE = 200


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of the page that it was suggested for, in words: what stands there before, and after.

    `is_value` says that both are the whole value of a plain field, so that a form can be changed in place.
    """

    before: str
    after: str
    apply: Callable[[], object]
    is_value: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """How findings of a code are fixed: by another text where it is one of `text`.

    One that is not `certain` asks for a look at what it would do.
    """

    label: _StrPromise
    is_certain: bool
    suggest: Callable[[EventPage, Finding], Fix | None]
    is_text: bool = True


def suggest(finding: Finding, page: EventPage) -> Fix | None:
    """The fix of a finding on the page object in hand; None where there is none to be sure of."""
    kind = KINDS.get(finding.code)
    return kind.suggest(page, finding) if kind else None


def change_text(page: EventPage, finding: Finding, change: Callable[[Finding, str], str]) -> Fix | None:
    """A fix that changes a text where the finding lies; None where that changes nothing."""
    place = find_place(page, finding.path)
    if place is None:
        return None
    before = place.text
    after = change(finding, before)
    if after == before:
        return None
    apply = partial(place.write, partial(change, finding))
    if place.is_body or "<" in before or len(before) > LONGEST_QUOTE:
        return Fix(str(finding.details.get("text", "")), replacement(finding), apply)
    return Fix(before, after, apply, is_value=True)


def replacement(finding: Finding) -> str:
    """What is to stand instead of the finding's "text"."""
    return str(finding.details.get("repaired") or finding.details.get("right") or "")


def strip(_finding: Finding, text: str) -> str:
    """Without blanks around it."""
    return text.strip()


def unite_blanks(_finding: Finding, text: str) -> str:
    """With one blank between words, and none around them."""
    return " ".join(text.split())


def replace_word(finding: Finding, text: str) -> str:
    """With the word that the finding names replaced wherever it stands alone."""
    word, right = str(finding.details.get("text", "")), replacement(finding)
    if not word or not right:
        return text
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _match: right, text)


def encrypt(_finding: Finding, text: str) -> str:
    """With https in place of http."""
    return re.sub(r"^(\s*)http://", r"\1https://", text, flags=re.IGNORECASE)


def use_stream(page: EventPage, _finding: Finding) -> Fix | None:
    """The stream becomes the recording."""
    stream = find_stream(page)
    if stream is None:
        return None
    before, after = _("Live stream: %(url)s"), _("Recording: %(url)s")
    values = {"url": stream.url}
    return Fix(before % values, after % values, partial(turn_stream_into_recording, page))


def choose_person(page: EventPage, finding: Finding) -> Fix | None:
    """The person that a title names becomes a speaker; None where the record is gone."""
    person = Person.objects.filter(pk=finding.details["person"]).first()
    if person is None:
        return None
    apply = partial(add_speaker, page, finding.path, person)
    return Fix(_("Nobody is chosen"), _("Speaker: %(name)s") % {"name": person.name}, apply)


def add_speaker(page: EventPage, path: str, person: Person) -> None:
    """Choose a speaker of the page, or of the item of its programme that the path leads into."""
    relation, _dot, rest = path.partition(".")
    if relation == "sessions":
        sessions = rows_at(page, relation)
        session = sessions[int(rest.partition(".")[0])]
        session.speakers.add(person)
        page.sessions.add(session)
        return
    order = len(rows_at(page, "contributions"))
    page.contributions.add(Contribution(person=person, role=ContributionRole.SPEAKER, sort_order=order))


def texts(change: Callable[[Finding, str], str]) -> Callable[[EventPage, Finding], Fix | None]:
    """How findings of texts are fixed."""
    return partial(change_text, change=change)


KINDS: dict[str, Kind] = {
    "L01-blanks": Kind(gettext_lazy("Remove the blanks"), True, texts(strip)),
    "L01-http": Kind(gettext_lazy("Change to https"), False, texts(encrypt)),
    "L03": Kind(gettext_lazy("Stream is the recording"), False, use_stream, is_text=False),
    "P03-known": Kind(gettext_lazy("Choose this person"), False, choose_person, is_text=False),
    "T03": Kind(gettext_lazy("Correct the letters"), True, texts(replace_word)),
    "T04-spaces": Kind(gettext_lazy("Remove the blanks"), True, texts(unite_blanks)),
    "C04": Kind(gettext_lazy("Correct the number"), True, texts(replace_word)),
}
"""By the codes of findings."""

CERTAIN = [code for code, kind in KINDS.items() if kind.is_certain]
