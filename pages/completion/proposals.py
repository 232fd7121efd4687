"""What a speaker sent beside what the talk says now, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from pages.completion.places import Place, known_slides
from pages.completion.storing import find_files
from pages.completion.texts import to_rich_text, to_text
from pages.models import CompletionFile

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise
    from wagtail.models import Collection

LABELS: dict[str, StrOrPromise] = {
    "title": _("Title"),
    "abstract": _("Abstract"),
    "slides": _("Slides (file)"),
    "slides_url": _("Slides (address)"),
    "biography": _("Biography"),
    "portrait": _("Portrait"),
    "affiliation": _("Affiliation"),
    "name": _("Name"),
    "orcid": _("ORCID iD"),
    "homepage": _("Home page"),
}
"""Every part of an answer that can be taken, in the order in which it is shown."""

MARKED_UP = frozenset({"abstract", "biography"})
MAY_BE_EMPTIED = frozenset({"abstract", "orcid", "homepage"})
OF_THE_PERSON = frozenset({"name", "orcid", "homepage"})
"""What only the person's own record has; it is public as soon as it is accepted."""

PLACED = frozenset({"biography", "portrait"})
"""What may go to this talk or to the person's own record."""

NEEDS_CONSENT = frozenset({"biography", "portrait"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """One part of an answer. `hindrance` says why it cannot be taken; empty where it can.

    `goes_to_person` is the place proposed for what may go to this talk or to the person.
    """

    key: str
    current: str
    proposed: str
    file: CompletionFile | None = None
    hindrance: StrOrPromise = ""
    may_go_to_person: bool = False
    goes_to_person: bool = False

    @property
    def label(self) -> StrOrPromise:
        """What it is."""
        return LABELS[self.key]

    @property
    def is_placed(self) -> bool:
        """Whether the editor chooses where it goes."""
        return self.key in PLACED

    @property
    def is_public_at_once(self) -> bool:
        """Whether it goes to the person's own record, which has no drafts."""
        return self.key in OF_THE_PERSON


def find_proposals(place: Place, user: User) -> list[Proposal]:
    """What was sent and differs from what is there, with what the user may do about it."""
    sent = place.link.sent
    files = find_files(place.link, sent)
    current = current_values(place)
    may_change_person = user.has_perm("pages.change_person")
    person = place.row.person
    is_empty = {"biography": not person.bio, "portrait": person.photo_id is None}
    return [
        Proposal(
            key,
            current[key],
            files[key].name if key in files else str(sent[key]),
            files.get(key),
            find_hindrance(key, sent, user),
            may_change_person,
            may_change_person and is_empty.get(key, False),
        )
        for key in LABELS
        if (key in files or differs(key, sent.get(key), current[key]))
    ]


def current_values(place: Place) -> dict[str, str]:
    """What the latest draft says, in words; working titles included."""
    talk, row, person = place.talk, place.row, place.row.person
    slides = known_slides(talk)
    return {
        "title": talk.title if talk.title_announced else "",
        "abstract": to_text(talk.abstract) if talk.abstract_announced else "",
        "slides": slides,
        "slides_url": slides,
        "biography": to_text(row.bio_shown),
        "portrait": str(row.photo_shown or ""),
        "affiliation": row.affiliation_shown,
        "name": person.name,
        "orcid": person.orcid,
        "homepage": person.homepage,
    }


def differs(key: str, sent: Any, current: str) -> bool:
    """Whether a sent text says something else than what is there."""
    if not isinstance(sent, str) or not (sent or key in MAY_BE_EMPTIED):
        return False
    said = to_text(to_rich_text(sent)) if key in MARKED_UP else sent
    return said.strip() != current.strip()


def find_hindrance(key: str, sent: dict[str, Any], user: User) -> StrOrPromise:
    """Why the user cannot take a part; empty where they can."""
    if key in NEEDS_CONSENT and not sent.get("publication"):
        return _("The speaker has not agreed to its publication.")
    if key in OF_THE_PERSON and not user.has_perm("pages.change_person"):
        return _("You may not change people. Ask somebody who may.")
    if key == "portrait" and find_collection(get_image_model(), user) is None:
        return _("You may not add images. Ask somebody who may.")
    if key == "slides" and find_collection(get_document_model(), user) is None:
        return _("You may not add documents. Ask somebody who may.")
    return ""


def find_collection(model: type[Model], user: User) -> Collection | None:
    """The first collection in which the user may add a picture or document; None for none."""
    policy = policy_registry.get_by_type(model)
    return policy.collections_user_has_permission_for(user, "add").order_by("path").first()
