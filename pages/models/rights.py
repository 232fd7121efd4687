"""What a user may do to a page, where this differs from Wagtail."""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class PageRights(PagePermissionTester):
    """Wagtail's answers, but for deleting and moving: what the public reads takes more than the right to publish."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:  # noqa: FBT001, FBT002  # Wagtail's signature
        """Whether the page may go, and those below it.

        Drafts go with the right to publish, or by the hand of their owner; published pages with the right to delete
        whole branches (“bulk delete”). Nobody removes the page at which the own rights begin.
        """
        may_by_wagtail = bool(super().can_delete(ignore_bulk))
        if self.user.is_superuser or not may_by_wagtail:
            return may_by_wagtail
        if not self._comes_from_above():
            return False
        if "bulk_delete" in self.permissions:
            return True
        if self.page.get_descendants(inclusive=True).live().exists():
            return False
        return "publish" in self.permissions or bool(self.page.owner_id == self.user.pk)

    def _comes_from_above(self) -> bool:
        granted = self.permission_policy.get_cached_permissions_for_user(self.user)
        own = self.page.path
        return any(own != row.page.path and own.startswith(row.page.path) for row in granted)
