from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Q
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.models import Page, PageViewRestriction

from api.published.models import PublishedPage
from api.search import LETTERS_KEPT, MOST_BYTES, MOST_CHARACTERS_KNOWN, matching, matching_people, search_terms
from api.visibility import Visibility
from pages.models import Person
from tests.factories import OrganisationFactory, PersonFactory, StandardPageFactory

START = dt.datetime(2027, 6, 14, 9, 0, tzinfo=dt.UTC)

TALKS = {
    "stealing": ("Stealing models through their answers", "We copy a model by asking. Speaker: Jürgen Groß."),
    "backdoors": ("Backdoors in pre-trained encoders", "A backdoor survives fine-tuning. Speaker: Søren Łukasiewicz."),
    "pretrained": ("Pretrained is not private", "What pretraining remembers of its data."),
    "robust": ("Certified robustness in the $\\ell_2$ norm", "Randomised smoothing with noise $\\sigma$."),
    "chinese": ("大语言模型的安全", "本次报告讨论大语言模型的越狱攻击与防御。"),
    "chinese-private": ("联邦学习中的隐私", "攻击者从梯度恢复训练数据，见 AI安全 研究。"),
    "japanese": ("プライバシーと学習", "ガウス機構について話します。"),
    "korean": ("기계학습의 보안", "모델을 훔치는 공격을 소개합니다."),
    "thai": ("ความเป็นส่วนตัวของข้อมูล", "การเรียนรู้ของเครื่อง"),
    "french": ("L'apprentissage fédéré à l'épreuve", "Des attaques contre l’agrégation. Avec Zoë Müller."),
    "cpp": ("Fuzzing C++ runtimes", "Also C# and F#, written at ada@example.org, see https://example.org/fuzz-lab."),
    "c": ("C for kernels", "Writing drivers."),
    "survey": ("A survey of attacks", "Attacks on models: stealing, backdoors, membership inference and jailbreaks."),
    "attacks": ("Attacks on models", "Membership inference in practice."),
    "models": ("Models under attack", "Jailbreaks and what helps against them."),
    "greek": ("Ασφάλεια μοντέλων", "Ομιλία περί κινδύνων."),
    "russian": ("Защита моделей", "Ещё один взгляд на атаки."),
    "arabic": ("أمن النماذج", "محاضرة عن الهجمات."),
    "hindi": ("मॉडल की सुरक्षा", "हिन्दी में व्याख्यान"),
    "practical": ("State-of-the-art auditing in 2027", "Don't panic: O'Brien shows how. Straße, café, naïve."),
}  # fmt: skip


def store(home, texts):
    """Pages with a title and a text by their slugs, each newer than the one before; all in two statements."""
    pages = Page.objects.bulk_create(
        Page(
            path=f"{home.path}{number:04}",
            depth=home.depth + 1,
            url_path=f"{home.url_path}{slug}/",
            slug=slug,
            title=slug,
            draft_title=slug,
            locale=home.locale,
            content_type=ContentType.objects.get_for_model(Page),
        )
        for number, slug in enumerate(texts, start=1)
    )
    Page.objects.filter(pk=home.pk).update(numchild=len(pages))
    PublishedPage.objects.bulk_create(
        PublishedPage(
            page=page,
            type_name="Talk",
            kind="talk",
            start_ascending=START,
            start_descending=START,
            title_ascending=page.slug,
            title_descending=page.slug,
            updated_at=START,
            search_title=search_terms(title),
            search_text=search_terms(text),
            document="{}",
        )
        for page, (title, text) in zip(pages, texts.values(), strict=True)
    )


@pytest.fixture
def corpus(home):
    store(home, TALKS)


def find(words, rows=None):
    rows = matching(words, PublishedPage.objects.all() if rows is None else rows)
    return list(rows.order_by("-relevance", "-page").values_list("page__slug", flat=True))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ""),
        ("Müller, Ångström & Čapek", "muller angstrom capek"),
        ("Mu\u0308ller", "muller"),
        ("Straße Æsir Łódź Đà Nẵng Þór İstanbul \u0131s\u0131", "strasse aesir lodz da nang thor istanbul isi"),
        ("ﬁne \uff12\uff10\uff12\uff17 ℓ² x₁", "fine 2027 l2 x1"),
        ("state-of-the-art", "state of the art stateoftheart"),
        ("O’Brien, don't — ‘quoted’", "o brien don t quoted obrien dont"),
        ("pre\u00adtraining zero\u200bwidth", "pretraining zero width"),
        ("C++17, C#, F# and #5", "cplusplus 17 csharp fsharp and 5"),
        ("c+++ a##", "c a"),
        ("$\\ell_2$ in $O(n \\log n)$", "ell 2 in o n log n"),
        ("ada@example.org https://example.org/a_b?c=d", "ada example org https example org a b c d"),
        ("学", "学"),
        ("学习", "学习 习"),
        ("机器学习 方法", "机器 器学 学习 方法 习 法"),
        ("AI安全2027", "ai 安全 2027 全"),
        ("ガウス", "ガウ ウス ス"),
        ("ｶﾞｳｽ", "ガウ ウス ス"),
        ("보안을", "보안 안을 을"),
        ("שָׁלוֹם בית־ספר", "שלום בית ספר ביתספר"),
        ("مُحَمَّد أمـن", "محمد امن"),
        ("हिन्दी", "हिन्दी"),
        ("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ"),
        ("\x00\ud800\ue000 🎉 …", ""),
        ("- -a- --", "a"),
        ("x" * 300, "x" * 100),
    ],
)
def test_search_terms_of_text(text, terms):
    assert search_terms(text) == terms


def test_search_terms_beyond_what_the_column_holds():
    terms = search_terms(" ".join(f"word{number}" for number in range(100_000)))

    assert len(terms.encode()) <= MOST_BYTES
    assert terms.split()[-1] == f"word{len(terms.split()) - 1}"


@given(st.text())
@example("İ")
@example("ﷺ")
def test_search_terms_of_terms_are_the_same_words(text):
    terms = search_terms(text).split()

    assert set(terms) <= set(search_terms(" ".join(terms)).split())


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("muller", ["french"]),
        ("Müller", ["french"]),
        ("MULLER zoe", ["french"]),
        ("jurgen gross", ["stealing"]),
        ("Jürgen Groß", ["stealing"]),
        ("lukasiewicz soren", ["backdoors"]),
        ("strasse cafe naive", ["practical"]),
        ("защита моделей", ["russian"]),
        ("еще", ["russian"]),
        ("ασφαλεια", ["greek"]),
        ("امن", ["arabic"]),
        ("सुरक्षा", ["hindi"]),
    ],
)
def test_matching_ignores_case_and_accents_both_ways(corpus, words, found):
    assert find(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("模型", ["chinese"]),
        ("隐私", ["chinese-private"]),
        ("攻", ["chinese-private", "chinese"]),
        ("私", ["chinese-private"]),
        ("学", ["japanese", "chinese-private"]),
        ("大语言模型", ["chinese"]),
        ("模型大语言", []),
        ("ai安全", ["chinese-private"]),
        ("AI 安全", ["chinese-private"]),
        ("プライバシー", ["japanese"]),
        ("ガウス", ["japanese"]),
        ("カウス", []),
        ("학습", ["korean"]),
        ("공격", ["korean"]),
        ("ข้อมูล", ["thai"]),
        ("เครื่อง", ["thai"]),
    ],
)
def test_matching_in_scripts_without_blanks(corpus, words, found):
    assert find(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("pre-trained", ["pretrained", "backdoors"]),
        ("pretrained", ["pretrained", "backdoors"]),
        ("pretrain", ["pretrained", "backdoors"]),
        ("fine tuning", ["backdoors"]),
        ("finetuning", ["backdoors"]),
        ("o'brien", ["practical"]),
        ("OBrien", ["practical"]),
        ("l'épreuve", ["french"]),
        ("epreuve", ["french"]),
        ("c++", ["cpp"]),
        ("c# f#", ["cpp"]),
        ("c", ["c"]),
        ("$\\ell_2$ norm", ["robust"]),
        ("ada@example.org", ["cpp"]),
        ("https://example.org/fuzz-lab", ["cpp"]),
        ("state of the art", ["practical"]),
        ("2027", ["practical"]),
    ],
)
def test_matching_of_compounds_names_and_formulas(corpus, words, found):
    assert find(words) == found


def test_matching_demands_all_words(corpus):
    assert find("stealing membership") == ["survey"]
    assert find("stealing unheard") == []


def test_matching_takes_the_last_word_for_a_beginning(corpus):
    assert find("membership infer") == ["attacks", "survey"]
    assert find("infer membership") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("attacks", ["attacks", "survey"]),
        ("attack", ["models", "attacks", "survey"]),
        ("attacks on models", ["attacks", "survey"]),
        ("models", ["models", "attacks", "stealing", "survey"]),
        ("jailbreaks", ["models", "survey"]),
        ("backdoors", ["backdoors", "survey"]),
    ],
)
def test_matching_ranks_titles_first_and_the_newest_first_among_equals(corpus, words, found):
    assert find(words) == found


def test_matching_annotates_an_integer(corpus):
    rows = matching("attacks on models", PublishedPage.objects.all())

    assert dict(rows.values_list("page__slug", "relevance")) == {"attacks": 19, "survey": 7}


@pytest.mark.parametrize("words", ["", " ", "\t\n", "…", "--", "🎉", "\x00", "'\"", "(", "\ud800", "$$", "\u0301"])
def test_matching_without_words_finds_nothing(corpus, words):
    assert find(words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ('"attacks" AND "models"', ["survey"]),
        ("attacks OR stealing", []),
        ("NOT attacks", []),
        ("NEAR(attacks models, 2)", []),
        ("attacks*", ["attacks", "survey"]),
        ("att* on", []),
        ("search_title: attacks", []),
        ("{search_title} : attacks", []),
        ("^attacks", ["attacks", "survey"]),
        ("attacks & !models | 'x' <-> y:*A", []),
        ("attacks'; DROP TABLE api_publishedpage; --", []),
        ("attacks\x00models", ["attacks", "survey"]),
        ("%", []),
        ("_ttacks", []),
        ("attacks \\' models", ["attacks", "survey"]),
        ("\U00030000\U00030001", []),
        (".".join("q" * 100), []),
        ("学" * 200, []),
        ("q-" * 100, []),
        ("ﷺ" * 200, []),
    ],
)
def test_matching_knows_no_query_language(corpus, words, found):
    assert find(words) == found


@given(words=st.text(max_size=60))
def test_matching_answers_to_any_text(words):
    rows = matching(" ".join(words.split()[:10]), PublishedPage.objects.all())

    assert "relevance" in rows.query.annotations or rows.query.is_empty()


def test_matching_reads_characters_of_later_versions_of_unicode(home):
    store(home, {"new": ("\U00030000\U00030001 \U0001e900", "")})

    assert find("\U00030000\U00030001") == ["new"]
    assert find("\U0001e922") == ["new"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("x" * 201, "Search for at most 200 characters."),
        ("a" * 10_000, "Search for at most 200 characters."),
        ("1 2 3 4 5 6 7 8 9 10 11", "Search for at most 10 words."),
    ],
)
def test_matching_refuses_long_queries(words, message):
    with pytest.raises(ValueError, match=message):
        matching(words, PublishedPage.objects.all())


def test_matching_accepts_as_many_words_as_it_says(corpus):
    assert find("a survey of attacks on models stealing backdoors membership inf") == ["survey"]


def test_matching_composes_with_keyset_pages(corpus):
    pages, position = [], None
    while True:
        rows = matching("mo", PublishedPage.objects.all()).order_by("-relevance", "-page")
        if position:
            relevance, page = position
            rows = rows.filter(Q(relevance__lt=relevance) | Q(relevance=relevance, page__lt=page))
        row = rows.first()
        if row is None:
            break
        pages.append(Page.objects.get(pk=row.page_id).slug)
        position = row.relevance, row.page_id

    assert pages == find("mo") == ["models", "attacks", "stealing", "survey"]


def test_matching_composes_with_filters_and_costs_one_statement(corpus, django_assert_num_queries):
    rows = PublishedPage.objects.filter(page__slug__startswith="s").annotate(slug=F("page__slug"))

    with django_assert_num_queries(1):
        assert find("models", rows) == ["stealing", "survey"]
    with django_assert_num_queries(1):
        assert matching("models", PublishedPage.objects.all()).count() == 4


def test_matching_below_the_visibility_rule_hides_what_is_not_public(corpus, home):
    def visible():
        return find("attacks", Visibility().listed_documents())

    assert visible() == ["attacks", "survey"]

    Page.objects.get(slug="survey").unpublish()
    assert visible() == ["attacks"]

    folder = StandardPageFactory(parent=home, title="Closed", slug="closed")
    PageViewRestriction.objects.create(page=folder, restriction_type="login")
    Page.objects.get(slug="attacks").move(Page.objects.get(slug="closed"), pos="last-child")
    assert visible() == []


def test_index_follows_changed_rows(corpus):
    row = PublishedPage.objects.get(page__slug="survey")
    row.search_title, row.search_text = search_terms("Overview"), search_terms("All of it.")

    PublishedPage.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["search_title", "search_text"],
    )

    assert find("attacks") == ["attacks"]
    assert find("overview") == ["survey"]


def test_index_follows_other_ways_to_write(corpus):
    PublishedPage.objects.filter(page__slug="survey").update(search_title="overview")
    assert find("overview") == ["survey"]

    PublishedPage.objects.filter(page__slug="survey").update(search_text="")
    assert find("jailbreaks") == ["models"]

    PublishedPage.objects.filter(page__slug="models").delete()
    assert find("jailbreaks") == []

    Page.objects.get(slug="attacks").delete()
    assert find("attacks") == []


def test_index_follows_a_transaction_back(corpus):
    with transaction.atomic():
        PublishedPage.objects.filter(page__slug="survey").update(search_title="overview")
        transaction.set_rollback(True)

    assert find("overview") == []
    assert find("survey") == ["survey"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps no copy.")
def test_index_on_sqlite_agrees_with_the_rows(corpus):
    PublishedPage.objects.filter(page__slug="survey").delete()
    PublishedPage.objects.filter(page__slug="models").update(search_title="overview")

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO api_published_terms(api_published_terms, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def people(db):
    institute = OrganisationFactory(name="Institut für Wellen")
    PersonFactory(name="Jürgen Müller", affiliation=institute)
    PersonFactory(name="Anna-Lena Muller")
    PersonFactory(name="Li Ming", name_native="李明")
    PersonFactory(name="Søren O’Brien", affiliation=institute)
    PersonFactory(name="Jürgen Hidden", is_public=False, email="muller@example.org", bio="<p>Wellen</p>")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("muller", ["Anna-Lena Muller", "Jürgen Müller"]),
        ("Müll", ["Anna-Lena Muller", "Jürgen Müller"]),
        ("muller jürgen", ["Jürgen Müller"]),
        ("mull jürgen", []),
        ("annalena", ["Anna-Lena Muller"]),
        ("anna-lena", ["Anna-Lena Muller"]),
        ("obrien soren", ["Søren O’Brien"]),
        ("李明", ["Li Ming"]),
        ("明", ["Li Ming"]),
        ("wellen", ["Jürgen Müller", "Søren O’Brien"]),
        ("uller", []),
        ("hidden", []),
        ("example", []),
        ("%", []),
        ("", []),
    ],
)
def test_matching_people_by_names(people, words, found):
    rows = matching_people(words, Person.objects.filter(is_public=True))

    assert list(rows.order_by("sort_name").values_list("name", flat=True)) == found


def test_matching_people_follows_changed_names(people):
    Person.objects.filter(name="Li Ming").update(name="Li Qiang")

    rows = matching_people("qiang", Person.objects.all())

    assert [row.name for row in rows] == ["Li Qiang"]


def test_matching_people_costs_two_statements(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert len(matching_people("muller", Person.objects.all())) == 2


def test_matching_people_refuses_long_queries():
    with pytest.raises(ValueError, match=r"at most 200 characters"):
        matching_people("x" * 201, Person.objects.all())


def test_characters_that_are_remembered_are_bounded():
    for start in range(0x3400, 0x3400 + 2 * MOST_CHARACTERS_KNOWN, 200):
        search_terms("".join(map(chr, range(start, start + 200))))

    assert len(LETTERS_KEPT) == MOST_CHARACTERS_KNOWN
