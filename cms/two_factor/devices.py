"""What a user proves the second step with: an app that counts codes, and recovery codes on paper."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django_otp import devices_for_user
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

if TYPE_CHECKING:
    from django.contrib.auth.models import User

DIGITS = 6
STEP = 30
"""Seconds for which an app shows one code."""

CODE_COUNT = 10
"""Recovery codes that a user gets, each good for one login."""


class TooManyAttemptsError(Exception):
    """Wrong codes have come too fast; a right one is not looked at for now."""


@dataclass(frozen=True)
class Secret:
    """What an app is set up with, hexadecimal."""

    key: str

    @classmethod
    def make(cls) -> Secret:
        """A new one."""
        return cls(random_hex(20))

    @property
    def words(self) -> str:
        """For typing: Base32 in groups of four."""
        text = base64.b32encode(binascii.unhexlify(self.key)).decode()
        return " ".join(text[at : at + 4] for at in range(0, len(text), 4))

    def address_for(self, user: User) -> str:
        """What the square picture says, `otpauth://totp/…`."""
        return str(TOTPDevice(user=user, key=self.key).config_url)

    def proves(self, code: str) -> TOTP | None:
        """The counter that shows `code` now, or did up to half a minute ago; None for a wrong code."""
        counter = TOTP(binascii.unhexlify(self.key), STEP, digits=DIGITS)
        return counter if is_counted(code) and counter.verify(int(code), tolerance=1) else None


def is_counted(code: str) -> bool:
    """Whether a code looks like one of an app; recovery codes are longer."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def has_device(user: User) -> bool:
    """Whether a user has set up a second step."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


@transaction.atomic
def set_up(user: User, secret: Secret, counter: TOTP) -> TOTPDevice:
    """Keep the secret as the user’s only one, with new recovery codes. The code that proved it is used up."""
    forget(user)
    device = TOTPDevice.objects.create(user=user, name="app", key=secret.key, last_t=counter.t(), drift=counter.drift)
    renew_codes(user)
    return device


@transaction.atomic
def renew_codes(user: User) -> None:
    """Give new recovery codes in place of the old ones; who has signed in by one of those stays signed in."""
    device = StaticDevice.objects.filter(user=user).first()
    if device is None:
        device = StaticDevice.objects.create(user=user, name="recovery codes")
    device.token_set.all().delete()
    tokens = [StaticToken(device=device, token=random_hex(8)) for _ in range(CODE_COUNT)]
    StaticToken.objects.bulk_create(tokens)


def list_codes(user: User) -> list[str]:
    """The recovery codes that are left."""
    tokens = StaticToken.objects.filter(device__user=user)
    return list(tokens.order_by("pk").values_list("token", flat=True))


def forget(user: User) -> int:
    """Remove all that a user proves the second step with; returns how many devices there were."""
    devices = list(devices_for_user(user, confirmed=None))
    for device in devices:
        device.delete()
    return len(devices)


@transaction.atomic
def find_proof(user: User, said: str) -> TOTPDevice | StaticDevice | None:
    """The device that takes the code, which is used up by that; None for a wrong code.

    Raises `TooManyAttemptsError` while the device waits: one second after the first wrong code, and twice as long after
    each further one.
    """
    code = said.replace(" ", "").replace("-", "").lower()
    model = TOTPDevice if is_counted(code) else StaticDevice
    device = model.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None:
        return None
    is_allowed, _reason = device.verify_is_allowed()
    if not is_allowed:
        raise TooManyAttemptsError
    return device if device.verify_token(code) else None
