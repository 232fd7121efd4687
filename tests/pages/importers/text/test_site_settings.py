from __future__ import annotations

from pages.importers.documents import SourceDocument
from pages.importers.text.site_settings import dropped_keys


def test_dropped_keys_say_why() -> None:
    metadata = {"title": "Moss", "layout": "page", "email": "x@y.example", "colour": "green", "empty": ""}
    document = SourceDocument("moss.md", None, metadata, "", 1, {"layout": 3})

    dropped = [(it.what, it.reason, it.line) for it in dropped_keys(document, used={"title"})]

    assert dropped == [
        ("layout", "a setting of the old site", 3),
        ("email", "it is private", None),
        ("colour", "there is no field for it", None),
    ]


def test_list_of_data_has_no_keys() -> None:
    assert list(dropped_keys(SourceDocument("moss.yml", None, ["a"], "", 1), used=())) == []
