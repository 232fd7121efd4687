from __future__ import annotations

from pages.importers.tutorials.people import complete


def _presenters(bios: list[str], pictures: list[str] | None = None) -> tuple[list[tuple[str, str]], list[str]]:
    """Names with homepages, and the messages of what was guessed."""
    found = complete([], bios=bios, pictures=pictures or [], line=8)
    return [(it.name, it.homepage) for it in found.people], [it.message for it in found.findings]


def test_presenters_known_by_addresses_alone_all_stay() -> None:
    people, messages = _presenters(
        [
            "<a href='https://example.org/ada-reed'>https://example.org/ada-reed</a>",
            "<a href='https://example.net/'>https://example.net/</a>",
            "https://example.com/",
        ]
    )

    assert people == [
        ("Ada Reed", "https://example.org/ada-reed"),
        ("Example", "https://example.net/"),
        ("example.com", "https://example.com/"),
    ]
    assert messages == [
        "The name “Ada Reed” was guessed from https://example.org/ada-reed; no text names this person.",
        "The name “Example” was guessed from https://example.net/; no text names this person.",
        "No text names the person of example.com, and the address tells no name; it stands for the name.",
    ]


def test_name_before_a_shared_host_is_taken_alone() -> None:
    people, _messages = _presenters(["https://adareed.example.org/"], ["img/reed.jpg"])

    assert people == [("Ada Reed", "https://adareed.example.org/")]


def test_one_address_given_twice_is_one_presenter() -> None:
    people, messages = _presenters(["https://adareed.example/", "TBA", "<a href='https://ole.example/'>Ole Strand</a>"])

    assert people == [("Adareed", "https://adareed.example/"), ("Ole Strand", "https://ole.example/")]
    assert len(messages) == 1
