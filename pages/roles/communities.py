"""Communities as they come into being: groups, a collection, moderation; and who has which role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from pages.choices import Role
from pages.models import Community, CommunityGroup, StandardPage, TalkPage
from pages.models.publishing import AnnouncedPage
from pages.roles.rights import file_permissions, general_permissions, page_permissions

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser, User
    from django.db.models import Manager, Model

NAMES = {Role.EDITOR: "Editors", Role.PUBLISHER: "Publishers", Role.ADMINISTRATOR: "Administrators"}
"""How groups are called; names of groups are stored, and so the same in each language of the admin."""

APPROVING = (Role.PUBLISHER, Role.ADMINISTRATOR)

NAME_LENGTH = 150
"""The longest name that a group may have; collections and workflows could have longer ones."""


def can_be_community(page: Page) -> bool:
    """Whether a page may have members of its own: all but talks and plain texts, which are parts of something."""
    page_type = page.specific_class or Page
    return issubclass(page_type, AnnouncedPage) and not issubclass(page_type, (TalkPage, StandardPage))


def may_manage(user: User | AnonymousUser, page: Page) -> bool:
    """Whether a user decides who has a role at a page: administrators of it, of what is above it, and of the site."""
    if not user.is_active or user.is_superuser:
        return user.is_active
    places = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    groups = CommunityGroup.objects.filter(role=Role.ADMINISTRATOR, group__user=user)
    return groups.filter(group__page_permissions__page__path__in=places).exists()


@transaction.atomic
def keep_community(page: Page) -> Community:
    """The community of a page, with all that belongs to one; made, or made complete. Nothing is ever taken away."""
    community = Community.objects.of(page).select_related("page").first()
    if community is None:
        community = Community.objects.create(page=page)
    title = community.page.get_admin_display_title()
    if community.collection is None:
        community.collection = Collection.get_first_root_node().add_child(name=title)
    groups = {role: keep_group(community, role, title=title) for role in Role}
    for translation in community.page.get_translations(inclusive=True):
        cover(translation, groups)
    if community.workflow is None:
        community.workflow = make_moderation(title, [groups[role] for role in APPROVING])
        for translation in community.page.get_translations(inclusive=True):
            moderate(translation, community.workflow)
    community.save()
    return community


def keep_group(community: Community, role: Role, *, title: str) -> Group:
    """The group of a role, with the role's rights but for those to pages."""
    row = community.groups.filter(role=role).select_related("group").first()
    if row is None:
        group = Group.objects.create(name=find_name(f"{NAMES[role]} of {title}", Group.objects))
        row = CommunityGroup.objects.create(community=community, role=role, group=group)
    row.group.permissions.add(*general_permissions(role))
    for permission in file_permissions(role):
        GroupCollectionPermission.objects.get_or_create(
            group=row.group, collection=community.collection, permission=permission
        )
    return row.group


def find_name(wanted: str, taken: Manager[Any]) -> str:
    """A name that nothing has yet, as much like `wanted` as its length allows."""
    name, number = wanted[:NAME_LENGTH], 1
    while taken.filter(name=name).exists():
        number += 1
        ending = f" ({number})"
        name = f"{wanted[: NAME_LENGTH - len(ending)]}{ending}"
    return name


def cover(page: Page, groups: dict[Role, Group]) -> None:
    """Let the groups do at a page, and below it, what their roles may."""
    for role, group in groups.items():
        for permission in page_permissions(role):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def make_moderation(title: str, approving: list[Group]) -> Workflow:
    """A workflow of one step: one of the groups approves, which publishes."""
    name = find_name(f"Approval by {title}", Workflow.objects)
    workflow = Workflow.objects.create(name=name)
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set(approving)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def moderate(page: Page, workflow: Workflow) -> None:
    """Have changes of a page and those below it approved so, unless somebody has chosen another way for the page."""
    WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})


def follow_translation(source: Model, target: Model) -> None:
    """Let the members of a community do at its page's translation what they do at the page."""
    if not isinstance(source, Page) or not isinstance(target, Page):
        return
    community = Community.objects.of(source).select_related("workflow").first()
    if community is None:
        return
    cover(target, {Role(row.role): row.group for row in community.groups.select_related("group")})
    if community.workflow is not None:
        moderate(target, community.workflow)


@transaction.atomic
def set_role(community: Community, user: User, role: Role | None, *, by: User | None = None) -> None:
    """Give a user one role of a community, in place of the one held there; None takes it away."""
    groups = list(community.groups.select_related("group"))
    user.groups.remove(*[row.group for row in groups if row.role != role])
    user.groups.add(*[row.group for row in groups if row.role == role])
    data = {"member": user.get_username(), "role": role.value if role else ""}
    log(instance=community.page.specific, action="pages.set_role", user=by, data=data)
