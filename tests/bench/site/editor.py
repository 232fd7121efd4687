"""An editor: reads `{"path": …, "title": …}` per line, publishes the page with the title, writes when it was done.

The path is that of a page of the default site; the instant is in seconds since 1970.
"""

from __future__ import annotations

import json
import sys
import time

import django


def main() -> None:
    """Publish until there is no more to read."""
    from wagtail.models import Page, Site  # noqa: PLC0415  # Django has to be set up before

    root = Site.objects.get(is_default_site=True).root_page.url_path
    for line in sys.stdin:
        order = json.loads(line)
        page = Page.objects.get(url_path=root + order["path"].lstrip("/")).specific
        page.title = order["title"]
        page.save_revision().publish()
        sys.stdout.write(f"{time.time()}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main()
