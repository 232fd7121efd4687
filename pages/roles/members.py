"""The members of a community in the admin: who has which role, and the form that gives one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.models import Page

from pages.choices import Role
from pages.models import Community, CommunityGroup
from pages.roles.communities import can_be_community, keep_community, may_manage, set_role

if TYPE_CHECKING:
    from django.db.models import QuerySet


class MemberForm(forms.Form):
    """Whom to give which role."""

    member = forms.CharField(
        label=gettext_lazy("User name or e-mail address"),
        max_length=254,
        help_text=gettext_lazy("Of somebody who has an account here already."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"), choices=Role.choices, initial=Role.EDITOR, widget=forms.RadioSelect
    )

    def clean_member(self) -> User:
        """The one active user with this name or address."""
        said = self.cleaned_data["member"].strip()
        active = get_user_model().objects.filter(is_active=True)
        found = list(active.filter(username=said) or active.filter(email__iexact=said)[:2])
        if not found:
            message = _(
                "Nobody with an account here has this name or address. An account is made under Settings, Users."
            )
            raise forms.ValidationError(message, code="unknown")
        if len(found) > 1:
            raise forms.ValidationError(_("Several accounts have this address: give the user name."), code="several")
        return found[0]


class CommunityMixin:
    """A view of the members of the page with the key `page_id`, for those who decide about them."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def page(self) -> Page:
        """The page; 404 where there is none that may have members. Raises `PermissionDenied`."""
        page = get_object_or_404(Page, pk=self.kwargs["page_id"]).specific
        if not may_manage(self.user, page):
            raise PermissionDenied
        if not can_be_community(page):
            raise Http404
        return page

    @property
    def user(self) -> User:
        """Who asks; the admin knows its users."""
        return self.request.user  # type: ignore[return-value]  # the admin lets nobody else in

    def lead_back(self) -> HttpResponse:
        """To the list of members."""
        return redirect("community_members", self.page.pk)


class MembersView(CommunityMixin, WagtailAdminTemplateMixin, FormView):
    """The members of a community, and a form that gives somebody a role."""

    form_class = MemberForm
    template_name = "pages/roles/members.html"
    page_title = gettext_lazy("Members")
    header_icon = "group"

    def get_page_subtitle(self) -> str:
        """The page's title."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """The way through the explorer."""
        place = {"url": reverse("wagtailadmin_explore", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, place, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """The members beside the form."""
        return super().get_context_data(page=self.page, members=list_members(self.page), roles=ROLES, **context)

    def form_valid(self, form: MemberForm) -> HttpResponse:
        """Give the role, and make the community with its first member."""
        member, role = form.cleaned_data["member"], Role(form.cleaned_data["role"])
        if member == self.user and not self.user.is_superuser:
            form.add_error("member", _("Your own role is for another administrator to change."))
            return self.form_invalid(form)
        set_role(keep_community(self.page), member, role, by=self.user)
        text = _("%(name)s has a role now: %(role)s.")
        messages.success(self.request, text % {"name": name_of(member), "role": role.label})
        return self.lead_back()


class RemoveView(CommunityMixin, View):
    """Takes the role of the user with the key `user_id` away."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Do it, unless it is the own role."""
        community = get_object_or_404(Community.objects.of(self.page))
        members = get_user_model().objects.filter(groups__community_group__community=community)
        member = get_object_or_404(members, pk=self.kwargs["user_id"])
        if member == self.user and not self.user.is_superuser:
            messages.error(request, _("Your own role is for another administrator to change."))
            return self.lead_back()
        set_role(community, member, None, by=self.user)
        messages.success(request, _("%(name)s has no role here any more.") % {"name": name_of(member)})
        return self.lead_back()


ROLES = (
    (Role.EDITOR.label, gettext_lazy("writes and changes drafts, adds pictures and people, asks for approval.")),
    (Role.PUBLISHER.label, gettext_lazy("also publishes, unpublishes, locks, approves, and deletes drafts.")),
    (Role.ADMINISTRATOR.label, gettext_lazy("also moves and deletes what is published, and decides who has a role.")),
)
"""The roles in words."""


def list_members(page: Page) -> list[dict[str, Any]]:
    """Who has a role in the community of a page, by role and name; two statements."""
    groups: QuerySet[CommunityGroup] = CommunityGroup.objects.filter(
        community__page__translation_key=page.translation_key
    )
    rows = [
        {"user": user, "name": name_of(user), "role": Role(row.role)}
        for row in groups.select_related("group").prefetch_related("group__user_set")
        for user in row.group.user_set.all()
    ]
    order = list(Role)
    return sorted(rows, key=lambda row: (-order.index(row["role"]), row["name"].casefold(), row["user"].pk))


def name_of(user: User) -> str:
    """A user's name with the name of the account."""
    full = user.get_full_name()
    return f"{full} ({user.get_username()})" if full else user.get_username()
