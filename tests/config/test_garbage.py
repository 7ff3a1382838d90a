"""When Python looks for garbage."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator

import pytest

from l5tui.config.garbage import postpone_collection, resume_collection

STARTED = """
import gc, sys
import l5tui.cli.main as cli
cli.main = lambda arguments: print(gc.isenabled(), arguments) or 0
from l5tui.__main__ import main
sys.argv = ["l5tui", "--version"]
main()
"""


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    gc.enable()


def test_what_there_was_before_it_is_resumed_is_not_looked_through() -> None:
    postpone_collection()
    assert not gc.isenabled()
    resume_collection()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 1000


def test_collection_that_was_not_postponed_is_left_alone() -> None:
    before = gc.get_freeze_count()
    resume_collection()
    assert gc.isenabled()
    assert gc.get_freeze_count() == before


def test_no_garbage_is_looked_for_while_the_program_starts() -> None:
    started = subprocess.run((sys.executable, "-c", STARTED), capture_output=True, text=True, check=True)
    assert started.stdout == "False ['--version']\n"
