"""Portraits in the sizes that were made of them, by Wagtail's own objects."""

from __future__ import annotations

from typing import Any

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (96, 192, 384)


def portrait(image: Any) -> dict[str, Any] | None:
    """A portrait with its renditions, which are read already."""
    if image is None:
        return None
    by_spec = {rendition.filter_spec: rendition for rendition in image.renditions.all()}
    sources = []
    for encoding in FORMATS:
        found = [by_spec.get(f"fill-{width}x{width}|format-{encoding}") for width in WIDTHS]
        sources.append((encoding, [rendition for rendition in found if rendition]))
    responsive = {
        "src": sources[-1][1][-1].full_url,
        "sources": [
            {"type": f"image/{encoding}", "srcSet": ", ".join(f"{it.full_url} {it.width}w" for it in found)}
            for encoding, found in sources
        ],
    }
    return {"alt": image.description or image.title, "responsive": responsive if sources[-1][1] else None}
