"""The wall clock and the time zone, whatever the system says about its zone."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from l5tui.config import clock as system_clock
from l5tui.config.clock import Stopwatch, new_header, now, zone_name
from tests.rows import each

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Set TZ, or take it away, for the C library too."""

    def put(value: str | None) -> None:
        if value is None:
            monkeypatch.delenv("TZ")
        else:
            monkeypatch.setenv("TZ", value)
        time.tzset()

    yield put
    monkeypatch.undo()
    time.tzset()


def test_a_header_has_the_time_with_its_offset_and_the_name_of_the_zone(zone) -> None:  # type: ignore[no-untyped-def]
    zone("Asia/Kolkata")
    made = new_header()

    assert made.at.endswith("+05:30")
    assert "." not in made.at
    assert made.tz == "Asia/Kolkata"
    assert made.uid != new_header().uid
    assert abs(datetime.fromisoformat(made.at) - now()) < timedelta(seconds=60)


def test_a_time_that_was_set_is_seen_through_every_name_that_now_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Modules that are loaded late take `now` as they find it then, and keep it."""
    noon = NOON + timedelta(microseconds=5)
    monkeypatch.setattr(system_clock, "_wall", lambda: noon)
    assert now() == system_clock.now() == Stopwatch().ending().at == NOON
    assert new_header().at == NOON.isoformat()


@pytest.mark.parametrize("named", ["Europe/Zurich", ":Europe/Zurich", "/usr/share/zoneinfo/Europe/Zurich"])
def test_the_zone_is_the_one_that_tz_names(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", named)
    assert zone_name(NOON) == "Europe/Zurich"


@pytest.mark.parametrize(
    "named", ["", ":", "CET-1CEST", "Europe", "Nowhere/Land", "../../etc/passwd", "/etc/passwd", "x\ty", "ü"]
)
def test_an_invalid_tz_leaves_the_zone_unknown(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", named)
    assert zone_name(NOON) is None


def test_a_time_with_a_foreign_offset_has_no_zone() -> None:
    """As with `--at 2026-11-22T12:00+09:00` in Zurich: the offset is known, the place isn't."""
    assert zone_name(NOON) == "Europe/Zurich"
    assert zone_name(NOON.replace(tzinfo=timezone(timedelta(hours=9)))) is None


@pytest.mark.parametrize(
    ("link", "text", "name"),
    [
        ("../usr/share/zoneinfo/Europe/Zurich", None, "Europe/Zurich"),
        ("/usr/share/zoneinfo/posix/Europe/Zurich", None, "Europe/Zurich"),
        ("/var/db/timezone/zoneinfo.default/Europe/Zurich", None, "Europe/Zurich"),
        (None, "Europe/Zurich\n", "Europe/Zurich"),
        ("/somewhere/else", "Europe/Zurich\n", "Europe/Zurich"),
        (None, None, None),
        (None, "\xff", None),
    ],
)
def test_without_tz_the_zone_is_that_of_the_system(
    link: str | None, text: str | None, name: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TZ")
    localtime, timezone_file = tmp_path / "localtime", tmp_path / "timezone"
    monkeypatch.setattr(system_clock, "_LOCALTIME", localtime)
    monkeypatch.setattr(system_clock, "_TIMEZONE", timezone_file)
    if link:
        localtime.symlink_to(link)
    if text:
        timezone_file.write_text(text, encoding="latin-1")
    assert zone_name(NOON) == name


def test_uids_are_in_the_order_in_which_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for ms in (0, 1, 999):
        monkeypatch.setattr(system_clock, "_wall", lambda ms=ms: NOON + timedelta(milliseconds=ms))
        made.append(system_clock.new_uid())
    assert made == sorted(made)
    assert {len(uid) for uid in made} == {32}


def test_a_uid_is_valid_as_a_file_name() -> None:
    uid = new_header(datetime.now(UTC)).uid
    assert uid.isascii()
    assert uid.isalnum()
    assert os.path.basename(uid) == uid  # noqa: PTH119


@each(
    "set_by, later, step",
    [
        (0, 1200, 0.0),
        (1.5, 1201.5, 0.0),
        (-3600, 1200, -3600.0),
        (3600, 1200, 3600.0),
        (-86_400, 1200, -86_400.0),
    ],
)
def test_a_measured_duration_is_right_even_if_the_system_clock_is_set(set_by: float, later: float, step: float) -> None:
    """During the twenty minutes the wall clock was set by so many seconds."""
    wall, length = [NOON], [500.0]
    watch = Stopwatch(wall=lambda: wall[0], length=lambda: length[0])
    length[0] += 1200
    wall[0] += timedelta(seconds=1200 + set_by)
    ending = watch.ending()
    assert ending.at == NOON + timedelta(seconds=later)
    assert ending.step_s == step
    assert ending.at.utcoffset() == wall[0].utcoffset()


def test_a_time_zone_change_does_not_count_as_a_clock_change() -> None:
    wall, length = [NOON], [0.0]
    watch = Stopwatch(wall=lambda: wall[0], length=lambda: length[0])
    length[0] = 600
    wall[0] = (NOON + timedelta(seconds=600)).astimezone(timezone(timedelta(hours=-10)))
    assert watch.ending() == (wall[0], 0.0)
