from __future__ import annotations

import datetime as dt
from textwrap import dedent

import pytest

from pages.importers.dates import DateContext
from pages.importers.dates.important_dates import DateFacts, read_important_dates
from pages.importers.dates.years import InferredYear
from pages.importers.text.markup import read_sections
from pages.moments import Moment, Precision, ZonePolicy


def _read(text: str, *, plain: DateContext | None = None) -> DateFacts:
    sections = read_sections(dedent(text), bold_headings=True)
    return read_important_dates(sections, plain=plain or DateContext())


def _rows(facts: DateFacts) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (
            it.kind,
            it.label,
            it.start.date.isoformat() if it.start.date else None,
            it.end.date.isoformat() if it.end and it.end.date else None,
        )
        for it in facts.dates
    ]


FOUR_ROWS = [
    ("submission", "Paper submission", "2031-03-08", None),
    ("notification", "Notification of acceptance", "2031-04-20", None),
    ("camera_ready", "Camera ready", "2031-05-02", None),
    ("presentation", "Workshop date", "2031-06-03", "2031-06-05"),
]


@pytest.mark.parametrize(
    "text",
    [
        """\
        ## Important Dates
        - Paper submission: 8 March 2031
        - Notification of acceptance: 20 April 2031
        - Camera ready: 2 May 2031
        - Workshop date: 3-5 June 2031
        """,
        """\
        # Important dates
        * **Paper submission:** March 8, 2031
        * **Notification of acceptance:** April 20, 2031
        * **Camera ready**: May 2, 2031
        * **Workshop date** - June 3-5, 2031
        """,
        """\
        **Important Dates**

        Paper submission: 8 March  2031
        Notification of acceptance: 20 April, 2031
        Camera ready： 2031-05-02
        Workshop date: June 3--5, 2031
        """,
        """\
        <b><u>Important dates</u></b>: mark your calendars

        1. 8 March 2031: Paper submission
        2. 20 April 2031: Notification of acceptance
        3. 2 May 2031 - Camera ready
        4. 3-5 June 2031 Workshop date
        """,
        """\
        | * | Schedule | Date |
        | :--- | :--- | :---: |
        | 1 | Paper submission | March 8,2031 |
        | 2 | Notification of acceptance | Sunday April 20, 2031 |
        | 3 | Camera ready | May 2, 2031 |
        | 4 | Workshop date | June 3-5, 2031 |
        """,
        """\
        <table>
          <tr><td>Paper submission</td><td>8 March 2031</td></tr>
          <tr><td>Notification of acceptance</td><td>20 April 2031</td></tr>

          <tr><td>Camera ready</td><td>2 May 2031</td></tr>
          <tr><td>Workshop date</td><td>3-5 June 2031</td></tr>
        </table>
        """,
    ],
)
def test_read_important_dates_of_any_form(text: str) -> None:
    facts = _read(text)

    assert _rows(facts) == FOUR_ROWS
    assert facts.event is not None
    assert (facts.event.start.date, facts.event.label) == (dt.date(2031, 6, 3), "Workshop date")
    assert len(facts.used) == 1


def test_zone_statement_counts_for_deadlines_only() -> None:
    facts = _read(
        """\
        ## Dates

        Each deadline is at 11:59 pm AoE (UTC-12).

        - Submission: 8 March 2031
        - Rebuttal: 1-4 April 2031
        - Notification: 20 April 2031
        - Camera ready: 2 May 2031, 5 pm UTC
        - Workshop: 3 June 2031
        """
    )

    aoe = Moment.anywhere_on_earth(dt.date(2031, 3, 8), dt.time(23, 59), "8 March 2031")
    assert facts.dates[0].start == aoe
    assert [(it.start.policy, it.start.time) for it in facts.dates[1:]] == [
        (ZonePolicy.FLOATING, None),
        (ZonePolicy.FLOATING, None),
        (ZonePolicy.ZONE, dt.time(17)),
        (ZonePolicy.FLOATING, None),
    ]
    assert facts.findings == ()


def test_zone_statement_that_contradicts_itself_is_not_applied() -> None:
    facts = _read(
        """\
        Every deadline ends at 23:59 AoE (UTC +8).

        ## Important Dates
        - Submission: 8 March 2031
        """
    )

    assert facts.dates[0].start == Moment.at(dt.date(2031, 3, 8), announced_as="8 March 2031")
    assert [it.code for it in facts.findings] == ["zone-contradicts", "deadline-without-zone"]


def test_value_that_is_no_date_stays_as_text_and_stops_nothing() -> None:
    facts = _read(
        """\
        ## Important Dates
        - Submission deadline: June 31, 2031
        - Notification: TBD
        - Camera ready: 5 August 2031
        """
    )

    assert [(it.label, it.start.announced_as, it.start.precision, it.certainty) for it in facts.dates] == [
        ("Submission deadline", "June 31, 2031", Precision.TBD, "tbd"),
        ("Notification", "", Precision.TBD, "tbd"),
        ("Camera ready", "5 August 2031", Precision.DAY, "confirmed"),
    ]
    assert [it.code for it in facts.findings] == [
        "date-not-understood",
        "placeholder-left-empty",
        "deadline-without-zone",
    ]


def test_replaced_dates_are_history() -> None:
    facts = _read(
        """\
        ## Important Dates
        - Submission: ~~8 March 2031~~ 15 March 2031 (extended)
        - Notification: 20 April 2031 22 April 2031
        """
    )

    assert [(it.start.date, [old.date for old in it.superseded], it.note) for it in facts.dates] == [
        (dt.date(2031, 3, 15), [dt.date(2031, 3, 8)], "extended"),
        (dt.date(2031, 4, 22), [dt.date(2031, 4, 20)], ""),
    ]
    assert [it.code for it in facts.findings] == ["date-superseded", "deadline-without-zone", "date-superseded"]


@pytest.mark.parametrize(
    ("value", "certainty", "mandatory"),
    [
        ("8 March 2031 (tentative)", "tentative", True),
        ("8 March 2031 (expected)", "estimated", True),
        ("8 March 2031 (optional)", "confirmed", False),
    ],
)
def test_words_beside_a_date(*, value: str, certainty: str, mandatory: bool) -> None:
    [date] = _read(f"## Dates\n- Abstract: {value}\n").dates

    assert (date.certainty, date.mandatory) == (certainty, mandatory)


ROUNDS = [
    ("Round 1", "submission", "2031-02-01"),
    ("Round 1", "notification", "2031-03-15"),
    ("Round 2", "submission", "2031-09-01"),
    ("Round 2", "notification", "2031-10-01"),
]


@pytest.mark.parametrize(
    "text",
    [
        """\
        We have two rounds of deadlines:
        + **Round 1**: deadline for submission **February 1st, 2031**; notification **March 15th, 2031**
        + **Round 2**: deadline for submission **September 1st, 2031**; notification **October 1st, 2031**
        """,
        """\
        ## Important dates

        ### Round 1
        - Submission: 1 February 2031
        - Notification: 15 March 2031

        ### Round 2
        - Submission: 1 September 2031
        - Notification: 1 October 2031
        """,
        """\
        ## Important dates
        - Round 1
          - Submission: 1 February 2031
          - Notification: 15 March 2031
        - Round 2
          - Submission: 1 September 2031
          - Notification: 1 October 2031
        """,
        """\
        | | Submission | Notification |
        |---|---|---|
        | Round 1 | 1 February 2031 | 15 March 2031 |
        | Round 2 | 1 September 2031 | 1 October 2031 |
        """,
    ],
)
def test_rounds_of_submissions(text: str) -> None:
    facts = _read(text)

    assert [(it.round, it.kind, str(it.start.date)) for it in facts.dates] == ROUNDS


def test_columns_of_rounds_and_of_tracks() -> None:
    facts = _read(
        """\
        ## Dates

        | | Round 1 | Posters |
        |---|---|---|
        | Submission | 1 Feb 2031 | 1 Sep 2031 |
        | Notification | 5 Mar 2031 | |
        """
    )

    assert [(it.round, it.track, it.label, str(it.start.date)) for it in facts.dates] == [
        ("Round 1", "", "Submission", "2031-02-01"),
        ("", "Posters", "Submission", "2031-09-01"),
        ("Round 1", "", "Notification", "2031-03-05"),
    ]


def test_dates_in_sentences_and_relative_dates() -> None:
    facts = _read(
        """\
        Please read all of this.
        Talk proposals are due on March 8th, 2031 11:59 pm
        PST. The final notification for the talks will be
        within one week of the submission deadline. Two weeks after
        the notification, a camera-ready version must be sent. Nothing happens on May 5th, 2031.
        """
    )

    assert [(it.kind, it.label, it.line) for it in facts.dates] == [
        ("submission", "Talk proposals", 2),
        ("notification", "Final notification for the talks", 3),
        ("camera_ready", "Camera ready", 4),
    ]
    assert facts.dates[0].start == Moment.at(
        dt.date(2031, 3, 8), dt.time(23, 59), "America/Los_Angeles", announced_as="March 8th, 2031 11:59 pm PST"
    )
    assert [(it.relative_to, it.relation, it.days) for it in facts.dates[1:]] == [
        ("Talk proposals", "within", 7),
        ("Final notification for the talks", "after", 14),
    ]
    assert facts.used == frozenset()


def test_sentence_that_asks_to_send_something_announces_a_submission() -> None:
    [date] = _read("Send a short text by 1 March 2031 (AoE) to us.").dates

    assert (date.kind, date.label, date.start) == (
        "submission",
        "Submission",
        Moment.anywhere_on_earth(dt.date(2031, 3, 1), announced_as="1 March 2031 (AoE)"),
    )


def test_row_in_other_words_is_not_repeated() -> None:
    facts = _read(
        """\
        **Deadline for papers: ~~1 May 2031~~ / 8 May 2031**

        ## Important dates
        - Deadline for long and short papers: ~~1 May 2031~~ / 8 May 2031
        """
    )

    assert _rows(facts) == [("submission", "Deadline for long and short papers", "2031-05-08", None)]
    assert [block.kind for block in facts.used] == ["list"]


@pytest.mark.parametrize(
    "text",
    [
        "- 5 May 2031: talk of Ada\n- 6 May 2031: talk of Bo\n",
        "Deadlines are at 11:59PM UTC-12:00.",
        "Two kinds of submissions:\n",
        "The previous workshop was on 5 May 2030.",
        "> quoted",
        "Within one week of the submission deadline we rest.",
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
    ],
)
def test_texts_that_announce_no_deadline(text: str) -> None:
    assert _read(text).dates == ()


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("- Submission: 15 July 2031\n- Notification: 30 June 2031\n", ["notification-before-submission"]),
        (
            "- Submission: 4 June 2031\n- Final decision date: 18 June 2032\n- Final submission: 15 June 2032\n",
            ["dates-out-of-order"],
        ),
        ("- Submission: 4 June 2031\n- Camera ready: 1 June 2031\n", ["dates-out-of-order"]),
        ("- Abstract: 9 June 2031\n- Submission: 4 June 2031\n", ["dates-out-of-order"]),
        ("- Submission: 4 June 2031\n- Conference: 1 May 2031\n", ["dates-out-of-order"]),
        (
            (
                "- Proposals: 1 March 2031\n- Notification of proposals: 1 April 2031\n- Paper submission: 1 May 2031\n"
                "- Notification: 1 June 2031\n- Camera ready: 1 July 2031\n- Conference: 1 August 2031\n"
            ),
            [],
        ),
    ],
)
def test_dates_out_of_order(rows: str, codes: list[str]) -> None:
    findings = _read(f"## Dates\n{rows}").findings

    assert [it.code for it in findings if it.code != "deadline-without-zone"] == codes


def test_year_comes_from_the_other_dates_or_from_outside() -> None:
    text = "## Dates\n- Submission: 1 March\n- Notification: 1 April 2031\n"

    assert [it.start.date for it in _read(text).dates] == [dt.date(2031, 3, 1), dt.date(2031, 4, 1)]
    assert _read(text, plain=DateContext(year=2030)).dates[0].start.date == dt.date(2030, 3, 1)


def test_label_in_a_link_and_struck_words_of_a_label() -> None:
    facts = _read("## Dates\n- ~~Old~~ [Submission](https://a.example) deadline: 1 March 2031\n")

    assert _rows(facts) == [("submission", "Submission deadline", "2031-03-01", None)]


def test_relative_date_without_a_kind_of_its_own_is_none() -> None:
    facts = _read("Papers are due on 5 May 2031. Within one week of the submission deadline we rest.")

    assert [it.kind for it in facts.dates] == ["submission"]


def test_round_without_words_for_its_dates_and_row_without_a_label() -> None:
    facts = _read(
        """\
        ## Dates

        - Round 1: soon; 5 May 2031
        - Round 2: 6 May 2031

        ## Deadlines

        | Submission | 7 May 2031 |
        |---|---|
        | | 8 May 2031 |
        | Camera ready | |
        """
    )

    assert [(it.label, str(it.start.date)) for it in facts.dates] == [
        ("Round 1", "2031-05-05"),
        ("Round 2", "2031-05-06"),
        ("Submission", "2031-05-07"),
    ]


def _said(text: str, *, likely: InferredYear | None = None) -> list[tuple[str, str, str]]:
    facts = read_important_dates(read_sections(text, bold_headings=True), plain=DateContext(), likely=likely)
    return [(it.kind, it.label, str(it.start.date)) for it in facts.dates]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Submit your papers at https://submit.example/ by the deadline.", []),
        ("## Dates\n- 1) Papers due: 3 May 2030\n", [("submission", "Papers due", "2030-05-03")]),
        ("## Dates\n- **3 May 2030 (AoE):** Papers due\n", [("submission", "Papers", "2030-05-03")]),
        ("## Dates\n- ~~Papers: 3 May 2030~~\n- Notification: 4 June 2030\n", None),
        ("## News\n- 2030/03/01: Updated submission deadline\n", []),
        ("Submit your papers to QM 2030 (Lima, May 3 - May 5, 2030).", []),
        ("Submissions will be presented in May 2030.", []),
        ("Submissions are due in May 2030.", [("submission", "Submissions", "2030-05-01")]),
        ("Due to the storm the meeting moved to 3 May 2030.", []),
        ("**Submission guidelines and deadlines:** A proposal has 4 pages at most.", []),
    ],
)
def test_what_is_a_date_of_a_call(text: str, dates: list[tuple[str, str, str]] | None) -> None:
    both = [("submission", "Papers", "2030-05-03"), ("notification", "Notification", "2030-06-04")]

    assert _said(text) == (both if dates is None else dates)


def test_likely_year_is_taken_where_no_date_says_one() -> None:
    likely = InferredYear(2030, 0.8, "the name “qm2030”")
    sections = read_sections("## Dates\n- Papers: 3 May\n")

    facts = read_important_dates(sections, plain=DateContext(), likely=likely)

    assert [str(it.start.date) for it in facts.dates] == ["2030-05-03"]
    assert [it.code for it in facts.findings] == ["year-inferred", "year-inferred", "deadline-without-zone"]


def test_event_begins_and_ends_in_rows_of_their_own() -> None:
    text = "## Dates\n- Start of workshop: 3 July 2030\n- End of the workshop: 5 July 2030\n"

    facts = read_important_dates(read_sections(text), plain=DateContext())

    assert facts.event is not None
    assert (str(facts.event.start.date), facts.event.end and str(facts.event.end.date)) == ("2030-07-03", "2030-07-05")


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("## Dates\n- Papers due: Thursday 3 May 2030 (AoE)\n", True),
        ("## Dates\n- Conference: 3 May 2030 in Lima, Peru\n", False),
    ],
)
def test_list_stays_in_the_body_when_it_says_more_than_dates(text: str, *, is_whole: bool) -> None:
    facts = read_important_dates(read_sections(text), plain=DateContext())

    assert bool(facts.used) is is_whole
