"""The next edition of an event, made from this one."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.models import Page, TranslatableMixin

from pages.choices import SPEAKING_ROLES, Certainty, ContributionRole, LinkKind
from pages.chores.numbering import find_next_name
from pages.models import EventPage, Link
from pages.models.timed import TimedModel
from pages.site_paths import is_reserved

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.contrib.auth.models import User

    from pages.models import Contribution, ImportantDate


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields of a model that have columns."""
    return list(model._meta.concrete_fields)  # noqa: SLF001  # documented by Django


class Part(models.TextChoices):
    """What an editor may take over from one edition to the next."""

    TEXT = "text", _("Texts")
    DATES = "dates", _("Important dates, without their days")
    PEOPLE = "people", _("Organisers, chairs and committees")
    SPEAKERS = "speakers", _("Speakers, presenters, panelists and authors")
    TOPICS = "topics", _("Topics")
    RULES = "rules", _("Rules for submissions, tracks, awards, grants and kinds of papers")
    PLACE = "place", _("Place and attendance")
    PICTURE = "picture", _("Picture")


USUAL_PARTS = (Part.TEXT, Part.DATES, Part.PEOPLE, Part.TOPICS, Part.RULES, Part.PICTURE)
"""Parts that most editions have in common."""

NEW_FIELDS = frozenset(field.name for field in fields_of(TimedModel)) - {"time_zone"} | {
    "edition",
    "editors_notes",
    "part_of",
    "part_of_title",
    "part_of_url",
    "schedule_status",
    "series_status",
    "short_title",
    "status",
    "status_message",
}
"""Fields that each edition has for itself."""

FIELDS_OF_PARTS = {
    Part.TEXT: frozenset({"body", "summary", "about", "abstract", "delivery_note", "prerequisites"}),
    Part.TOPICS: frozenset({"topics", "topics_open_ended"}),
    Part.RULES: frozenset(
        {
            "anonymity",
            "columns",
            "font_size_pt",
            "languages_accepted",
            "max_pages",
            "open_to_teams",
            "policies",
            "rejects_wrong_format",
            "submission_guidelines",
            "template_name",
            "template_url",
        }
    ),
    Part.PLACE: frozenset({"attendance_mode", "venue", "address", "city", "country"}),
    Part.PICTURE: frozenset({"hero_image"}),
}
"""Fields that go over with a part; all others, but those new, go over always."""

ROWS_OF_PARTS = {
    Part.DATES: frozenset({"important_dates"}),
    Part.RULES: frozenset({"tracks", "awards", "grants", "selection_criteria", "paper_categories"}),
}
"""Child rows that go over as they are; people and links are chosen row by row."""

ROLES_OF_PARTS = {
    Part.SPEAKERS: SPEAKING_ROLES | {ContributionRole.AUTHOR},
    Part.PEOPLE: frozenset(ContributionRole) - SPEAKING_ROLES - {ContributionRole.AUTHOR},
}

AWAITED_LINKS = frozenset(
    {LinkKind.REGISTRATION, LinkKind.JOIN, LinkKind.STREAM, LinkKind.RECORDING, LinkKind.SUBMISSION}
)
"""Links that each edition announces anew, so that they stay without their address."""

LASTING_LINKS = frozenset(
    {
        LinkKind.WEBSITE,
        LinkKind.TEMPLATE,
        LinkKind.MAILING_LIST,
        LinkKind.CHAT,
        LinkKind.VIDEO_CHANNEL,
        LinkKind.CALENDAR,
        LinkKind.SOCIAL,
    }
)
"""Links that usually hold for all editions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the next edition is to be. `kept_links` are the keys of the links whose addresses hold on."""

    title: str
    slug: str
    parts: Collection[str] = USUAL_PARTS
    kept_links: Collection[int] = ()
    part_of: EventPage | None = None


def propose_slug(page: EventPage, title: str, *, parent: Page) -> str:
    """A slug that is free below `parent`: the next one after the page's own, else one from the title."""
    slug = find_next_name(page.slug) or slugify(title, allow_unicode=True) or page.slug
    slug = slug[:240]
    return find_available_slug(parent, f"{slug}-2" if is_reserved(slug, below=parent) else slug)


def find_lasting_links(page: EventPage) -> list[int]:
    """The keys of the links that are proposed to stay: of lasting kinds, without a last day, a year or a number."""
    links = page.links.exclude(url="").filter(expires_on=None)
    return [link.pk for link in links if link.kind in LASTING_LINKS and find_next_name(link.url) is None]


def make_next_edition(page: EventPage, wishes: Wishes, *, parent: Page, user: User) -> EventPage:
    """A draft of the next edition below `parent`; `page` stays as it is.

    It is made from what is public of the page, else from its draft. Page and rows get identities of their own; all
    days are to be announced; the programme starts empty; people have today's affiliations.
    """
    edition = type(page)(
        title=wishes.title,
        draft_title=wishes.title,
        slug=wishes.slug,
        locale_id=page.locale_id,
        owner=user,
        live=False,
        part_of=wishes.part_of,
        short_title=find_next_name(page.short_title) or page.short_title,
        **take_fields(page, parts=wishes.parts),
    )
    if getattr(page, "edition", None):
        edition.edition = page.edition + 1
    take_rows(page, edition, wishes=wishes)
    with transaction.atomic():
        parent.add_child(instance=edition)
        edition.save_revision(user=user, clean=False)
        log(instance=edition, action="wagtail.copy", user=user, data=describe_copy(page, edition, parent=parent))
    return edition


def take_fields(page: EventPage, *, parts: Collection[str]) -> dict[str, Any]:
    """The values by field that the next edition has in common with the page."""
    optional = frozenset().union(*FIELDS_OF_PARTS.values())
    wanted = frozenset().union(*(names for part, names in FIELDS_OF_PARTS.items() if part in parts))
    left = NEW_FIELDS | (optional - wanted) | {field.name for field in fields_of(Page)}
    fields = [field for field in fields_of(type(page)) if field.name not in left and not is_parent_link(field)]
    return {field.attname: getattr(page, field.attname) for field in fields}


def is_parent_link(field: models.Field[Any, Any]) -> bool:
    """Whether a field only leads to the row of a base class."""
    return bool(field.remote_field and getattr(field.remote_field, "parent_link", False))


def take_rows(page: EventPage, edition: EventPage, *, wishes: Wishes) -> None:
    """Hang copies of the rows that are wanted on the edition in hand."""
    names = [name for part, names in ROWS_OF_PARTS.items() if part in wishes.parts for name in names]
    for name in sorted(names):
        if hasattr(page, name):
            setattr(edition, name, [anew(row) for row in getattr(page, name).all()])
    for date in edition.important_dates.all():
        clear_day(date)
    links = [*take_links(page, kept=wishes.kept_links), *link_back(page)]
    for place, link in enumerate(links):
        link.sort_order = place
    topics = list(page.topics.all()) if Part.TOPICS in wishes.parts else []
    people = take_people(page, parts=wishes.parts)
    for name, rows in {"contributions": people, "links": links, "topics": topics}.items():
        setattr(edition, name, rows)


def anew(row: Any) -> Any:
    """A copy of a row with an identity of its own; not stored."""
    fields = [field for field in fields_of(type(row)) if not field.primary_key]
    copy = type(row)(**{field.attname: getattr(row, field.attname) for field in fields})
    if isinstance(copy, TranslatableMixin):
        copy.translation_key = uuid.uuid4()
    return copy


def clear_day(date: ImportantDate) -> None:
    """Leave of an important date what it is and how it counts, to be announced; nothing of when it was."""
    date.start_date = date.start_time = date.end_date = date.end_time = None
    date.dates_as_announced = date.note = ""
    date.certainty = Certainty.CONFIRMED


def take_people(page: EventPage, *, parts: Collection[str]) -> list[Contribution]:
    """The people of the wanted roles, as their own records say they are today."""
    roles = frozenset().union(*(roles for part, roles in ROLES_OF_PARTS.items() if part in parts))
    people = [anew(row) for row in page.contributions.all() if row.role in roles]
    for row in people:
        row.affiliation = row.honorific = row.bio = ""
        row.photo = None
    return people


def take_links(page: EventPage, *, kept: Collection[int]) -> list[Link]:
    """The links that hold on, and those that are awaited anew; the rest belongs to its edition."""
    links = []
    for row in page.links.all():
        if row.pk in kept or row.kind in AWAITED_LINKS:
            copy = anew(row)
            if row.pk not in kept:
                copy.url, copy.expires_on = "", None
            links.append(copy)
    return links


def link_back(page: EventPage) -> list[Link]:
    """A link to the previous edition, where the public can read it."""
    address = page.get_full_url() if page.live and page.is_listed else None
    return [Link(kind=LinkKind.PREVIOUS_EDITION, url=address, label=page.title)] if address else []


def describe_copy(page: EventPage, edition: EventPage, *, parent: Page) -> dict[str, Any]:
    """What the history says of the copy, in the form of Wagtail's own entries."""
    language = {"id": page.locale_id, "language_code": page.locale.language_code}
    source = page.get_parent()
    return {
        "page": {"id": edition.pk, "title": edition.title, "locale": language},
        "source": {"id": source.pk, "title": source.specific_deferred.get_admin_display_title()},
        "destination": {"id": parent.pk, "title": parent.specific_deferred.get_admin_display_title()},
        "keep_live": False,
        "source_locale": language,
    }
