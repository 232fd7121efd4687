"""The documentation names everything that users can set, call or meet."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import get_resolver

from cms.environment import BASE_DIR

DOCS = "\n".join(path.read_text() for path in [BASE_DIR / "README.md", *sorted((BASE_DIR / "docs").glob("*.md"))])
OURS = {"cms", "pages", "api"}


CODE = re.compile(r"[a-z]+(-[a-z]+)+")
REPORTING = {"Finding", "add", "_before"}


def finding_codes() -> set[str]:
    """The codes that the importers give to findings, read from the source."""
    codes = set()
    for path in (BASE_DIR / "pages" / "importers").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in REPORTING:
                values = [*node.args[:1], *(keyword.value for keyword in node.keywords if keyword.arg == "code")]
                codes |= {value.value for value in values if isinstance(value, ast.Constant)}
    return {code for code in codes if isinstance(code, str) and CODE.fullmatch(code)}


@pytest.mark.parametrize("code", sorted(finding_codes()))
def test_every_finding_of_an_import_is_documented(code):
    assert f"| `{code}` |" in (BASE_DIR / "docs" / "editors.md").read_text()


def test_no_finding_is_documented_that_no_import_gives():
    documented = set(re.findall(r"^\| `([a-z-]+)` \|", (BASE_DIR / "docs" / "editors.md").read_text(), re.MULTILINE))

    assert documented - finding_codes() == set()


@pytest.mark.parametrize("command", sorted(name for name, app in get_commands().items() if app in OURS))
def test_every_command_is_documented(command):
    assert f"manage.py {command}" in DOCS or f"`{command}`" in DOCS


def public_paths() -> list[str]:
    """The addresses that the project answers, without Wagtail's own pages below them; parts as `NAME`."""
    patterns = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    api = [
        str(pattern.pattern)
        for entry in get_resolver().url_patterns
        if not str(entry.pattern)
        for pattern in getattr(entry, "url_patterns", [])
    ]
    bare = [re.sub(r"[\^$]|\(.*", "", pattern) for pattern in [*patterns, *api] if pattern]
    return sorted({"/" + re.sub(r"<\w+:(\w+)>", lambda part: part[1].upper(), pattern) for pattern in bare})


@pytest.mark.parametrize("path", public_paths())
def test_every_address_is_documented(path):
    assert path.rstrip("/") in DOCS


def make_targets() -> list[str]:
    """The targets that `make` lists."""
    return re.findall(r"^([a-z0-9]+):.*## ", (BASE_DIR / "Makefile").read_text(), flags=re.MULTILINE)


@pytest.mark.parametrize("target", make_targets())
def test_every_make_target_is_documented(target):
    assert f"make {target}" in DOCS + (BASE_DIR / "CONTRIBUTING.md").read_text()


def relative_links() -> list[tuple[str, str]]:
    """Links between the project's own documents and to their pictures."""
    documents = [*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").rglob("*.md")]
    return [
        (str(document.relative_to(BASE_DIR)), target)
        for document in sorted(documents)
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", document.read_text())
    ]


@pytest.mark.parametrize(("document", "target"), relative_links())
def test_every_link_between_documents_leads_somewhere(document, target):
    assert (BASE_DIR / Path(document).parent / target).exists()
