"""An editor asks the speakers of a talk: links are made and mailed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from pages.completion.notices import NotMailedError, mail_link
from pages.completion.places import speaking_rows
from pages.completion.tokens import make_address
from pages.completion.wording import LANGUAGES, find_language
from pages.models import CompletionLink, CompletionState, Person, TalkPage
from pages.models.completion import FILLED_IN_STATES, MOST_IN_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.contrib.auth.models import User
    from django.utils.functional import Promise

DAYS: tuple[tuple[int, Promise], ...] = (
    (7, gettext_lazy("One week")),
    (14, gettext_lazy("Two weeks")),
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
)
USUAL_DAYS = 30


class AskingForm(forms.Form):
    """Whom to ask, for how long, and in which words."""

    person = forms.ModelChoiceField(label=gettext_lazy("Speaker"), queryset=Person.objects.none(), empty_label=None)
    days = forms.TypedChoiceField(
        label=gettext_lazy("The link works for"), choices=DAYS, coerce=int, initial=USUAL_DAYS
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the mail"), choices=[(tag, words.name) for tag, words in LANGUAGES.items()]
    )
    message = forms.CharField(
        label=gettext_lazy("Message to the speaker"),
        help_text=gettext_lazy("Optional. It stands in the mail and above the form."),
        max_length=MOST_IN_MESSAGE,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, people: list[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["person"]
        field.queryset = Person.objects.filter(pk__in=[person.pk for person in people])
        field.label_from_instance = lambda person: person.name


def find_editable_talk(key: int, user: User) -> TalkPage:
    """The talk; 404 for none, for a copy that follows another page and for one the user cannot see.

    Raises `PermissionDenied`.
    """
    talk = get_object_or_404(TalkPage, pk=key, alias_of=None)
    if not talk.permissions_for_user(user).can_edit():
        raise PermissionDenied
    return talk


def find_editable_link(key: int, user: User) -> CompletionLink:
    """The link; 404 for none. Raises `PermissionDenied`."""
    link = get_object_or_404(CompletionLink.objects.select_related("talk", "person", "asked_by"), pk=key)
    find_editable_talk(link.talk_id, user)
    return link


class AskView(WagtailAdminTemplateMixin, FormView):
    """The links of a talk, and a form for another one."""

    form_class = AskingForm
    template_name = "pages/completion/ask.html"
    page_title = gettext_lazy("Ask the speaker")
    header_icon = "mail"

    @cached_property
    def talk(self) -> TalkPage:
        """The talk as last saved; see `find_editable_talk`."""
        return find_editable_talk(self.kwargs["page_id"], current_user(self.request)).get_latest_revision_as_object()

    @cached_property
    def people(self) -> list[Person]:
        """Those who speak, in their order."""
        keys = [row.person_id for row in speaking_rows(self.talk.contributions.all())]
        people = Person.objects.in_bulk(keys)
        return [people[key] for key in keys if key in people]

    def get_page_subtitle(self) -> str:
        """The talk's title."""
        return str(self.talk.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way through the page editor."""
        editor = {"url": reverse("wagtailadmin_pages:edit", args=[self.talk.pk]), "label": self.get_page_subtitle()}
        return [
            *self.breadcrumbs_items,
            editor,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_initial(self) -> dict[str, Any]:
        """The first speaker, in the talk's language."""
        tags = [*self.talk.languages_shown, self.talk.locale.language_code]
        return {"person": self.people[0].pk if self.people else None, "language": find_language(tags)}

    def get_form_kwargs(self) -> dict[str, Any]:
        """The speakers to choose from."""
        return {**super().get_form_kwargs(), "people": self.people}

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The links, those that can be filled in with their addresses."""
        links = CompletionLink.objects.filter(talk_id=self.talk.pk).select_related("person", "asked_by")
        return super().get_context_data(
            talk=self.talk, people=self.people, rows=list(describe_links(links, self.people)), **context
        )

    def form_valid(self, form: AskingForm) -> HttpResponse:
        """Make or renew the speaker's link, and mail it if that was asked for."""
        values = form.cleaned_data
        link = ask(self.talk, values["person"], user=current_user(self.request), values=values)
        if "mail" in self.request.POST:
            mail(self.request, link)
        else:
            messages.success(self.request, _("The link is below. Copy it, and send it to the speaker."))
        return lead_back(link)


def describe_links(links: Any, people: list[Person]) -> Iterator[dict[str, Any]]:
    """What the table of links shows."""
    now = timezone.now()
    speaking = {person.pk for person in people}
    for link in links:
        state = link.state_at(now)
        is_open = link.may_be_filled_in(now) and link.person_id in speaking
        yield {
            "link": link,
            "state": state.label,
            "is_waiting": state == CompletionState.ANSWERED,
            "is_open": is_open,
            "may_renew": link.state in FILLED_IN_STATES and link.person_id in speaking,
            "address": make_address(link) if is_open else "",
        }


@transaction.atomic
def ask(talk: TalkPage, person: Person, *, user: User, values: dict[str, Any]) -> CompletionLink:
    """The speaker's link, made, or with another end and message; one that has expired gets another address."""
    now = timezone.now()
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    links = CompletionLink.objects.select_for_update().filter(
        talk_id=talk.pk, person=person, state__in=FILLED_IN_STATES
    )
    link = links.first() or CompletionLink(talk_id=talk.pk, person=person, expires_at=now)
    if link.pk and link.expires_at <= now:
        link.generation += 1
    link.asked_by, link.expires_at = user, now + dt.timedelta(days=values["days"])
    link.language, link.message = values["language"], values["message"]
    link.forgotten_at = None
    link.save()
    return link


def mail(request: HttpRequest, link: CompletionLink) -> None:
    """Mail a link to its speaker, and tell the editor how that went."""
    names = {"name": link.person.name}
    if not link.person.email:
        text = _("No e-mail address of %(name)s is known. Copy the link, or enter one under People.") % names
        messages.warning(request, text)
        return
    try:
        mail_link(link)
    except NotMailedError:
        messages.error(request, _("The mail could not be sent. Copy the link, and send it yourself."))
        return
    CompletionLink.objects.filter(pk=link.pk).update(mailed_at=timezone.now())
    messages.success(request, _("%(name)s has got a mail with the link.") % names)


def lead_back(link: CompletionLink) -> HttpResponse:
    """To the links of the talk."""
    return redirect("completion_ask", link.talk_id)


def current_user(request: HttpRequest) -> User:
    """The user, whom the admin has signed in."""
    user: Any = request.user
    return user
