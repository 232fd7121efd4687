from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import dedent

import pytest

from pages.importers.call_for_papers import read, resembles
from pages.importers.documents import (
    Dropped,
    ImportedCallForPapers,
    ImportedLink,
    ImportedPaperCategory,
    Reading,
    ReadingOptions,
)
from pages.importers.front_matter import read_document
from pages.importers.sources import SourceTree

CALL = """\
---
organizers:
  -
    name: 林小雨
    id: 2030XXXXXX042
  - name: Ada Ex
    affiliation: Uni Ex; Uni Why
    email: ada@ex.example
    homepage: https://ada.example/
    marks: 8817
title: International Conference on Quiet Machines
shorttitle: ICQM
only-for-homework: true
accept-chinese-submission: true
score1: 8871
score2:
comments: "a secret remark"
sponsor: Example Ltd
---

## The 2th International Conference on Quiet Machines

---
Machines are loud. This is a problem.

Topics of interest include, but are not limited to:
- Private motors
- Fans
- Private motor techniques

Texts that were previously published are not for us. Reviews are double-blind.

### Paper Categories
Full papers with results have at most 18 pages in two-column
[ACM format](https://www.overleaf.com/latex/templates/x/y), including references and appendices.

A paper in any other format can be rejected without review.

### Important Dates
- Submission Deadline: 15 July  2031
- Acceptance Notification: 30 June 2031
- Presentation at Conference: 15 August 2031

### Contact
Write to 2030141530042@stu.ex.example or chairs@icqm.example. The number 2030XXXXXX042 is mine.
"""


def _read(text: str, *, path: str = "cfp/icqm.md", options: ReadingOptions | None = None) -> Reading:
    document = read_document(dedent(text).encode(), path=path)
    return read(document, tree=SourceTree(Path("/nonexistent"), (document,)), options=options or ReadingOptions())


def _call(text: str, *, options: ReadingOptions | None = None) -> ImportedCallForPapers:
    event = _read(text, options=options).event
    assert isinstance(event, ImportedCallForPapers)
    return event


def test_read_call_facts() -> None:
    call = _call(CALL)

    assert (call.title, call.short_title, call.edition, call.is_listed) == (
        "International Conference on Quiet Machines",
        "ICQM",
        2,
        False,
    )
    assert (call.topics, call.topics_open_ended) == (("Private motors", "Fans", "Private motor techniques"), True)
    assert (call.languages_accepted, call.anonymity, call.rejects_wrong_format) == (("en", "zh"), "double_blind", True)
    assert call.policies == "<p>Texts that were previously published are not for us.</p>"
    assert call.paper_categories == (
        ImportedPaperCategory(
            "Full papers",
            "Full papers with results have at most 18 pages in two-column ACM format, "
            "including references and appendices.",
            18,
            2,
            "ACM format",
            "https://www.overleaf.com/latex/templates/x/y",
            includes_bibliography=True,
            includes_appendices=True,
        ),
    )
    assert call.links == (
        ImportedLink("template", "https://www.overleaf.com/latex/templates/x/y", "ACM format", line=35),
    )


def test_read_call_dates() -> None:
    call = _call(CALL)

    assert [(it.kind, it.label, it.start.date, it.start.time, it.line) for it in call.dates] == [
        ("submission", "Submission Deadline", dt.date(2031, 7, 15), None, 40),
        ("notification", "Acceptance Notification", dt.date(2031, 6, 30), None, 41),
        ("presentation", "Presentation at Conference", dt.date(2031, 8, 15), None, 42),
    ]
    assert call.start.date is None


def test_read_call_people() -> None:
    first, second = (it.person for it in _call(CALL).contributions)

    assert (first.name, first.name_native) == ("林小雨", "林小雨")
    assert (second.name, second.affiliations, second.homepage, second.email) == (
        "Ada Ex",
        ("Uni Ex", "Uni Why"),
        "https://ada.example/",
        "",
    )


def test_read_call_findings() -> None:
    assert [(it.code, it.line) for it in _read(CALL).findings] == [
        ("private-in-text", 45),
        ("private-in-text", 45),
        ("private-in-text", 5),
        ("not-understood", 18),
        ("ordinal-misspelt", 21),
        ("deadline-without-zone", 40),
        ("notification-before-submission", 41),
        ("topics-similar", 26),
    ]


def test_nothing_private_leaves_the_document() -> None:
    reading = _read(CALL)

    text = repr(reading.event) + repr(reading.findings) + repr(reading.dropped)
    for private in ("2030XXXXXX042", "2030141530042", "ada@ex.example", "8871", "8817", "secret"):
        assert private not in text
    assert "chairs@icqm.example" in text
    assert {it.what for it in reading.dropped} == {
        "front matter “organizers.id”",
        "front matter “organizers.email”",
        "front matter “organizers.marks”",
        "front matter “score1”",
        "front matter “score2”",
        "front matter “comments”",
    }
    assert {it.what for it in reading.document.dropped} == {
        "an e-mail address with a student number in the text",
        "a student number in the text",
    }


def test_body_has_what_no_field_has() -> None:
    body = _call(CALL).body

    html = "\n".join(block.html for block in body)
    assert [block.kind for block in body] == ["rich_text", "rich_text"]
    assert html.startswith("<p>Machines are loud.")
    assert "<h2>Paper Categories</h2>" in html
    assert body[1].html == "<p><b>sponsor</b>: Example Ltd</p>"
    for gone in ("1th", "2th", "Topics of interest", "15 July", "Important Dates"):
        assert gone not in html


@pytest.mark.parametrize(
    ("text", "title", "codes"),
    [
        ("---\ntitle: Calls\n---\n# 3rd Workshop on Bees\n", "3rd Workshop on Bees", []),
        ("# Call for Papers\n\n**Workshop on Bees**\n\ntext\n", "Workshop on Bees", []),
        ("# Call for Papers\n\ntext\n", "Call for Papers", ["title-missing"]),
        ("text\n", "icqm", ["title-missing"]),
        ("---\ntitle: TBD\n---\ntext\n", "icqm", ["title-missing", "placeholder-left-empty"]),
    ],
)
def test_title_of_generic_pages(text: str, title: str, codes: list[str]) -> None:
    reading = _read(text)

    assert reading.event is not None
    assert (reading.event.title, [it.code for it in reading.findings]) == (title, codes)


@pytest.mark.parametrize(
    ("title", "short_title"),
    [("Workshop on Bees (BEE'31)", "BEE'31"), ("BEES: Workshop on Bees", "BEES"), ("Workshop on Bees", "")],
)
def test_short_title_in_the_title(title: str, short_title: str) -> None:
    assert _call(f'---\ntitle: "{title}"\n---\n').short_title == short_title


@pytest.mark.parametrize(
    ("text", "start", "end", "city", "country", "venue"),
    [
        (
            "_BEES 2031 - The 3rd Bee Symposium, Curitiba, PR, Brazil, September, 15-18, 2031_",
            dt.date(2031, 9, 15),
            dt.date(2031, 9, 18),
            "Curitiba",
            "BR",
            "",
        ),
        (
            "Bees again: the workshop is held at Example University on August 9, 2031.",
            dt.date(2031, 8, 9),
            None,
            "",
            "",
            "Example University",
        ),
        (
            "## Dates\n\n* Conference dates: **April 9--11, 2031**\n",
            dt.date(2031, 4, 9),
            dt.date(2031, 4, 11),
            "",
            "",
            "",
        ),
        ("The workshop takes place in Oslo, Norway.", None, None, "Oslo", "NO", ""),
        ("The previous workshop was held in Oslo, Norway on 5 May 2030.", None, None, "", "", ""),
        ("## Venue\n\nHotel Blue, Porto, Portugal\n", None, None, "Porto", "PT", "Hotel Blue"),
        ("## Venue\n\nTBA\n", None, None, "", "", ""),
        (f"## Venue\n\nWe meet in Porto, Portugal. {'Take the bus. ' * 12}\n", None, None, "Porto", "PT", ""),
    ],
)
def test_days_and_place_of_the_event(
    *, text: str, start: dt.date | None, end: dt.date | None, city: str, country: str, venue: str
) -> None:
    call = _call(text)

    assert (call.start.date, call.end and call.end.date) == (start, end)
    assert (call.city, call.country, call.venue) == (city, country, venue)


def test_days_place_and_dates_in_the_front_matter() -> None:
    call = _call(
        """\
        ---
        title: Workshop on Bees
        conference_date: 5-6 May 2031
        end_date: 7 May 2031
        place: Oslo, Norway
        venue: Blue Hall
        edition: 4th
        website: https://bees.example/
        submission_site: TBA
        template: bees.zip
        language: [english]
        tags: red, blue
        image: bees.png
        description: About bees.
        important_dates:
          - name: Submission
            date: 1 March 2031
          - name: Notification
            deadline: June 31
        camera_ready: 1 April 2031
        dates: TBA
        info:
          nested: [a, b]
          email: x@y.example
        keynote: "Ada Ex (Uni Ex)"
        chairs: ~
        ---
        """
    )

    assert (call.start.date, call.end and call.end.date) == (dt.date(2031, 5, 5), dt.date(2031, 5, 7))
    assert (call.city, call.venue, call.edition, call.summary) == ("Oslo", "Blue Hall", 4, "About bees.")
    assert [(it.kind, it.url) for it in call.links] == [("website", "https://bees.example/"), ("submission", None)]
    assert (call.languages_accepted, call.topics) == (("en",), ("red", "blue"))
    assert [(it.kind, it.label, it.start.date) for it in call.dates] == [
        ("submission", "Submission", dt.date(2031, 3, 1)),
        ("notification", "Notification", None),
        ("camera_ready", "Camera ready", dt.date(2031, 4, 1)),
    ]
    assert call.hero_image is not None
    assert [(it.role, it.person.name) for it in call.contributions] == [("speaker", "Ada Ex")]
    assert [block.html for block in call.body] == [
        "<p><b>info</b>: nested: a; nested: b</p>",
    ]


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        (
            "## Paper categories\n\n- **Research Papers:** up to 12 pages.\n- **Position Papers:** 5 to 9 pages.\n",
            [("Research Papers", 12), ("Position Papers", 9)],
        ),
        (
            "Long papers fill up to eight (8) pages. Short papers have up to 4 pages. Long is long.",
            [("Long papers", 8), ("Short papers", 4)],
        ),
        ("Short papers: at most 4 pages in LNCS format.", [("Short papers", 4)]),
        ("Papers should not exceed 6 pages.", [("Papers", 6)]),
        ("## Important dates\n\n- Short papers: 5 May 2031\n- Long papers: 6 May 2031\n", []),
        ("Send us something of 6 pages.", []),
    ],
)
def test_paper_categories(text: str, categories: list[tuple[str, int]]) -> None:
    assert [(it.name, it.max_pages) for it in _call(text).paper_categories] == categories


def test_committees_stand_after_the_organisers_once() -> None:
    call = _call("---\norganizers: [Ada Ex]\n---\n## Organizers\n\n- Ada Ex (Uni Ex)\n- Bo Why\n")

    assert [(it.role, it.person.name) for it in call.contributions] == [
        ("organiser", "Ada Ex"),
        ("organiser", "Bo Why"),
    ]


def test_template_tag_takes_its_date_from_a_data_file(tmp_path: Path) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "_data" / "important-dates.yml").write_text(
        "dates:\n  - name: Proposals Deadline\n    date: 21 Apr 2031\n"
    )
    (tmp_path / "cfp.md").write_text(
        '# Call\n\n## Dates\n\n- {% include deadline.html name="Proposals Deadline" %}\n'
        '- {% include deadline.html name="Unknown" %}\n'
    )
    tree = SourceTree.collect([tmp_path])
    document = next(it for it in tree.documents if it.path == "cfp.md")

    reading = read(document, tree=tree, options=ReadingOptions())

    assert reading.event is not None
    assert [(it.label, it.start.date) for it in reading.event.dates] == [("Proposals Deadline", dt.date(2031, 4, 21))]
    assert reading.dropped == (Dropped("template tag “include deadline.html”", "filled in by the old site", 6),)


def test_placeholder_line_stands_for_a_link_once() -> None:
    reading = _read("Submit to [EasyChair](https://easychair.org/x).\nSubmissions close soon.\nTBA\n")

    assert reading.event is not None
    assert [(it.kind, it.url) for it in reading.event.links] == [("submission", "https://easychair.org/x")]
    assert [it.code for it in reading.findings] == ["title-missing", "placeholder-left-empty"]


@pytest.mark.parametrize(
    "text", ["", "---\n- a\n---\ntext", "---\norganizers: 5\ntitle: [x]\n---\n", "---\ntitle: {a: b}\n---\n<table>"]
)
def test_strange_documents_are_read(text: str) -> None:
    assert _read(text).event is not None


def test_option_of_the_zone_counts_for_times_without_one() -> None:
    call = _call("## Dates\n\n- Submission: 5 May 2031, 17:00\n", options=ReadingOptions(time_zone="Europe/Oslo"))

    assert call.dates[0].start.zone == "Europe/Oslo"


@pytest.mark.parametrize(("text", "least", "most"), [(CALL, 0.75, 1.0), ("# Bees\n\nHello.\n", 0.0, 0.3)])
def test_resembles(text: str, least: float, most: float) -> None:
    assert least <= resembles(read_document(text.encode(), path="a.md")) <= most


def test_deadline_in_a_sentence_is_no_day_of_the_event() -> None:
    call = _call("We like bees. The submission deadline of the workshop in Oslo, Norway is\n5 May 2031, as ever.\n")

    assert (call.start.date, [it.kind for it in call.dates]) == (None, ["submission"])


def test_place_comes_from_the_sentence_that_names_one() -> None:
    assert _call("It is held every year. It takes place in Oslo, Norway.").city == "Oslo"


def test_bare_address_is_called_by_the_words_before_it() -> None:
    call = _call("Submission site: https://conf.example/x\n\nBody.\n\n---\n")

    assert call.links == (ImportedLink("submission", "https://conf.example/x", "Submission site", line=1),)
    assert "<hr>" not in call.body[0].html


def test_empty_and_nested_values_of_the_front_matter() -> None:
    reading = _read(
        """\
        ---
        title:
        unknown:
        other: {email: x@y.example, colour: ~}
        score: {first: 90000001, more: [80000001, ~]}
        organizers:
          - affiliation: Uni Ex
        deadlines:
          Submission: 1 March 2031
          extra: [1]
          later:
        dates:
          - name: Camera ready
          - text
        ---
        90000001 and 80000001.
        """
    )

    assert reading.event is not None
    assert [(it.label, it.start.date) for it in reading.event.dates] == [("Submission", dt.date(2031, 3, 1))]
    assert [block.html for block in reading.event.body] == [
        "<p>and .</p>",
        "<p><b>dates</b>: name: Camera ready; text</p>",
    ]
    assert reading.event.contributions == ()


LISTED = """\
---
title: Workshop on Moss
---
## Important Dates

{% for item in site.data.dates.rows %}
{{ item.label }}
{% endfor %}
"""


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (LISTED, [("submission", "2030-05-03", "confirmed"), ("notification", "2030-06-04", "tentative")]),
        (LISTED.replace("{% for item in site.data.dates.rows %}", "{% include dates.html %}"), None),
        (LISTED.replace("title:", "dates: 3 July 2030\ntitle:"), []),
        (LISTED.replace("site.data.dates", "site.data.people"), []),
    ],
)
def test_dates_of_a_data_file_that_a_tag_lists(
    tmp_path: Path, text: str, dates: list[tuple[str, str, str]] | None
) -> None:
    (tmp_path / "_data").mkdir()
    (tmp_path / "cfp.md").write_text(text)
    (tmp_path / "_data" / "dates.yml").write_text(
        "rows:\n- label: Papers\n  date: 3 May 2030\n- info: Notification\n  date: 4 June 2030\n  status: tentative\n"
    )
    tree = SourceTree.collect([tmp_path])
    document = next(it for it in tree.documents if it.path == "cfp.md")

    event = read(document, tree=tree, options=ReadingOptions()).event

    both = [("submission", "2030-05-03", "confirmed"), ("notification", "2030-06-04", "tentative")]
    assert event is not None
    assert [(it.kind, str(it.start.date), it.certainty) for it in event.dates] == (both if dates is None else dates)


@pytest.mark.parametrize(
    ("text", "anonymity"),
    [
        ("Papers do not have to be anonymized.", "single_blind"),
        ("Papers need not be anonymous.", "single_blind"),
        ("Papers must be anonymised.", "double_blind"),
    ],
)
def test_anonymity(text: str, anonymity: str) -> None:
    assert _call(f"---\ntitle: Workshop on Moss\n---\n{text}\n").anonymity == anonymity
