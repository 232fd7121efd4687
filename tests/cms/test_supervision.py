"""Programs that live and end together, tried with small ones."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from cms.environment import BASE_DIR

PATIENCE = 30

SUPERVISOR = """
import asyncio, json, sys
from pathlib import Path
from cms import supervision

longest_stop, programs = json.loads(sys.argv[1])
supervision.LONGEST_STOP = longest_stop
programs = [supervision.Program(name, [sys.executable, "-c", code], Path.cwd()) for name, code in programs.items()]
print("ended:", asyncio.run(supervision.supervise(programs)), flush=True)
"""
# A line is one write: lines of two programs are never mixed.
OBEDIENT = """
import os, signal, sys
def end(*_):
    os.write(1, b"drained\\n")
    sys.exit()
signal.signal(signal.SIGTERM, end)
os.write(1, b"runs\\n")
while True:
    signal.pause()
"""
DEAF = OBEDIENT.replace("    sys.exit()\n", "")
BRIEF = 'print("runs", flush=True); input()'
LEAVES_A_CHILD = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import signal; print('runs', flush=True); signal.pause()"])
"""


@contextmanager
def supervisor(longest_stop=PATIENCE, **programs):
    """A supervisor that is killed if the test does not end it; its programs share its output."""
    command = [sys.executable, "-c", SUPERVISOR, json.dumps([longest_stop, programs])]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=BASE_DIR, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def read_lines(process, count):
    return sorted(process.stdout.readline().strip() for _ in range(count))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_lets_all_programs_end_what_they_do(number):
    with supervisor(one=OBEDIENT, other=OBEDIENT) as process:
        started = read_lines(process, 2)
        process.send_signal(number)
        said, _ = process.communicate(timeout=PATIENCE)

    assert started == ["runs", "runs"]
    assert (said.splitlines(), process.returncode) == (["drained", "drained", "ended: None"], 0)


def test_a_program_that_ends_by_itself_ends_the_others():
    with supervisor(brief=BRIEF, other=OBEDIENT) as process:
        read_lines(process, 2)
        said, _ = process.communicate("\n", timeout=PATIENCE)

    assert (said.splitlines(), process.returncode) == (["drained", "ended: brief (exit status 0)"], 0)


def test_a_program_that_does_not_end_is_killed():
    with supervisor(longest_stop=0.1, deaf=DEAF) as process:
        read_lines(process, 1)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)

    # The output is at its end: whoever shared it is gone.
    assert said.splitlines()[-1] == "ended: None"


def test_a_second_interrupt_waits_for_nobody():
    with supervisor(deaf=DEAF) as process:
        read_lines(process, 1)
        process.send_signal(signal.SIGINT)
        drained = read_lines(process, 1)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE)

    assert (drained, said) == (["drained"], "")
    assert process.returncode != 0


def test_what_a_program_leaves_behind_is_killed():
    with supervisor(forgetful=LEAVES_A_CHILD, other=OBEDIENT) as process:
        said, _ = process.communicate(timeout=PATIENCE)

    assert "ended: forgetful" in said
