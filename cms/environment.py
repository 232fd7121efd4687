"""Every environment variable the project reads: name, type, default and meaning.

The table in docs/operating.md lists the same variables; a test compares the two.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hmac
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import dj_database_url
from environs import Env
from marshmallow.validate import OneOf

if TYPE_CHECKING:
    from collections.abc import Callable

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()


def variable(read: Callable[..., Any], default: Any, meaning: str) -> Any:
    """A field of `Environment`, read by a parser of environs; `meaning` is what the documentation says."""
    return dataclasses.field(metadata={"read": read, "default": default, "meaning": meaning})


def choice_of(*values: str) -> Callable[[str, str], str]:
    """A parser of variables that may only be one of `values`; raises `environs.EnvError` for others."""

    def read(name: str, default: str) -> str:
        return str(env.str(name, default, validate=OneOf(values)))

    return read


@dataclasses.dataclass(frozen=True, slots=True)
class Environment:
    """The process's configuration; a field `data_dir` is the variable `DATA_DIR`."""

    data_dir: str = variable(env.str, "var", "Folder of everything the project writes, relative to the checkout.")
    secret_key: str = variable(env.str, "", "Signing key. Without it, one is kept in `DATA_DIR/secret_key`.")
    debug: bool = variable(env.bool, False, "Show error pages with internals. Never in production.")
    allowed_hosts: list[str] = variable(
        env.list, ["localhost", "127.0.0.1", "[::1]"], "Host names the CMS answers to, separated by commas."
    )
    database_url: str = variable(env.str, "", "Database as a URL; empty: SQLite at `DATA_DIR/db.sqlite3`.")
    cache_url: str = variable(env.str, "", "Redis as a URL (`redis://…`); empty: a cache in each process's memory.")
    host: str = variable(env.str, "127.0.0.1", "Address `make run` listens on.")
    port: int = variable(env.int, 8000, "Port `make run` serves the CMS on.")
    cms_url: str = variable(env.str, "", "Public address of the CMS; empty: `http://localhost:PORT`.")
    public_url: str = variable(
        env.str, "", "Public address of the site that shows the pages; empty: the address of the CMS."
    )
    site_port: int = variable(env.int, 4321, "Port `make run` serves the public site on.")
    site_secret: str = variable(
        env.str, "", "What the CMS and the public site know each other by; empty: made of the signing key."
    )
    site_hook_urls: list[str] = variable(
        env.list,
        [],
        "Where public sites are told of changes; empty: `PUBLIC_URL/_hooks/content`, unless that is the CMS itself.",
    )
    admin_password: str = variable(
        env.str, "", "Password `manage.py demo` gives the first administrator; empty: one is generated and printed."
    )
    admin_two_factor: str = variable(
        choice_of("off", "optional", "required"),
        "off",
        "Second step at the login of the admin: `off`, `optional` (each user decides), `required` (for everybody).",
    )
    serve_media: bool = variable(env.bool, True, "Serve uploaded files; set to false where a web server does it.")
    email_url: str = variable(env.str, "console://", "Mail server as a URL (`smtp://user:password@host:587`).")
    default_from_email: str = variable(env.str, "colloquium@localhost", "Sender of the mails the CMS writes.")
    trusted_proxies: int = variable(
        env.int, 0, "How many proxies add to `X-Forwarded-For` before a request comes here; 0: none is believed."
    )
    graphql_points_per_minute: int = variable(
        env.int, 20_000, "Points that GraphQL requests from one network address may cost in a minute; 0: no limit."
    )
    graphql_token_points_per_minute: int = variable(
        env.int, 200_000, "Points that GraphQL requests with one API token may cost in a minute; 0: no limit."
    )
    webhooks_allow_private_targets: bool = variable(
        env.bool,
        False,
        "Let webhooks go to any port, over plain HTTP, and into private networks. For development.",
    )
    check_links: bool | None = variable(
        env.bool,
        None,
        "Have the worker visit the links of public pages, to find dead ones; by default where `CMS_URL` is `https://…`.",
    )
    log_level: str = variable(env.str, "INFO", "Least severe level that is logged.")

    @classmethod
    def from_process(cls) -> Environment:
        """The environment of this process; raises `environs.EnvError` for a value of the wrong type."""
        values = {
            field.name: field.metadata["read"](field.name.upper(), field.metadata["default"])
            for field in dataclasses.fields(cls)
        }
        return cls(**values)

    @property
    def data_path(self) -> Path:
        """The folder of everything the project writes, absolute."""
        return BASE_DIR / self.data_dir

    @property
    def database(self) -> dj_database_url.DBConfig:
        """Django's settings of the default database."""
        url = self.database_url or f"sqlite:///{self.data_path / 'db.sqlite3'}"
        config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
        if config["ENGINE"] == "django.db.backends.sqlite3":
            config["OPTIONS"] = {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            }
        return config

    @property
    def base_url(self) -> str:
        """Address of the CMS without a trailing slash."""
        return (self.cms_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def site_url(self) -> str:
        """Address of the public site without a trailing slash."""
        return (self.public_url or self.base_url).rstrip("/")

    @property
    def hook_urls(self) -> list[str]:
        """Where public sites are told of changes; none where the CMS stands for the site."""
        if self.site_hook_urls or self.site_url == self.base_url:
            return self.site_hook_urls
        return [f"{self.site_url}/_hooks/content"]

    @property
    def links_are_checked(self) -> bool:
        """Whether the worker visits links; a CMS on somebody's own machine does not unless it is told to."""
        return self.base_url.startswith("https://") if self.check_links is None else self.check_links

    def find_site_secret(self) -> str:
        """What the CMS and the public site know each other by, as text."""
        key = self.find_secret_key().encode()
        return self.site_secret or hmac.new(key, b"colloquium: public site", "sha256").hexdigest()

    def find_secret_key(self) -> str:
        """The signing key: `SECRET_KEY`, or the one kept in the data folder, made at the first start."""
        if self.secret_key:
            return self.secret_key
        path = self.data_path / "secret_key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            keep_first(path, secrets.token_urlsafe(50))
        return path.read_text().strip()


def keep_first(path: Path, text: str) -> None:
    """Write a private file whole, unless another process was first."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as file:
        file.write(text)
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)
