import pytest

from pages.importers.documents import ReadingOptions
from pages.importers.recognise import read_tree
from pages.importers.sources import SourceTree


def read(folder, text, *, encoding="utf-8"):
    (folder / "talks.csv").write_bytes(text.encode(encoding) if isinstance(text, str) else text)
    tree = SourceTree.collect([folder / "talks.csv"])
    (reading,) = read_tree(tree, ReadingOptions(time_zone="Europe/Paris"))
    return reading


def summary(reading):
    return [
        (
            it.start.instant and it.start.instant.strftime("%Y-%m-%dT%H:%MZ"),
            it.title,
            [(row.person.name, row.person.affiliations) for row in it.contributions],
        )
        for it in reading.event.talks
    ]


ADA = ("2030-03-01T14:00Z", "How tides turn", [("Ada Kowalczyk", ("Harbour Institute",))])


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "date,time,speaker,affiliation,title\n2030-03-01,15:00,Ada Kowalczyk,Harbour Institute,How tides turn\n",
            "utf-8",
        ),
        (
            "Title;Speaker;Institution;Date;Time\r\nHow tides turn;Ada Kowalczyk;Harbour Institute;01.03.2030;15:00",
            "utf-8-sig",
        ),
        (
            "Spring\n\nWhen\tWho\tUni\tTopic\n1 Mar 2030 15:00\tAda Kowalczyk\tHarbour Institute\tHow tides turn",
            "utf-16",
        ),
        ("日期,时间,主讲人,单位,题目\n2030年3月1日,15:00,Ada Kowalczyk,Harbour Institute,How tides turn\n", "utf-8"),
    ],
)
def test_heads_of_any_wording_order_and_encoding_give_the_same_talk(tmp_path, text, encoding):
    assert summary(read(tmp_path, text, encoding=encoding)) == [ADA]


def test_unknown_columns_stay_in_the_text_and_those_of_the_organisers_are_left_out(tmp_path):
    reading = read(
        tmp_path,
        "date,speaker,title,audience,hotel,e-mail\n"
        "2030-03-01,Ada Kowalczyk,How tides turn,Beginners,Harbour View,a@example.org\n",
    )

    talk = reading.event.talks[0]
    assert [it.html for it in talk.body] == ["<p>Audience: Beginners</p>"]
    assert "Harbour View" not in repr(talk)
    assert "a@example.org" not in repr(talk)
    assert [it.what for it in reading.dropped] == ["column “hotel”", "column “e-mail”"]


def test_formula_is_left_out_and_named(tmp_path):
    reading = read(
        tmp_path, 'date,speaker,title\n2030-03-01,Ada Kowalczyk,"=HYPERLINK(""https://evil.example"";""x"")"\n'
    )

    assert summary(reading) == [(None, "", [("Ada Kowalczyk", ())])]
    assert ("formula-left-out", 2) in [(it.code, it.line) for it in reading.findings]
    assert "evil.example" not in repr(reading.event)


def test_open_slot_has_no_speaker(tmp_path):
    assert summary(read(tmp_path, "date,speaker,title\n2030-03-01,Open,TBC\n")) == [(None, "", [])]


def test_rows_past_the_bound_are_left_out_and_named(tmp_path):
    reading = read(tmp_path, "date,speaker,title\n" + "2030-03-01,Ada Kowalczyk,How tides turn\n" * 100_000)

    assert ("table-cut", 2002) in [(it.code, it.line) for it in reading.findings]


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "\x00\x00", '"unclosed', "date\n2030-03-01\n"])
def test_table_without_a_head_is_no_event(tmp_path, text):
    reading = read(tmp_path, text)

    assert reading.event is None
    assert "table-without-head" in [it.code for it in reading.findings]


def test_cell_larger_than_any_text_ends_the_table_with_a_finding(tmp_path):
    reading = read(
        tmp_path, f"date,speaker,title\n2030-03-01,Ada Kowalczyk,Tides\n2030-03-08,Bo Lind,{'x' * 200_000}\n"
    )

    assert len(reading.event.talks) == 1
    assert ("table-cut", 3) in [(it.code, it.line) for it in reading.findings]


def test_columns_that_say_nothing_are_named_and_left_out(tmp_path):
    reading = read(
        tmp_path,
        "date,speaker,title,,no,level\n2030-03-01,Ada Kowalczyk,n/a,x,1,TBA\n,,n/a,,2,\n2030-03-08,-,Tides,,3,\n",
    )

    assert [(it.what, it.reason) for it in reading.dropped] == [
        ("column 4", "it has no name"),
        ("column “no”", "the date says it"),
    ]
    assert [(it.start.date.isoformat(), it.title) for it in reading.event.talks] == [
        ("2030-03-01", ""),
        ("2030-03-08", "Tides"),
    ]
