"""An answer becomes part of the talk: as a draft, or published where nothing else would be published with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log

from pages.choices import LinkKind
from pages.completion.places import Place, find_place
from pages.completion.proposals import LABELS, OF_THE_PERSON, Proposal, find_collection, find_proposals
from pages.completion.storing import drop_files
from pages.completion.texts import to_rich_text
from pages.models import CompletionLink, CompletionState, Link, TalkPage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.contrib.auth.models import User


class StaleError(Exception):
    """The talk or the answer has changed since the user looked at them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What the editor takes: parts by their names, and which of them go to the person's own record.

    `revision` and `times_sent` are those of the talk and the answer that the editor saw.
    """

    taken: frozenset[str]
    to_person: frozenset[str]
    revision: int | None
    times_sent: int
    is_published: bool = False


def may_publish(talk: TalkPage, user: User) -> bool:
    """Whether nothing but the answer would be published, and the user may do that."""
    return bool(talk.live and not talk.has_unpublished_changes and talk.permissions_for_user(user).can_publish())


def accept(link: CompletionLink, user: User, *, choice: Choice) -> TalkPage:
    """Take over what was chosen and close the link; returns the talk.

    Raises `StaleError`, `ClosedError`, and `ValidationError` where the draft as a whole cannot be saved. Nothing is
    changed then.
    """
    with transaction.atomic():
        stored = lock_waiting(link, times_sent=choice.times_sent)
        place = find_place(stored)
        if place.talk.latest_revision_id != choice.revision:
            raise StaleError
        taken = [it for it in find_proposals(place, user) if it.key in choice.taken and not it.hindrance]
        take(place, taken, user=user, choice=choice)
        close_link(stored, CompletionState.ACCEPTED, user=user)
    return place.talk


def lock_waiting(link: CompletionLink, *, times_sent: int) -> CompletionLink:
    """The link as stored, kept from others until the transaction ends.

    Raises `StaleError` unless the answer that waits is the one that was sent as the `times_sent`-th.
    """
    links = CompletionLink.objects.select_for_update(of=("self",)).filter(pk=link.pk, times_sent=times_sent)
    stored = links.filter(state=CompletionState.ANSWERED).first()
    if stored is None:
        raise StaleError
    return stored


@dataclass(frozen=True, slots=True)
class Writing:
    """A part on its way to the talk's row of the speaker, or to the person's own record."""

    place: Place
    part: Proposal
    user: User
    to_person: bool


def take(place: Place, taken: list[Proposal], *, user: User, choice: Choice) -> None:
    """Write the parts into the talk's draft and the person's record, and publish the draft if that was chosen."""
    to_person = {it.key for it in taken if it.key in choice.to_person and it.may_go_to_person} | OF_THE_PERSON
    before = (place.row.bio, place.row.photo_id)
    for part in taken:
        WRITERS[part.key](Writing(place, part, user, to_person=part.key in to_person))
    keys = {part.key for part in taken}
    if keys & to_person:
        place.row.person.save()
        log(instance=place.row.person, action="wagtail.edit", user=user, content_changed=True)
    if keys - to_person or before != (place.row.bio, place.row.photo_id):
        save_talk(place, user=user, is_published=choice.is_published and may_publish(place.talk, user))


def save_talk(place: Place, *, user: User, is_published: bool) -> None:
    """A new draft of the talk with the speaker's row in it, published if so."""
    place.talk.contributions.add(place.row)
    revision = place.talk.save_revision(user=user, log_action=True)
    if is_published:
        revision.publish(user=user)


def close_link(link: CompletionLink, state: CompletionState, *, user: User) -> None:
    """End a link for good; what was kept but not sent goes."""
    link.state, link.decided_at, link.decided_by = state, timezone.now(), user
    link.saved = {}
    link.save(update_fields=["state", "decided_at", "decided_by", "saved"])
    drop_files(link)


def write_title(it: Writing) -> None:
    """The title is announced with it."""
    it.place.talk.title = it.part.proposed
    it.place.talk.title_announced = True


def write_abstract(it: Writing) -> None:
    """The abstract is announced with it."""
    it.place.talk.abstract = to_rich_text(it.part.proposed)
    it.place.talk.abstract_announced = True


def write_biography(it: Writing) -> None:
    """The person's own biography gives way to that of the talk, so the talk's is emptied for it."""
    text = to_rich_text(it.part.proposed)
    it.place.row.bio = "" if it.to_person else text
    if it.to_person:
        it.place.row.person.bio = text


def write_portrait(it: Writing) -> None:
    """The picture among the images."""
    person = it.place.row.person
    picture = get_image_model()(
        title=person.name,
        description=str(it.place.link.sent.get("portrait_alt", ""))[:255],
        file=read_file(it.part),
        collection=find_collection(get_image_model(), it.user),
        uploaded_by_user=it.user,
    )
    picture.save()
    log(instance=picture, action="wagtail.create", user=it.user, content_changed=True)
    it.place.row.photo = None if it.to_person else picture
    if it.to_person:
        person.photo = picture


def write_affiliation(it: Writing) -> None:
    """The affiliation at the time of the talk."""
    it.place.row.affiliation = it.part.proposed


def write_person(it: Writing) -> None:
    """Name and identifiers; a sort name that was the name follows it."""
    person = it.place.row.person
    if it.part.key == "name" and person.sort_name == person.name:
        person.sort_name = it.part.proposed
    setattr(person, it.part.key, it.part.proposed)


def write_slides_url(it: Writing) -> None:
    """The address in the talk's row of slides."""
    put_slides(it.place.talk, it.part.proposed, instead_of=it.part.current)


def write_slides(it: Writing) -> None:
    """The file among the documents, and its address in the talk's row of slides."""
    document = get_document_model()(
        title=(_("Slides: %(talk)s") % {"talk": it.place.talk.title})[:255],
        file=read_file(it.part),
        collection=find_collection(get_document_model(), it.user),
        uploaded_by_user=it.user,
    )
    document.file_size = document.file.size
    document.save()
    log(instance=document, action="wagtail.create", user=it.user, content_changed=True)
    put_slides(it.place.talk, f"{settings.WAGTAILADMIN_BASE_URL}{document.url}", instead_of=it.part.current)


def put_slides(talk: TalkPage, address: str, *, instead_of: str) -> None:
    """Give the row of slides that is empty or has the address `instead_of` another one; a new row where there is none.

    Slides as a file and as an address get a row each.
    """
    rows = list(talk.links.all())
    slides = [row for row in rows if row.kind == LinkKind.SLIDES and row.url in ("", instead_of)]
    row = slides[0] if slides else Link(kind=LinkKind.SLIDES, sort_order=len(rows))
    row.url = address
    talk.links.set([*rows, *([] if slides else [row])])


def read_file(part: Proposal) -> ContentFile:
    """The bytes of a part that is a file, under the speaker's name for it."""
    assert part.file is not None  # noqa: S101  # such parts are made of files
    with part.file.file.open("rb") as stored:
        return ContentFile(stored.read(), name=part.file.name)


WRITERS: dict[str, Callable[[Writing], None]] = {
    "title": write_title,
    "abstract": write_abstract,
    "slides": write_slides,
    "slides_url": write_slides_url,
    "biography": write_biography,
    "portrait": write_portrait,
    "affiliation": write_affiliation,
    "name": write_person,
    "orcid": write_person,
    "homepage": write_person,
}
"""How each part is written, by the names of `LABELS`."""


def known_keys(keys: Collection[str]) -> frozenset[str]:
    """Those of the names that parts have."""
    return frozenset(keys) & LABELS.keys()
