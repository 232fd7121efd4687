"""Communities, and the groups of those who have a part in them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page, Workflow

from pages.choices import Role


class CommunityQuerySet(models.QuerySet["Community"]):
    """Sets of communities."""

    def of(self, page: Page) -> CommunityQuerySet:
        """The community of a page or of the page that it translates; one at most."""
        return self.filter(page__translation_key=page.translation_key)

    def around(self, page: Page) -> Community | None:
        """The innermost community in which a page stands, or that of the page that it translates."""
        above = list(page.get_ancestors(inclusive=True).values_list("translation_key", flat=True))
        found = {it.page.translation_key: it for it in self.filter(page__translation_key__in=above)}
        return next((found[key] for key in reversed(above) if key in found), None)


class Community(models.Model):
    """A page whose members are kept: its groups, its pictures and documents, its moderation."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="community")
    collection = models.ForeignKey(Collection, models.SET_NULL, null=True, related_name="+")
    workflow = models.ForeignKey(Workflow, models.SET_NULL, null=True, related_name="+")

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")

    def __str__(self) -> str:
        return str(self.page)


class CommunityGroup(models.Model):
    """The group of those who have one role in a community."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="groups")
    role = models.CharField(_("role"), max_length=15, choices=Role.choices)
    group = models.OneToOneField(Group, models.CASCADE, related_name="community_group")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["community", "role"], name="one_group_for_each_role")]
        verbose_name = _("group of a community")
        verbose_name_plural = _("groups of communities")

    def __str__(self) -> str:
        return str(self.group)


@receiver(post_delete, sender=CommunityGroup)
def drop_group(instance: CommunityGroup, **_kwargs: Any) -> None:
    """With the role goes the group: what it may do beside pages would outlive the community."""
    Group.objects.filter(pk=instance.group_id).delete()


@receiver(post_delete, sender=Community)
def end_moderation(instance: Community, **_kwargs: Any) -> None:
    """Nobody approves any more what no community has."""
    if instance.workflow is not None:
        instance.workflow.deactivate()
