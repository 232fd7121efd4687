"""Invented words, names and places, drawn by a seeded generator."""

# ruff: noqa: SIM905  # list literals would take a line for each word

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

GIVEN_NAMES = (
    "Adaeze Amrit Anouk Beatriz Birger Callum Chidi Delphine Dorota Eirik Elif Emeka Farida Fenna Goran Hana Idris "
    "Ilka Ines Jarek Jonas Kaisa Kenji Leila Liang Lotte Magnus Mariam Mei Milos Naledi Nikos Noor Oksana Orla Paulo "
    "Priya Quentin Rashid Rosa Saana Sione Tamar Teodor Thandi Ulla Viktor Wen Yara Zofia"
).split()
FAMILY_NAMES = (
    "Abernathy Adeyemi Aldana Bergqvist Boateng Brandvold Castellan Chaudhry Dalgaard Delacroix Eklund Eszterhas "
    "Fairweather Fonseca Gallagher Grunwald Haddad Halvorsen Ibarra Iwasaki Jankovic Juarez Kaminski Kovalenko "
    "Lindqvist Lombardi Maduro Montague Nakagawa Nwosu Okafor Oliveira Papadakis Petrov Quispe Rahimi Rosenthal "
    "Sandoval Sorensen Takahashi Tremblay Ueda Valtonen Vasquez Whitlock Wojcik Yildirim Zamora Zeller Zubiri"
).split()
PLACES = (
    ("Alderbrook", "GB", "Europe/London"),
    ("Brennfeld", "DE", "Europe/Berlin"),
    ("Cape Marrow", "ZA", "Africa/Johannesburg"),
    ("Drumlin Bay", "CA", "America/Toronto"),
    ("Eastmere", "US", "America/New_York"),
    ("Fujisato", "JP", "Asia/Tokyo"),
    ("Golden Ford", "US", "America/Los_Angeles"),
    ("Harrow Creek", "AU", "Australia/Sydney"),
    ("Itaverde", "BR", "America/Sao_Paulo"),
    ("Jadepur", "IN", "Asia/Kolkata"),
    ("Kestrel Point", "NZ", "Pacific/Auckland"),
    ("Lindenau", "AT", "Europe/Vienna"),
)
SUBJECTS = (
    "adaptive meshes,anonymous credentials,bounded model checking,causal inference,category theory,cell migration,"
    "combinatorial games,compilers,computational linguistics,crystal growth,data provenance,differential privacy,"
    "distributed consensus,dynamical systems,embedded systems,error-correcting codes,federated learning,formal proofs,"
    "functional programming,geometric topology,graph algorithms,human–computer interaction,hydrodynamics,"
    "information retrieval,knot theory,language models,marine ecology,membrane proteins,network measurement,"
    "numerical optimisation,operating systems,particle tracking,quantum error correction,random matrices,"
    "robot planning,secure hardware,seismic imaging,statistical genetics,streaming algorithms,type systems"
).split(",")
ANGLES = (
    "A fresh look at {}",
    "Bounds for {}",
    "From theory to practice in {}",
    "How not to fail at {}",
    "Lessons learned about {}",
    "Measuring {}",
    "On the limits of {}",
    "Reproducible {}",
    "Robust {} under uncertainty",
    "Scaling {}",
    "Ten years of {}",
    "Towards faster {}",
    "What we still do not know about {}",
)
NOUNS = (
    "approach assumption benchmark bound conjecture construction estimate experiment framework hypothesis instance "
    "invariant limit measurement mechanism method model observation pattern proof protocol result sample structure"
).split()
VERBS = (
    "approximates bounds confirms explains extends generalises improves limits predicts refines relates tests".split()
)
QUALITIES = (
    "careful classical efficient empirical explicit fast general local natural optimal partial practical recent robust "
    "sharp simple sparse stable surprising uniform"
).split()
FORMULAS = ("$O(n \\log n)$", "$\\varepsilon > 0$", "$x^2 + y^2 = z^2$", "$\\mathbb{E}[X] < \\infty$", "$p \\neq q$")
ONE_IN_FORMULA = 8


def person_name(draw: random.Random) -> tuple[str, str]:
    """A given and a family name."""
    return draw.choice(GIVEN_NAMES), draw.choice(FAMILY_NAMES)


def title(draw: random.Random, subject: str) -> str:
    """A title about a subject."""
    text = draw.choice(ANGLES).format(subject)
    return text[0].upper() + text[1:]


def sentence(draw: random.Random) -> str:
    """One sentence of plain text, sometimes with a formula."""
    one, other = draw.sample(NOUNS, 2)
    quality, another = draw.sample(QUALITIES, 2)
    formula = f" for {draw.choice(FORMULAS)}" if draw.randrange(ONE_IN_FORMULA) == 0 else ""
    return f"The {quality} {one} {draw.choice(VERBS)} a {another} {other}{formula}."


def sentences(draw: random.Random, number: int) -> str:
    """Several sentences of plain text."""
    return " ".join(sentence(draw) for _ in range(number))


def rich_text(draw: random.Random, paragraphs: int) -> str:
    """Paragraphs of rich text as the editor stores it, with emphasis and a link."""
    return "".join(paragraph(draw) for _ in range(paragraphs))


def paragraph(draw: random.Random) -> str:
    """One paragraph of rich text as the editor stores it."""
    key = f"{draw.randrange(36**5):05x}"[:5]
    link = f'<a href="https://example.org/notes/{draw.randrange(1000)}">notes</a>'
    text = sentences(draw, draw.randint(2, 5)).replace("<", "&lt;").replace(">", "&gt;")
    return f'<p data-block-key="{key}">{text} <b>{draw.choice(NOUNS).title()}s</b> are in the {link}.</p>'
