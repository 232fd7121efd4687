"""Who may see and change stable addresses: whoever may edit the page of the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagtail.models import Page
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import policy_registry

from pages.models import Forwarding

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import QuerySet


class EventPolicy(BasePermissionPolicy):
    """All that can be done with a stable address takes the permission to change its event's page."""

    @property
    def pages(self) -> Any:
        """The policy of pages."""
        return policy_registry.get_by_type(Page)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether there are pages that the user may edit."""
        del action
        return bool(self.pages.user_has_permission(user, "change"))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Forwarding) -> bool:
        """Whether the user may edit the page."""
        del action
        return bool(self.pages.user_has_permission_for_instance(user, "change", instance.event))

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet[Forwarding]:
        """The stable addresses of the pages that the user may edit."""
        del actions
        editable = self.pages.instances_user_has_permission_for(user, "change")
        addresses: QuerySet[Forwarding] = Forwarding.objects.filter(event__in=editable.order_by().values("pk"))
        return addresses

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet:
        """The users who may edit pages."""
        del actions
        users: QuerySet = self.pages.users_with_permission("change")
        return users
