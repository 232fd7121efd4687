"""`make audit`: what foreign clients, linters, parsers and a fuzzer say of the API and its feeds; one line each.

`SCHEMATHESIS_EXAMPLES` sets how many documents are generated for each field of `Query`. `python run.py feeds` runs the
parsers of feeds alone, `python run.py reference` writes docs/schema/README.md.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from server import HOST, ROOT, ask, read_log, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AUDIT = Path(__file__).resolve().parent
TOOLS = AUDIT / "node_modules" / ".bin"
PYTHON = AUDIT / ".venv" / "bin" / "python"
SCHEMA = ROOT / "api" / "schema.graphql"
REFERENCE = ROOT / "docs" / "schema" / "README.md"
EXAMPLES = os.environ.get("SCHEMATHESIS_EXAMPLES", "50")
LONGEST_LOG = 20_000
"""Characters of the server's log to print after a failure."""
PARSERS = (
    (PYTHON, "feed_parsers.py", ("vobject", "ics", "ical", "recurring-ical-events", "feedparser")),
    (PYTHON, "calendar_clients.py", ("vdirsyncer", "khal")),
    ("node", "feed_parsers.mjs", ("ical.js", "node-ical", "rss-parser", "feedsmith")),
)
"""What reads the golden feeds: the program, the script, and the parsers it knows."""
LINKED_DATA = "{ events(first: 50) { nodes { seo { jsonLd } } } }"
SAMPLES = "{ events(first: 20) { nodes { id path ... on SeminarSeries { talks(first: 20) { nodes { id path } } } } } }"


class Failed(Exception):  # noqa: N818  # a finding about the API, not an error of the audit
    """A check found something; the message is what it printed."""


@dataclass(frozen=True, slots=True)
class Check:
    """A judge of the API: `run` gives the figure to print, or raises `Failed`."""

    name: str
    run: Callable[[], str]


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """What a command prints; raises `Failed` with all it printed when it ends with another code than 0."""
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failed(f"{done.stdout}\n{done.stderr}".strip())
    return done.stdout.strip()


def find(pattern: str, text: str) -> str:
    """The part of a tool's output that matches; raises `Failed` when the tool did not say what it did."""
    match = re.search(pattern, text)
    if match is None:
        raise Failed(text or "No output.")
    return match.group(0)


def lint_with_eslint() -> str:
    """Rules for schemas and Relay of @graphql-eslint."""
    run(TOOLS / "eslint", "--max-warnings", "0", "--config", AUDIT / "eslint.config.mjs", SCHEMA)
    return "0 findings"


def lint_descriptions() -> str:
    """All rules of graphql-schema-linter."""
    return find(r"0 errors detected", run(TOOLS / "graphql-schema-linter", SCHEMA))


def compile_for_relay() -> str:
    """Documents with connections and fragments to fetch again, compiled out of sight."""
    with copied(AUDIT / "relay") as folder:
        shutil.copy(SCHEMA, folder)
        return find(r"\d+ reader, .*", run(TOOLS / "relay-compiler", "relay.config.json", cwd=folder))


def compare_reference() -> str:
    """Whether docs/schema/README.md says what the schema says."""
    if print_reference() != REFERENCE.read_text(encoding="utf-8"):
        raise Failed("docs/schema/README.md is stale; run `make reference`.")
    return "fresh"


def print_reference() -> str:
    """The schema as a Markdown document."""
    prologue = (
        "Made from [api/schema.graphql](../../api/schema.graphql) by `make reference`. How to use it stands in\n"
        "[Reading Colloquium](../partners.md)."
    )
    return run(TOOLS / "graphql-markdown", "--title", "GraphQL schema", "--prologue", prologue, SCHEMA) + "\n"


def feed_checks() -> Iterator[Check]:
    """A check for each parser: it reads the golden feeds as `tests/golden/expected.json` says."""
    for program, script, names in PARSERS:
        for name in names:
            yield Check(name, functools.partial(run, "env", "TZ=UTC", program, AUDIT / script, name))


def extract_linked_data(port: int) -> str:
    """The JSON-LD of events, put into a page as a frontend does, as extruct finds it there."""
    texts = [event["seo"]["jsonLd"] for event in ask(port, LINKED_DATA)["events"]["nodes"] if event["seo"]["jsonLd"]]
    scripts = "".join(f'<script type="application/ld+json">{text}</script>' for text in texts)
    with tempfile.TemporaryDirectory() as name:
        page = Path(name) / "page.html"
        page.write_text(f"<!doctype html><title>Events</title>{scripts}", encoding="utf-8")
        found = json.loads(run(PYTHON, AUDIT / "feed_parsers.py", "extruct", page))
    if not found or found != [json.loads(text) for text in texts]:
        raise Failed(f"{len(texts)} objects are read as {found}")
    return f"{len(found)} objects"


def audit_http(endpoint: str) -> str:
    """GraphQL over HTTP."""
    return run("node", AUDIT / "http_audit.mjs", endpoint)


def persist_queries(endpoint: str) -> str:
    """Apollo Client's persisted queries over GET."""
    return run("node", AUDIT / "persisted_queries.mjs", endpoint)


def generate_documents(endpoint: str, port: int) -> str:
    """Documents that schemathesis generates, about real pages for the most part."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in AUDIT.glob("schemathesis*"):
            shutil.copy(file, folder)
        write_dictionaries(port, folder)
        output = run(AUDIT / ".venv/bin/schemathesis", "run", endpoint, "--max-examples", EXAMPLES, cwd=folder)
    unanswered = ", ".join(re.findall(r"^  - (Query\.\w+)$", output, flags=re.MULTILINE))
    figure = f"{find(r'[0-9]+ generated, .*', output)}, at most {EXAMPLES} for each field of Query"
    return figure + (f"; never with data: {unanswered}" if unanswered else "")


def write_dictionaries(port: int, folder: Path) -> None:
    """Write ids and paths of public pages where schemathesis.toml looks for them."""
    events = ask(port, SAMPLES)["events"]["nodes"]
    pages = [*events, *(talk for event in events for talk in event.get("talks", {}).get("nodes", []))]
    for key in ("id", "path"):
        lines = [json.dumps(page[key], ensure_ascii=False) for page in pages]
        (folder / f"{key}s.dict").write_text("\n".join(lines), encoding="utf-8")


@contextlib.contextmanager
def copied(source: Path) -> Iterator[Path]:
    """A copy of a folder that may be written to."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(shutil.copytree(source, Path(name) / source.name))


def judge(check: Check) -> bool:
    """Run a check and print its line; whether it passed."""
    started = time.monotonic()
    try:
        verdict, figure, details = "ok", check.run(), ""
    except (Failed, RuntimeError) as failure:
        verdict, figure, details = "FAILED", "", str(failure)
    sys.stdout.write(f"{verdict:<7} {check.name:<28} {time.monotonic() - started:5.1f} s  {figure}\n{details}".rstrip())
    sys.stdout.write("\n")
    sys.stdout.flush()
    return verdict == "ok"


def main() -> int:
    """Run all checks; 1 when one failed. Being terminated stops the server as well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    passed = [
        judge(Check("@graphql-eslint", lint_with_eslint)),
        judge(Check("graphql-schema-linter", lint_descriptions)),
        judge(Check("relay-compiler", compile_for_relay)),
        judge(Check("docs/schema", compare_reference)),
        *map(judge, feed_checks()),
    ]
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder)) as port:
        endpoint = f"http://{HOST}:{port}/graphql"
        passed_running = [
            judge(Check("graphql-http", lambda: audit_http(endpoint))),
            judge(Check("Apollo persisted queries", lambda: persist_queries(endpoint))),
            judge(Check("extruct", lambda: extract_linked_data(port))),
            judge(Check("schemathesis", lambda: generate_documents(endpoint, port))),
        ]
        if not all(passed_running):
            sys.stdout.write(f"\nEnd of the server's log:\n{read_log(Path(folder))[-LONGEST_LOG:]}\n")
    return 0 if all([*passed, *passed_running]) else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["reference"]:
        REFERENCE.parent.mkdir(exist_ok=True)
        REFERENCE.write_text(print_reference(), encoding="utf-8")
    elif sys.argv[1:] == ["feeds"]:
        sys.exit(not all([*map(judge, feed_checks())]))
    else:
        sys.exit(main())
