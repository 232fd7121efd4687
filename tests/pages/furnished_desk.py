"""An editor's desk on which something lies in every place: what waits, what has ended, and what went wrong."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice
from wagtail.models import Page

from api.webhooks.models import WebhookEndpoint
from api.webhooks.outbox import post_test
from cms.two_factor.devices import Secret, list_codes, renew_codes
from pages.attention.refresh import refresh_everything
from pages.choices import Role
from pages.completion.tokens import make_address
from pages.digest.unsubscribing import make_address as make_unsubscribing_address
from pages.intake import jobs
from pages.intake.uploads import Upload
from pages.models import (
    CompletionLink,
    CompletionState,
    Forwarding,
    ImportJob,
    ImportState,
    SpeakerConsent,
    TalkPage,
)
from pages.models.completion import ConsentKind
from pages.roles.communities import keep_community, set_role
from tests.factories import ContributionFactory, LinkFactory, PersonFactory, TalkFactory

DOCUMENT = b"""---
title: "Research Forum on Slow Tides"
---
# Research Forum on Slow Tides

### Important dates
- Submission deadline: 5 March 2031, 23:59 (UTC)
- Notification: 1 March 2031
- Forum: 14-15 April 2031
"""
"""A forum that tells authors before they have submitted, so that its preview has something to say."""


def furnish(series: Page) -> dict[str, Any]:
    """Lay things on the desk; addresses and keys by name."""
    admin = User.objects.get(is_superuser=True)
    talk = add_talk(series)
    refresh_everything()
    return {
        "talk": talk.pk,
        "series": series.pk,
        "home": series.get_parent().pk,
        **ask_speakers(talk, admin),
        **import_documents(series.get_parent(), admin),
        **give_roles(series),
        "forwarding": Forwarding.objects.create(
            event=series.specific, community="tidewater", name="chat", url="https://chat.example.org/join"
        ).pk,
        "endpoint": tell_partner().pk,
    }


def add_talk(series: Page) -> TalkPage:
    """A talk that is over, with a stream, and with something for the checks to find."""
    day = timezone.localdate() - dt.timedelta(days=10)
    rows = [ContributionFactory(person=PersonFactory(name=name, email="")) for name in ("Rosa Keel", "Ines Bow")]
    links = [LinkFactory(kind="stream", url="http://video.example.org/slow-tides")]
    talk: TalkPage = TalkFactory(
        parent=series,
        title="The 1th of  slow tides",
        slug="slow-tides",
        start_date=day,
        contributions=rows,
        links=links,
    )
    return talk


def ask_speakers(talk: TalkPage, admin: User) -> dict[str, Any]:
    """Links for speakers: one that is open, one with an answer, one that has expired."""
    now = timezone.now()
    rosa, ines = (row.person for row in talk.contributions.all())
    facts = {"talk": talk, "asked_by": admin, "expires_at": now + dt.timedelta(days=30)}
    waiting = CompletionLink.objects.create(person=rosa, message="Please write in *plain* words.", **facts)
    answered = CompletionLink.objects.create(
        person=ines,
        state=CompletionState.ANSWERED,
        sent={
            "title": "Slow tides",
            "abstract": "Why tides wait.",
            "biography": "Ines counts waves.",
            "note": "Thanks!",
            "publication": True,
        },
        sent_at=now,
        times_sent=1,
        **facts,
    )
    SpeakerConsent.objects.create(
        link=answered, kind=ConsentKind.PUBLICATION, is_given=True, wording="Yes, publish it.", recorded_at=now
    )
    expired = CompletionLink.objects.create(person=rosa, **{**facts, "expires_at": now - dt.timedelta(days=1)})
    return {"form": make_address(waiting), "review": answered.pk, "expired": make_address(expired)}


def import_documents(home: Page, admin: User) -> dict[str, str]:
    """Imports that wait for a decision, for the worker, and for another try."""
    upload = Upload(files={"slow-tides.md": DOCUMENT})
    ready = jobs.create(
        owner=admin, target=home, options={"time_zone": "", "year": None, "language": ""}, upload=upload
    )
    reading = ImportJob.objects.create(owner=admin, target=home, options={})
    failed = ImportJob.objects.create(
        owner=admin, target=home, options={}, state=ImportState.FAILED, message="The import was interrupted.", total=1
    )
    return {"import": f"{ready.key}", "importing": f"{reading.key}", "failed_import": f"{failed.key}"}


def give_roles(series: Page) -> dict[str, Any]:
    """An editor, and a publisher whose login asks for a code."""
    community = keep_community(series)
    edda = User.objects.create_user("edda", "edda@example.org", "a password of tests")
    paul = User.objects.create_user("paul", "paul@example.org", "a password of tests")
    set_role(community, edda, Role.EDITOR)
    set_role(community, paul, Role.PUBLISHER)
    TOTPDevice.objects.create(user=paul, name="app", key=Secret.make().key)
    renew_codes(paul)
    return {"unsubscribe": make_unsubscribing_address(edda), "codes": list_codes(paul)}


def tell_partner() -> WebhookEndpoint:
    """A partner with a message that was not sent yet."""
    endpoint = WebhookEndpoint.objects.create(url="https://partner.example.org/hook", is_paused=True)
    post_test(endpoint)
    return endpoint
