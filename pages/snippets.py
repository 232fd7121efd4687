"""People, organisations and topics in the admin."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from pages.models import Organisation, Person, Topic


class PersonForm(forms.ModelForm):
    """The few facts of somebody who is new to the site; the affiliation is typed and found or made."""

    affiliation_name = forms.CharField(
        label=_("Affiliation"),
        max_length=255,
        required=False,
        help_text=_("University, company or institute. It is added if it is new."),
    )

    class Meta:
        model = Person
        fields = ("name", "honorific", "homepage")

    field_order = ("name", "honorific", "affiliation_name", "homepage")

    def save(self, commit: bool = True) -> Person:  # noqa: FBT001, FBT002  # Django's signature
        """Store the person with the affiliation."""
        self.instance.affiliation = find_or_add_organisation(self.cleaned_data["affiliation_name"])
        return super().save(commit)


def find_or_add_organisation(name: str) -> Organisation | None:
    """The organisation of that name or short name, made if it is new; None without a name."""
    if not name:
        return None
    known = Organisation.objects.filter(Q(name__iexact=name) | Q(short_name__iexact=name)).first()
    return known or Organisation.objects.create(name=name)


class PersonChooserViewSet(SnippetChooserViewSet):
    """Chooses a person, or adds one without leaving the page."""

    creation_form_class = PersonForm
    create_action_label = _("Add a new person")
    search_tab_label = _("Choose a person")


class OrganisationChooserViewSet(SnippetChooserViewSet):
    """Chooses an organisation, or adds one without leaving the page."""

    form_fields: ClassVar[list[str]] = ["name", "short_name", "url"]
    create_action_label = _("Add a new organisation")


class TopicChooserViewSet(SnippetChooserViewSet):
    """Chooses a topic, or adds one without leaving the page."""

    form_fields: ClassVar[list[str]] = ["name"]
    create_action_label = _("Add a new topic")


class PersonViewSet(SnippetViewSet):
    """People."""

    model = Person
    icon = "user"
    list_display = [
        "name",
        "affiliation",
        Column("contribution_count", label=_("Contributions"), sort_key="contribution_count"),
        BooleanColumn("is_public", label=_("May be shown"), sort_key="is_public"),
    ]
    ordering = ("sort_name", "name", "pk")
    list_filter = {"affiliation": ["exact"], "is_public": ["exact"]}
    list_per_page = 50
    chooser_viewset_class = PersonChooserViewSet
    inspect_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Person]:  # noqa: ARG002  # Wagtail's signature
        """All people with what their rows show."""
        people = Person.objects.select_related("affiliation")
        return people.annotate(contribution_count=Count("contributions", distinct=True))


class OrganisationViewSet(SnippetViewSet):
    """Organisations."""

    model = Organisation
    icon = "globe"
    list_display = [
        "name",
        "short_name",
        "country",
        Column("person_count", label=_("People"), sort_key="person_count"),
    ]
    ordering = ("name", "pk")
    list_filter = ["country"]
    list_per_page = 50
    chooser_viewset_class = OrganisationChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[Organisation]:  # noqa: ARG002  # Wagtail's signature
        """All organisations with what their rows show."""
        return Organisation.objects.annotate(person_count=Count("people", distinct=True))


class TopicViewSet(SnippetViewSet):
    """Topics."""

    model = Topic
    icon = "tag"
    list_display = ["name", "broader", Column("event_count", label=_("Events"), sort_key="event_count")]
    ordering = ("name", "pk")
    list_filter = ["broader"]
    list_per_page = 50
    chooser_viewset_class = TopicChooserViewSet

    def get_queryset(self, request: Any) -> QuerySet[Topic]:  # noqa: ARG002  # Wagtail's signature
        """All topics with what their rows show."""
        return Topic.objects.select_related("broader").annotate(event_count=Count("events", distinct=True))


class PeopleGroup(SnippetViewSetGroup):
    """The menu of what events share."""

    menu_label = _("People and topics")
    menu_icon = "group"
    menu_order = 160
    items = (PersonViewSet, OrganisationViewSet, TopicViewSet)
