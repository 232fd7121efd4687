from __future__ import annotations

from pages.importers.documents import ImportedPerson, SourceDocument
from pages.importers.tutorials.people import complete, read_entries
from pages.importers.tutorials.records import find_entry


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


def test_portrait_without_a_name_goes_to_the_only_person_left() -> None:
    found = complete(
        [ImportedPerson("Ada Reed"), ImportedPerson("Bo Kim")], bios=[], pictures=["img/reed.jpg", "img/1.jpg"], line=8
    )

    assert [it.photo.source if it.photo else None for it in found.people] == ["img/reed.jpg", "img/1.jpg"]


def test_record_of_too_deep_data_is_not_found() -> None:
    deep: object = {"paper_id": "x1", "title": "Waves"}
    for _level in range(12):
        deep = [deep]

    assert find_entry(["x1"], [SourceDocument("a.yml", None, deep, "", 1)]) is None


def test_nested_values_of_a_presenters_record_are_passed_over() -> None:
    people = read_entries([{"name": "Ada Reed", "links": ["https://a.example"]}], line=3)

    assert [it.name for it in people] == ["Ada Reed"]
