"""People, organisations and topics: the snippets that several events share."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_countries import countries
from grapple.models import GraphQLField, GraphQLForeignKey, GraphQLImage, GraphQLRichText, GraphQLString
from modelcluster.fields import ParentalKey
from modelcluster.models import model_from_serializable_data
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from pages.blocks import PLAIN_TEXT_FEATURES
from pages.choices import ContributionRole
from pages.models.fields import WebAddressField
from pages.occurrences import Participant
from pages.panels import FoldedPanel

ORCID_DIGITS = 16


def validate_orcid(identifier: str) -> None:
    """Check form and checksum of an ORCID iD (ISO 7064 MOD 11-2)."""
    digits = identifier.replace("-", "").upper()
    well_formed = len(digits) == ORCID_DIGITS and digits[:-1].isdecimal() and digits.isascii()
    if not well_formed or orcid_check_digit(digits[:-1]) != digits[-1]:
        raise ValidationError(_("This is not an ORCID iD. It looks like 0000-0002-1825-0097."), "invalid_orcid")


def orcid_check_digit(digits: str) -> str:
    """The last character of an ORCID iD (ISO 7064 MOD 11-2) for its first 15 digits."""
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    result = (12 - total % 11) % 11
    return "X" if result == 10 else str(result)  # noqa: PLR2004  # the check value ten is written X


def country_choices() -> list[tuple[str, str]]:
    """ISO 3166-1 alpha-2 codes with names."""
    return [(code, str(name)) for code, name in countries]


class Organisation(index.Indexed, models.Model):
    """A university, company or institute."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    short_name = models.CharField(_("short name"), max_length=50, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, choices=country_choices)
    ror = WebAddressField(_("ROR"), help_text=_("Address in the Research Organization Registry."))
    url = WebAddressField(_("website"))
    logo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("short_name"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("url"), FieldPanel("ror")]),
        FieldPanel("logo"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("short_name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.FilterField("country"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLString("short_name", description="Short name; null when there is none."),
        GraphQLString("country", description="ISO 3166-1 alpha-2 code; null when not known."),
        GraphQLString("ror", description="Address in the Research Organization Registry; null when not known."),
        GraphQLString("url", description="Website; null when not known."),
        GraphQLImage("logo", description="Logo; null when there is none."),
    ]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Topic(index.Indexed, models.Model):
    """A subject that events are filed under."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255)
    slug = models.SlugField(_("slug"), max_length=255, unique=True, blank=True, allow_unicode=True)
    broader = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="narrower")

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("broader")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name."),
        GraphQLString("slug", required=True, description="Name as part of an address; unique."),
        GraphQLForeignKey("broader", "pages.Topic", description="The wider subject; null at the top."),
    ]

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Give the topic a free slug, and refuse a circle of broader topics."""
        super().clean()
        self.slug = self.slug or self._free_slug()
        broader = self.broader
        while broader is not None:
            if broader.pk is not None and broader.pk == self.pk:
                raise ValidationError({"broader": _("A topic cannot be broader than itself.")})
            broader = broader.broader

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the topic with a slug."""
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        base = slugify(self.name, allow_unicode=True)[:240] or "topic"
        slug, number = base, 2
        while Topic.objects.filter(slug=slug).exclude(pk=self.pk).exists():
            slug, number = f"{base}-{number}", number + 1
        return slug


class Person(index.Indexed, models.Model):
    """Somebody who speaks, organises or takes part."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=255, help_text=_("As it should be shown."))
    name_native = models.CharField(
        _("name in its own script"), max_length=255, blank=True, help_text=_("For example 李明.")
    )
    sort_name = models.CharField(
        _("name for sorting"), max_length=255, blank=True, help_text=_("For example “De Luca, Maria”. Empty: the name.")
    )
    honorific = models.CharField(_("title"), max_length=50, blank=True, help_text=_("For example “Prof.” or “Dr.”."))
    homepage = WebAddressField(_("home page"))
    orcid = models.CharField(
        "ORCID", max_length=19, blank=True, validators=[validate_orcid], help_text=_("0000-0002-1825-0097")
    )
    photo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    bio = RichTextField(_("biography"), blank=True, features=PLAIN_TEXT_FEATURES)
    affiliation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("affiliation")
    )
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown in public."))
    is_public = models.BooleanField(
        _("may be shown"), default=True, help_text=_("Off: the person appears on no public page and in no feed.")
    )

    panels = [
        FieldRowPanel([FieldPanel("honorific"), FieldPanel("name")]),
        FieldPanel("affiliation"),
        FieldPanel("homepage"),
        FieldPanel("photo"),
        FieldPanel("bio"),
        MultiFieldPanel(
            [FieldPanel("name_native"), FieldPanel("sort_name"), FieldPanel("orcid")],
            heading=_("More about the name"),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("email"), FieldPanel("is_public")], heading=_("Private"), classname="collapsed"),
    ]
    search_fields = [
        index.SearchField("name", boost=2),
        index.SearchField("name_native"),
        index.AutocompleteField("name"),
        index.AutocompleteField("name_native"),
        index.RelatedFields("affiliation", [index.SearchField("name")]),
        index.FilterField("is_public"),
        index.FilterField("affiliation"),
    ]

    graphql_fields = [
        GraphQLString("name", required=True, description="Name as it should be shown."),
        GraphQLString("name_native", description="Name in its own script; null when not given."),
        GraphQLString("sort_name", required=True, description="Name to sort by."),
        GraphQLString("honorific", description="Title such as “Prof.”; null when not given."),
        GraphQLString("homepage", description="Home page; null when not known."),
        GraphQLString("orcid", description="ORCID iD with hyphens; null when not known."),
        GraphQLImage("photo", description="Portrait; null when there is none."),
        GraphQLRichText("bio", description="Biography; null when there is none."),
        GraphQLForeignKey("affiliation", "pages.Organisation", description="Organisation; null when not known."),
    ]

    class Meta:
        ordering = ["sort_name", "name", "pk"]
        indexes = [models.Index(fields=["sort_name", "id"], name="person_sort_name")]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{self.name} ({self.affiliation})" if self.affiliation else self.name

    @property
    def as_speaker(self) -> Participant:
        """The person as a speaker of today."""
        return self.take_part(
            role=ContributionRole.SPEAKER, affiliation=self.affiliation.name if self.affiliation else ""
        )

    def take_part(self, *, role: str, affiliation: str) -> Participant:
        """The person in a role, with the affiliation they have in it."""
        return Participant(
            uid=str(self.uid),
            name=self.name,
            role=str(role),
            affiliation=affiliation,
            url=self.homepage,
            is_public=self.is_public,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the person; the name sorts where nothing else is given."""
        self.sort_name = self.sort_name or self.name
        super().save(*args, **kwargs)


class Contribution(Orderable):
    """A person in a role at an event; what is given here stands before what the person's own record says."""

    event = ParentalKey("pages.EventPage", on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="contributions", verbose_name=_("person"))
    role = models.CharField(
        _("role"), max_length=30, choices=ContributionRole.choices, default=ContributionRole.SPEAKER
    )
    role_label = models.CharField(
        _("role in words"), max_length=100, blank=True, help_text=_("Only if it differs, for example “Local chair”.")
    )
    affiliation = models.CharField(
        _("affiliation then"), max_length=255, blank=True, help_text=_("At the time of the event. Empty: today’s.")
    )
    honorific = models.CharField(_("title then"), max_length=50, blank=True)
    photo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")
    bio = RichTextField(
        _("biography for this event"), blank=True, features=PLAIN_TEXT_FEATURES, help_text=_("Empty: the person’s own.")
    )

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("role")]),
        FoldedPanel(
            [
                FieldRowPanel([FieldPanel("affiliation"), FieldPanel("honorific")]),
                FieldPanel("role_label"),
                FieldPanel("photo"),
                FieldPanel("bio"),
            ],
            heading=_("Different at this event"),
        ),
    ]

    graphql_fields = [
        GraphQLField("role", ContributionRole, required=True, description="Role."),
        GraphQLString("role_label", description="The role in words, where they say more; else null."),
        GraphQLForeignKey("person", "pages.Person", description="The person."),
        GraphQLString("affiliation", source="affiliation_shown", description="Affiliation then; null when not known."),
        GraphQLString("honorific", source="honorific_shown", description="Title then; null when not given."),
        GraphQLImage("photo", source="photo_shown", description="Portrait for this event, else the person’s own."),
        GraphQLRichText("bio", source="bio_shown", description="Biography for this event, else the person’s own."),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self) -> str:
        return f"{self.person.name}, {self.get_role_display()}"

    @classmethod
    def from_serializable_data(cls, data: dict[str, Any], **options: bool) -> Self | None:
        """The row as a stored version of its page has it; None where the person was removed since.

        With `check_fks=False` nothing is asked, and the row stays.
        """
        key = data["person"] if options.get("check_fks", True) else None
        is_gone = key is not None and not Person.objects.filter(pk=key).exists()
        row: Self | None = None if is_gone else model_from_serializable_data(cls, data, **options)
        return row

    @property
    def affiliation_shown(self) -> str:
        """The affiliation at the time, else the person's own."""
        return self.affiliation or (self.person.affiliation.name if self.person.affiliation else "")

    @property
    def honorific_shown(self) -> str:
        """The title at the time, else the person's own."""
        return self.honorific or self.person.honorific

    @property
    def photo_shown(self) -> models.Model | None:
        """The portrait for this event, else the person's own."""
        return self.photo or self.person.photo

    @property
    def bio_shown(self) -> str:
        """The biography for this event, else the person's own; rich-text source."""
        return self.bio or self.person.bio

    @property
    def participant(self) -> Participant:
        """The person as they take part."""
        return self.person.take_part(role=self.role, affiliation=self.affiliation_shown)
