from __future__ import annotations

from pathlib import Path

import pytest


def test_upload_is_served_so_that_nothing_in_it_runs(client, settings):
    file = Path(settings.MEDIA_ROOT) / "drawing.svg"
    file.parent.mkdir(parents=True)
    file.write_text("<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")

    response = client.get("/media/drawing.svg")

    assert b"".join(response.streaming_content) == file.read_bytes()
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/media/", "/media/missing.png", "/media/../secret_key", "/media/%2e%2e/secret_key"])
def test_nothing_else_is_served(client, path):
    assert client.get(path).status_code in {400, 404}
