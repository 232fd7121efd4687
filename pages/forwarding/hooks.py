"""Where the admin offers stable addresses."""

from __future__ import annotations

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from pages.forwarding.admin import ForwardingViewSet
from pages.forwarding.policy import EventPolicy
from pages.models import Forwarding

register_permission_policy(Forwarding, EventPolicy(Forwarding))
register_snippet(ForwardingViewSet)
