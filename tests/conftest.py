"""Fixtures for every test: each has its own home folder, so that no developer's journal or settings change its
result."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import tomllib
from collections.abc import Iterator
from contextlib import nullcontext
from functools import lru_cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings

from l5tui.library import reading
from tests.textual_private import drawing_only_what_is_read, parsing_each_sheet_once

# A busy machine is no fault of the code, so there is no deadline.
settings.register_profile("quick", deadline=None, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile("quick")


def loads_once(text: str) -> Any:
    """`tomllib.loads`, but each of the thirty content files is parsed once per worker, instead of at each start of the
    app and for each module of tests that reads them."""
    return pickle.loads(_parsed(text))  # noqa: S301


@lru_cache(maxsize=100)
def _parsed(text: str) -> bytes:
    return pickle.dumps(tomllib.loads(text))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--thorough`, which .ci/run uses: it tries more examples and may take longer."""
    parser.addoption("--thorough", action="store_true", help="more examples; draw frames that no test reads, too")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the hypothesis profile. Also write bytecode even where PYTHONDONTWRITEBYTECODE is set, as in many
    containers; otherwise each worker and each program that a test starts would compile everything again."""
    if config.getoption("thorough"):
        settings.load_profile("thorough")
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    vars(reading)["tomllib"] = SimpleNamespace(loads=loads_once, TOMLDecodeError=tomllib.TOMLDecodeError)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:
            # As after nohup, or with & in a script. A program that a test starts would inherit it and ignore the signal
            # that is to end it. A handler isn't inherited, and this one ignores the signal, too.
            signal.signal(number, lambda *_: None)


def pytest_xdist_auto_num_workers() -> int:
    """Start one worker more than there are cores, because a test that presses keys spends some of its time waiting.
    Each worker collects all tests, so more workers would cost more time than they save."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish(session: pytest.Session) -> None:
    """Exclude the collected tests and modules, which stay to the end, from garbage collection. Tests that measure
    time keep it as users have it."""
    if not any(item.get_closest_marker("alone") for item in session.items):
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 10, 10)


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names for home folders. `mktemp` would list all that are there for each one it makes."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and an environment that points nowhere else."""
    place = next(homes)
    place.mkdir()
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("TZ", "Europe/Zurich")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture(autouse=True, scope="session")
def sheets_parsed_once() -> Iterator[None]:
    """Parse each style sheet once per worker: most tests open the whole app, and a sixth of that time is parsing the
    same sheets."""
    with parsing_each_sheet_once():
        yield


@pytest.fixture(autouse=True, scope="session")
def only_what_is_read_is_drawn(pytestconfig: pytest.Config) -> Iterator[None]:
    """Draw a frame when a test reads the screen. Without a terminal Textual draws every frame and throws it away, which
    is a third of the time of a test that opens the app."""
    with nullcontext() if pytestconfig.getoption("thorough") else drawing_only_what_is_read():
        yield
