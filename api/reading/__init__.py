"""What one request has read of the published pages, for every view that answers with them."""

from __future__ import annotations

from api.reading.loading import Pool, Reading
from api.reading.values import COLUMNS, PageValue, PictureValue

__all__ = ["COLUMNS", "PageValue", "PictureValue", "Pool", "Reading"]
