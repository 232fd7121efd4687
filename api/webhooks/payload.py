"""What messages say, and how they are signed: https://www.standardwebhooks.com."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from standardwebhooks.webhooks import Webhook

from api.webhooks.models import EventType

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.webhooks.models import WebhookDelivery

MOST_NAMED = 100
"""Ids, and paths, that a message names; whoever needs all reads the change log."""

RFC_3339 = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Change:
    """The revision that the ledger has reached, and the global ids and public paths of what has changed."""

    rev: int
    ids: tuple[str, ...]
    paths: tuple[str, ...]
    is_truncated: bool = False

    def bounded(self) -> Change:
        """The same with each name once, and no more of them than a message holds."""
        ids, paths = unique(self.ids), unique(self.paths)
        return replace(
            self,
            ids=ids[:MOST_NAMED],
            paths=paths[:MOST_NAMED],
            is_truncated=self.is_truncated or max(len(ids), len(paths)) > MOST_NAMED,
        )

    def joined(self, other: Change) -> Change:
        """Two changes of one transaction as one."""
        return Change(
            rev=max(self.rev, other.rev),
            ids=self.ids + other.ids,
            paths=self.paths + other.paths,
            is_truncated=self.is_truncated or other.is_truncated,
        ).bounded()


def unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in the order of their first mention."""
    return tuple(dict.fromkeys(names))


def write_change(change: Change, *, at: dt.datetime) -> str:
    """The body that tells of a change: `rev`, `ids`, `paths`, and `truncated` if it does not name all."""
    data: dict[str, Any] = {"rev": change.rev, "ids": change.ids, "paths": change.paths}
    if change.is_truncated:
        data["truncated"] = True
    return write(EventType.CHANGED, data=data, at=at)


def read_change(body: str) -> Change:
    """The change that a body of `write_change` tells of."""
    data = json.loads(body)["data"]
    return Change(data["rev"], tuple(data["ids"]), tuple(data["paths"]), data.get("truncated", False))


def write_test(*, at: dt.datetime) -> str:
    """The body of a test."""
    return write(EventType.TEST, data={}, at=at)


def write(event_type: EventType, *, data: dict[str, Any], at: dt.datetime) -> str:
    """A body in ASCII, with the instant of the event in UTC (RFC 3339)."""
    body = {"type": event_type.value, "timestamp": at.astimezone(dt.UTC).strftime(RFC_3339), "data": data}
    return json.dumps(body, separators=(",", ":"))


def write_headers(delivery: WebhookDelivery, *, at: dt.datetime) -> dict[str, str]:
    """The headers of an attempt: the id of the message, the instant of the attempt, a signature for each secret."""
    return sign(delivery.message_id, delivery.body, secrets=delivery.endpoint.find_secrets(at), at=at)


def sign(message_id: str, body: str, *, secrets: Iterable[str], at: dt.datetime) -> dict[str, str]:
    """The headers of a request that brings a message."""
    signatures = (Webhook(secret).sign(message_id, at.astimezone(dt.UTC), body) for secret in secrets)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Colloquium-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
