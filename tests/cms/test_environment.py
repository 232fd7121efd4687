from __future__ import annotations

import dataclasses
import hmac
import os
import subprocess
import sys
from pathlib import Path

import pytest
from environs import EnvError

from cms.environment import BASE_DIR, Environment

FIELDS = dataclasses.fields(Environment)


def environment(**variables: str) -> Environment:
    before = dict(os.environ)
    for field in FIELDS:
        os.environ.pop(field.name.upper(), None)
    os.environ.update(variables)
    try:
        return Environment.from_process()
    finally:
        os.environ.clear()
        os.environ.update(before)


def test_defaults_need_no_variable():
    default = environment()

    assert default.data_path == BASE_DIR / "var"
    assert default.database["ENGINE"] == "django.db.backends.sqlite3"
    assert (default.base_url, default.site_url) == ("http://localhost:8000", "http://localhost:8000")


def test_database_url_chooses_the_database():
    database = environment(DATABASE_URL="postgres://ada:secret@db.example.org:5433/colloquium").database

    assert (database["ENGINE"], database["HOST"], database["PORT"], database["NAME"]) == (
        "django.db.backends.postgresql",
        "db.example.org",
        5433,
        "colloquium",
    )


def test_port_and_addresses():
    assert environment(PORT="9000").base_url == "http://localhost:9000"
    assert environment(CMS_URL="https://cms.example.org/").base_url == "https://cms.example.org"
    assert environment(PUBLIC_URL="https://example.org/").site_url == "https://example.org"


@pytest.mark.parametrize(
    ("variables", "urls"),
    [
        ({}, []),
        ({"PUBLIC_URL": "http://localhost:8000/"}, []),
        ({"PUBLIC_URL": "https://example.org/"}, ["https://example.org/_hooks/content"]),
        (
            {"PUBLIC_URL": "https://example.org", "SITE_HOOK_URLS": "http://10.0.0.7:4321/x,http://10.0.0.8:4321/x"},
            ["http://10.0.0.7:4321/x", "http://10.0.0.8:4321/x"],
        ),
    ],
)
def test_sites_with_an_address_of_their_own_are_told_of_changes(variables, urls):
    assert environment(**variables).hook_urls == urls


def test_site_secret_follows_from_the_secret_key_unless_it_is_given(tmp_path):
    derived, again, other, given = (
        environment(DATA_DIR=str(tmp_path), **variables).find_site_secret()
        for variables in ({"SECRET_KEY": "a"}, {"SECRET_KEY": "a"}, {"SECRET_KEY": "b"}, {"SITE_SECRET": "given"})
    )

    assert derived == again == hmac.digest(b"a", b"colloquium: public site", "sha256").hex()
    assert other != derived
    assert given == "given"


def test_hosts_are_separated_by_commas():
    assert environment(ALLOWED_HOSTS="a.example,b.example").allowed_hosts == ["a.example", "b.example"]


def test_value_of_a_wrong_type_is_refused():
    with pytest.raises(EnvError):
        environment(PORT="eighty")


def test_secret_key_is_kept_in_the_data_folder(tmp_path):
    first, second = (environment(DATA_DIR=str(tmp_path)).find_secret_key() for _ in range(2))

    assert first == second
    assert len(first) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_secret_key_of_the_environment_stands_first(tmp_path):
    assert environment(DATA_DIR=str(tmp_path), SECRET_KEY="given").find_secret_key() == "given"
    assert not (tmp_path / "secret_key").exists()


def test_every_variable_is_documented():
    text = (BASE_DIR / "docs" / "operating.md").read_text()

    undocumented = [field.name.upper() for field in FIELDS if f"| `{field.name.upper()}` |" not in text]

    assert undocumented == []


def test_documentation_names_no_variable_that_is_not_read():
    lines = (BASE_DIR / "docs" / "operating.md").read_text().split("\n")
    documented = {line.split("`")[1] for line in lines if line.startswith("| `") and line.split("`")[1].isupper()}

    assert documented == {field.name.upper() for field in FIELDS}


def test_settings_pass_djangos_deployment_checks(tmp_path):
    variables = {"SECRET_KEY": "k" * 60 + "abcdefgh", "CMS_URL": "https://cms.example.org", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]

    done = subprocess.run(
        command, cwd=BASE_DIR, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "System check identified no issues (2 silenced).\n"), done.stderr


def test_checkout_holds_no_other_environment_variable():
    sources = [path for room in ("cms", "pages", "api") for path in Path(BASE_DIR / room).rglob("*.py")]
    readers = [path.name for path in sources if "environ[" in path.read_text() or "getenv(" in path.read_text()]

    assert readers == []


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, False),
        ({"CMS_URL": "http://cms.example.org"}, False),
        ({"CMS_URL": "https://cms.example.org"}, True),
        ({"CMS_URL": "https://cms.example.org", "CHECK_LINKS": "false"}, False),
        ({"CHECK_LINKS": "true"}, True),
    ],
)
def test_links_are_visited_from_public_addresses_unless_told_otherwise(variables, expected):
    assert environment(**variables).links_are_checked is expected
