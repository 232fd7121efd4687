"""The pages that an editor works on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wagtail.models import Page
from wagtail.permissions import policy_registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import Model, QuerySet

    Rows = TypeVar("Rows", bound=QuerySet[Model])

WORKS_ON = frozenset({"change", "publish"})


def within_reach(rows: Rows, user: AbstractUser, *, page: str = "pk") -> Rows:
    """The rows whose page, at the relation `page`, the user may edit or publish."""
    if user.is_active and user.is_superuser:
        return rows
    pages = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, WORKS_ON)
    return rows.filter(**{f"{page}__in": pages.order_by().values("pk")})


def may_work(user: AbstractUser) -> bool:
    """Whether there is any page that the user may edit or publish."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, WORKS_ON))
