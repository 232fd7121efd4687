"""Global ids: opaque, stable, and built on what survives renaming, moving and publishing again."""

from __future__ import annotations

import base64
import binascii
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class GlobalId:
    """The type's name, the key within it, and the language of a translatable object."""

    type_name: str
    key: str
    language: str = ""

    def __str__(self) -> str:
        text = ":".join(part for part in (self.type_name, self.key, self.language) if part)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> GlobalId | None:
        """The id that `str` wrote; None for anything else."""
        try:
            decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        except (binascii.Error, ValueError):
            return None
        parts = decoded.split(":")
        expected = 2 <= len(parts) <= 3 and all(parts) and "\0" not in decoded  # noqa: PLR2004  # with or without a language
        found = cls(*parts) if expected else None
        return found if found is not None and str(found) == text else None

    @property
    def uuid(self) -> uuid.UUID | None:
        """The key as a UUID; None when it is none."""
        try:
            return uuid.UUID(self.key)
        except ValueError:
            return None


def global_id(item: Any, *, type_name: str, language_codes: Mapping[int, str]) -> str:
    """The global id of a stored object."""
    if hasattr(item, "translation_key"):
        return str(GlobalId(type_name, str(item.translation_key), language_codes[item.locale_id]))
    return str(GlobalId(type_name, str(getattr(item, "uid", item.pk))))
