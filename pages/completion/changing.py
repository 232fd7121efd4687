"""What an editor does with a link there is: it is mailed again, renewed or revoked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from pages.completion.acceptance import close_link
from pages.completion.asking import USUAL_DAYS, current_user, find_editable_link, lead_back, mail
from pages.models import CompletionLink, CompletionState
from pages.models.completion import FILLED_IN_STATES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class LinkActionView(View):
    """Does one thing with a link whose speaker may still write."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, link_id: int) -> HttpResponse:
        """Do it; a link that has ended, by somebody else at the same moment too, is left alone."""
        link = find_editable_link(link_id, current_user(request))
        links = CompletionLink.objects.select_for_update().filter(pk=link.pk, state__in=FILLED_IN_STATES)
        with transaction.atomic():
            stored = links.first()
            if stored is not None:
                self.change(stored)
        if stored is not None:
            self.tell(request, stored)
        else:
            messages.error(request, _("This link has ended already."))
        return lead_back(link)

    def change(self, link: CompletionLink) -> None:
        """What is stored, while the link is kept from others; nothing by itself."""

    def tell(self, request: HttpRequest, link: CompletionLink) -> None:
        """Who is told of it, afterwards."""
        raise NotImplementedError


class MailView(LinkActionView):
    """Mails the link."""

    def tell(self, request: HttpRequest, link: CompletionLink) -> None:
        """Mail it, unless it leads nowhere."""
        if link.expires_at <= timezone.now():
            messages.error(request, _("This link has expired. Renew it first."))
            return
        mail(request, link)


class RenewView(LinkActionView):
    """Gives the link another address and another month."""

    def change(self, link: CompletionLink) -> None:
        """End the addresses there were."""
        link.generation += 1
        link.expires_at = timezone.now() + dt.timedelta(days=USUAL_DAYS)
        link.forgotten_at = None
        link.save(update_fields=["generation", "expires_at", "forgotten_at"])

    def tell(self, request: HttpRequest, link: CompletionLink) -> None:
        """Say that the address is another."""
        del link
        messages.success(request, _("The link has a new address. The one before leads nowhere now."))


class RevokeView(LinkActionView):
    """Ends the link."""

    def change(self, link: CompletionLink) -> None:
        """Revoke it."""
        close_link(link, CompletionState.REVOKED, user=current_user(self.request))

    def tell(self, request: HttpRequest, link: CompletionLink) -> None:
        """Say so."""
        del link
        messages.success(request, _("The link is revoked."))
