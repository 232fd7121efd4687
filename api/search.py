"""Full-text search: which terms a text is found by, and the rows whose terms include all words of a query.

Texts are cut into terms here and not in the database, so that SQLite and PostgreSQL find the same rows in the same
order. What is stored is the terms, separated by blanks; the indexes over them (migration 0002) only split at blanks.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import add, or_
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Concat, StrIndex
from django.db.models.lookups import Exact, GreaterThan

from api.published.models import PublishedPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Expression, QuerySet
    from django.db.models.sql.compiler import SQLCompiler

    from pages.models import Person

MOST_CHARACTERS = 200
MOST_WORDS = 10
MOST_LETTERS = 100
"""Terms are cut after so many characters."""
MOST_CHARACTERS_KNOWN = 10_000
"""Of the million that Unicode has; those of all languages of a site are fewer."""
MOST_BYTES = 500_000
"""Terms of one column in UTF-8; a `tsvector` holds 1 MiB (PostgreSQL, section 12.11). What lies beyond is not found."""

TITLE_WORD, TITLE_START, TEXT_WORD = 4, 3, 1
WHOLE_LAST_WORD, TITLE_PHRASE, TITLE_BEGINNING = 1, 4, 2

LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "\u0131": "i", "ŧ": "t",
    "ŋ": "n", "ɓ": "b", "ɗ": "d", "ɖ": "d", "ƙ": "k", "ƴ": "y", "ȼ": "c", "ɨ": "i", "ʉ": "u", "\u0640": "",
}  # fmt: skip
"""Latin letters with strokes and hooks, and ligatures, which Unicode does not decompose; Arabic's lengthening."""
JOINERS = frozenset("-'`\u2010\u2011\u2018\u2019\u02b9\u02bc\u055a\u05be\u05f3")
"""Hyphens and apostrophes."""
ZERO_WIDTH_SPACE = "\u200b"
ACCENTS = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)  # fmt: skip
"""Marks that readers leave out: accents, vowel points and variation selectors. Other scripts spell with theirs."""
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u3130-\u318f"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
"""Scripts written without blanks between words, and Hangul, whose words carry endings."""
RUN = re.compile(f"{UNSPACED.pattern}|[^{UNSPACED.pattern[1:-2]}]+")
NAMED_LANGUAGE = re.compile(r"(?<![a-z0-9])([a-z]{1,2})(\+\+|#)(?![a-z+#])")
SPOKEN = {"++": "plusplus ", "#": "sharp "}


class Letters(dict[int, str]):
    """A table for `str.translate` that keeps letters, digits and their marks; it fills itself up to a bound."""

    def __missing__(self, code: int) -> str:
        kept = keep(chr(code))
        if len(self) < MOST_CHARACTERS_KNOWN:
            self[code] = kept
        return kept


def keep(character: str) -> str:
    """What a character of folded text becomes: itself, other letters, a hyphen, a blank or nothing."""
    if character in LETTERS:
        return LETTERS[character]
    if character in JOINERS:
        return "-"
    category = unicodedata.category(character)
    if category[0] == "M" and any(first <= ord(character) <= last for first, last in ACCENTS):
        return ""
    if category == "Cf":
        return " " if character == ZERO_WIDTH_SPACE else ""
    return character if category[0] in "LMN" else " "


LETTERS_KEPT = Letters()


def fold(text: str) -> str:
    """Text without case, accents, compatibility forms and punctuation; parts of one word are joined by hyphens."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    named = NAMED_LANGUAGE.sub(lambda match: match[1] + SPOKEN[match[2]], folded)
    kept = unicodedata.normalize("NFKD", named).translate(LETTERS_KEPT)
    return unicodedata.normalize("NFC", kept)


def cut(part: str) -> Iterator[str]:
    """The terms of a part of a word: where no blanks are written, each two neighbouring characters are one."""
    for run in RUN.findall(part):
        if UNSPACED.match(run) and len(run) > 1:
            yield from (run[start : start + 2] for start in range(len(run) - 1))
        else:
            yield run[:MOST_LETTERS]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: the terms it consists of, or the one it also is when it is written without a hyphen."""

    terms: tuple[str, ...]
    joined: str = ""
    is_unfinished: bool = False

    @property
    def alternatives(self) -> tuple[tuple[str, ...], ...]:
        """The terms as they stand one after the other, in each way to write the word."""
        return (self.terms, (self.joined,)) if self.joined else (self.terms,)

    def each(self, terms: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
        """The terms of an alternative, and whether each also finds longer ones."""
        last = len(terms) - 1 if self.is_unfinished else len(terms)
        return ((term, is_open(term, is_last=at == last)) for at, term in enumerate(terms))


def read_words(folded: str) -> Iterator[Word]:
    """The words of folded text."""
    for written in folded.split():
        parts = [part for part in written.split("-") if part]
        if parts:
            joined = "".join(parts)[:MOST_LETTERS] if len(parts) > 1 and not UNSPACED.search(written) else ""
            yield Word(tuple(term for part in parts for term in cut(part)), joined)


def search_terms(text: str) -> str:
    """The terms by which a plain text is found, separated by blanks, at most `MOST_BYTES` of UTF-8.

    In the order of the text, then hyphenated words as one, and the characters in which unspaced writing ends, so that
    one character finds all of them by their beginning.
    """
    folded = fold(text)
    words = list(read_words(folded))
    terms = [term for word in words for term in word.terms]
    joined = dict.fromkeys(word.joined for word in words if word.joined)
    last = dict.fromkeys(run[-1] for run in UNSPACED.findall(folded) if len(run) > 1)
    return truncate(" ".join([*terms, *joined, *last]))


def truncate(terms: str) -> str:
    """As many whole terms as the column may hold."""
    encoded = terms.encode()
    if len(encoded) <= MOST_BYTES:
        return terms
    return encoded[: encoded.rindex(b" ", 0, MOST_BYTES + 1)].decode()


def read_query(text: str) -> list[Word]:
    """The words of a query; the last may be unfinished.

    Raises:
        ValueError: There are too many, with a message for the reader.
    """
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"Search for at most {MOST_CHARACTERS} characters.")
    if len(text.split()) > MOST_WORDS:
        raise ValueError(f"Search for at most {MOST_WORDS} words.")
    words = list(read_words(fold(text)))
    return [*words[:-1], replace(words[-1], is_unfinished=True)] if words else []


def is_open(term: str, *, is_last: bool) -> bool:
    """Whether a term of a query also finds longer ones: the last, unless it is one letter; one ideograph anywhere."""
    return is_last if len(term) > 1 else UNSPACED.match(term) is not None


class HasWords(Func):
    """Whether a row of published pages has all the words of a query, in its title or elsewhere."""

    output_field = BooleanField()

    def __init__(self, words: tuple[Word, ...], **extra: Any) -> None:
        super().__init__(F("pk"), F("search_title"), F("search_text"), **extra)
        self.words = words

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> tuple[str, Any]:
        """The FTS5 query; terms have letters and digits only."""
        del connection
        key, parameters = compiler.compile(self.get_source_expressions()[0])
        query = self.write(both=" AND ", either=" OR ", whole='"{}"', start='"{}" *')
        matches = "SELECT rowid FROM api_published_terms WHERE api_published_terms MATCH %s"
        return f"{key} IN ({matches})", [*parameters, query]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> tuple[str, Any]:
        """The `tsquery`; the same function as in the index."""
        del connection
        compiled = [compiler.compile(expression) for expression in self.get_source_expressions()[1:]]
        columns = ", ".join(sql for sql, _ in compiled)
        query = self.write(both=" & ", either=" | ", whole="'{}'", start="'{}':*")
        parameters = [parameter for _, parameters in compiled for parameter in parameters]
        return f"api_published_terms({columns}) @@ %s::tsquery", [*parameters, query]

    def write(self, *, both: str, either: str, whole: str, start: str) -> str:
        """The query in a database's language."""

        def write_terms(word: Word, terms: tuple[str, ...]) -> str:
            return both.join((start if is_start else whole).format(term) for term, is_start in word.each(terms))

        words = (either.join(f"({write_terms(word, it)})" for it in word.alternatives) for word in self.words)
        return both.join(f"({word})" for word in words)


def matching(text: str, rows: QuerySet[PublishedPage]) -> QuerySet[PublishedPage]:
    """The rows that have all words of a query, the last as the beginning of a word, each with its `relevance`.

    `relevance` is an integer, greater for words in the title than elsewhere and for whole words than for beginnings.
    No words, no rows.

    Raises:
        ValueError: There are too many words, with a message for the reader.
    """
    words = tuple(read_query(text))
    if not words:
        return rows.none().annotate(relevance=Value(0))
    return rows.filter(HasWords(words)).annotate(relevance=relevance(words))


def relevance(words: tuple[Word, ...]) -> Expression:
    """The sum of what each of the first words gives, and of what all of them give together."""
    scores = [in_title(word) for word in words[:MOST_WORDS]]
    if len(words) > 1:
        phrase = replace(words[-1], terms=tuple(term for word in words for term in word.terms), joined="")
        scores.append(score((occurs(phrase, is_whole=False), TITLE_PHRASE)))
        scores.append(score((begins(phrase), TITLE_BEGINNING)))
    finished = (*words[:-1], replace(words[-1], is_unfinished=False))
    whole = PublishedPage.objects.filter(HasWords(finished)).values("pk")
    return reduce(add, [*scores, score((Q(pk__in=whole), WHOLE_LAST_WORD))])


def in_title(word: Word) -> Case:
    """What a word gives."""
    whole = (occurs(word, is_whole=True), TITLE_WORD)
    ends_open = is_open(word.terms[-1], is_last=word.is_unfinished)
    cases = [whole, (occurs(word, is_whole=False), TITLE_START)] if ends_open else [whole]
    return score(*cases, default=TEXT_WORD)


def score(*cases: tuple[Any, int], default: int = 0) -> Case:
    """The points of the first case that holds."""
    whens = [When(condition, then=Value(points)) for condition, points in cases]
    return Case(*whens, default=Value(default), output_field=IntegerField())


def occurs(word: Word, *, is_whole: bool) -> Q:
    """Whether the terms of a word stand one after the other in the title."""
    ending = " " if is_whole else ""
    places = (place(f" {' '.join(terms)}{ending}") for terms in word.alternatives)
    return reduce(or_, (Q(GreaterThan(found, 0)) for found in places))


def begins(word: Word) -> Any:
    """Whether the title begins with the terms of a word."""
    return Exact(place(f" {' '.join(word.terms)}"), 1)


def place(terms: str) -> StrIndex:
    """Where terms stand in the title, from 1; 0 where they do not."""
    title = Concat(Value(" "), F("search_title"), Value(" "), output_field=TextField())
    return StrIndex(title, Value(terms))


def matching_people(text: str, rows: QuerySet[Person]) -> QuerySet[Person]:
    """The people with all words of a query in their names or affiliation, the last as the beginning of a word.

    Costs a statement that reads the names of `rows`, whose terms are kept in memory.

    Raises:
        ValueError: There are too many words, with a message for the reader.
    """
    words = read_query(text)
    if not words:
        return rows.none()
    names = rows.order_by().values_list("pk", "name", "name_native", "affiliation__name")
    found = [key for key, *texts in names if has_words(name_terms(" ".join(filter(None, texts))), words)]
    return rows.filter(pk__in=found)


@lru_cache(maxsize=20_000)
def name_terms(text: str) -> str:
    """The terms of a name between blanks."""
    return f" {search_terms(text)} "


def has_words(terms: str, words: list[Word]) -> bool:
    """Whether terms between blanks include all words."""

    def has_all(word: Word, alternative: tuple[str, ...]) -> bool:
        return all((f" {term}" if is_start else f" {term} ") in terms for term, is_start in word.each(alternative))

    return all(any(has_all(word, alternative) for alternative in word.alternatives) for word in words)
