"""The journal's place: what was done stands there in honest words, and corrections keep what stood before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from l5tui.domain.entry import Entry
from l5tui.errors import JournalError
from l5tui.stamp import now
from l5tui.widgets.scale import PainScale
from tests import factories
from tests.screens.reading import text, until, until_gone, until_shown, words
from tests.screens.running import SIZES, Size, running

LONG = pytest.mark.long


def at(hours_ago: float) -> str:
    from datetime import timedelta

    return (now() - timedelta(hours=hours_ago)).isoformat(timespec="seconds")


def some() -> list[Entry]:
    steps: list[dict[str, Any]] = [
        {
            "exercise": "bird_dog",
            "side": side,
            "level": 1,
            "variant": None,
            "planned_reps": 10,
            "reps": reps,
            "seconds": 11.0 * reps,
            "held": 5.0 * reps,
            "outcome": "done" if reps == 10 else "partial",
            "hurt": [],
        }
        for side, reps in (("left", 10), ("right", 8))
    ]
    return [
        factories.session("new", 5, 3, started=at(1), steps=steps, note="right side shakier"),
        factories.session("older", 4, 4, started=at(30), routine={"id": "morning", "name": "Morning"}),
        factories.log("log", 6, started=at(60), note="after gardening"),
        factories.session("unanswered", None, 2, started=at(80)),
        factories.session("fast", 9, 9, started=at(90), speed=10.0),
    ]


async def place(pilot: Pilot[int]) -> None:
    await pilot.press("J")
    await until_shown(pilot, "about the same")


def stored(pilot: Pilot[int], uid: str) -> Any:
    return pilot.app.records.journal.get(uid)  # type: ignore[attr-defined]


async def test_entries_stand_there_newest_first_with_honest_words(tmp_path: Path) -> None:
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)
        rows = [line for line in text(pilot.app).splitlines() if "→" in line or "pain score" in line]
        assert "5 → 3" in rows[0]
        assert "lower" in rows[0]
        assert "4 → 4" in rows[1]
        assert "about the same" in rows[1]
        assert "6" in rows[2]
        assert "- → 2" in rows[3]
        assert "no second score" in rows[3]
        assert "1 not answered" in text(pilot.app)


async def test_a_session_at_another_speed_is_listed_and_stays_out_of_the_chart(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[factories.session("fast", 9, 9, started=at(3), speed=10.0)]) as pilot:
        await pilot.press("J")
        await until_shown(pilot, "9 → 9")
        assert "0 scores" in text(pilot.app)
        assert "at 10 times" in text(pilot.app)


async def test_enter_shows_all_of_an_entry(tmp_path: Path) -> None:
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)
        await pilot.press("enter")
        await until_shown(pilot, "right side shakier")
        shown = words(pilot.app)
        assert "left 10 of 10, 1:50, 50 s held" in shown
        assert "right 8 of 10, 1:28, 40 s held" in shown
        await pilot.press("escape")
        await until_shown(pilot, "4 → 4")


@pytest.mark.parametrize(
    "note",
    [
        "[bold]loud[/]",
        "\x1b[31mred\x07",
        *(pytest.param(one, marks=LONG) for one in ("[/]", "two\nlines", "שלום עולם", "👩‍👩‍👧 fine", "x" * 10_000)),
    ],
)
async def test_a_note_is_shown_as_text_whatever_it_holds(tmp_path: Path, note: str) -> None:
    async with running(tmp_path, entries=[factories.session("n", 5, 3, started=at(1), note=note)]) as pilot:
        await pilot.press("J")
        await until_shown(pilot, "5 → 3")
        await pilot.press("enter")
        await pilot.pause()
        if note.startswith("["):
            assert note in text(pilot.app)
        assert stored(pilot, "n")["note"] == note


async def test_a_correction_keeps_what_stood_before_and_u_takes_it_back(tmp_path: Path) -> None:
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)
        await pilot.press("e")
        await until_shown(pilot, "Pain before")
        await pilot.press("6", "tab", "2", "tab")
        await pilot.press(*"!", "enter")
        await until(pilot, lambda: stored(pilot, "new")["before"]["pain"] == 6, "the correction")
        entry = stored(pilot, "new")
        assert (entry["after"]["pain"], entry["note"]) == (2, "right side shakier!")
        assert {(edit["field"], edit["was"]) for edit in entry["edits"]} == {
            ("before.pain", 5),
            ("after.pain", 3),
            ("note", "right side shakier"),
        }
        await until_shown(pilot, "6 → 2")
        await pilot.press("u")
        await until(pilot, lambda: stored(pilot, "new")["before"]["pain"] == 5, "undone")
        assert stored(pilot, "new")["edits"] == []


async def test_deleting_hides_and_u_brings_back(tmp_path: Path) -> None:
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)
        await pilot.press("down", "d")
        await until_gone(pilot, "4 → 4")
        assert stored(pilot, "older")["deleted"]
        await pilot.press("u")
        await until_shown(pilot, "4 → 4")


async def test_a_score_can_be_written_down_without_a_session(tmp_path: Path) -> None:
    async with running(tmp_path) as pilot:
        await pilot.press("J")
        await until_shown(pilot, "Nothing here yet.")
        await pilot.press("a")
        await until_shown(pilot, "right now")
        await pilot.press("enter")
        assert pilot.app.screen.query(PainScale), "enter on nothing does nothing"
        await pilot.press("7", "enter")
        await until_shown(pilot, "pain score")
        (entry,) = [entry for entry in pilot.app.entries if entry["kind"] == "log"]  # type: ignore[attr-defined]
        assert entry["pain"] == 7


async def test_finding_filters_as_one_types(tmp_path: Path) -> None:
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)
        await pilot.press("slash", *"garden")
        await until_gone(pilot, "4 → 4")
        assert "pain score" in text(pilot.app)
        await pilot.press(*"zzz")
        await until_shown(pilot, "Nothing with gardenzzz.")
        await pilot.press("escape")
        await until_shown(pilot, "4 → 4")


async def test_t_changes_the_span(tmp_path: Path) -> None:
    async with running(tmp_path, entries=[factories.log("old", 3, started="2026-01-05T08:00:00+01:00")]) as pilot:
        await pilot.press("J")
        await until_shown(pilot, "0 scores in 30 days")
        await pilot.press("t", "t")
        await until_shown(pilot, "1 score in all")


async def test_an_export_never_replaces_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.json").write_text("mine")
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)
        for name in ("there.json", "new.json"):
            await pilot.press("x")
            await until_shown(pilot, "to which file")
            await pilot.press("ctrl+a", "ctrl+k", *name, "enter")
            await until_gone(pilot, "to which file")
        await until(pilot, (tmp_path / "new.json").exists, "the export")
        assert (tmp_path / "there.json").read_text() == "mine"
        await until_shown(pilot, "there already")
        kinds = [entry["kind"] for entry in json.loads((tmp_path / "new.json").read_text())]
        assert kinds.count("session") == 4


async def test_what_cannot_be_written_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(tmp_path, entries=some()) as pilot:
        await place(pilot)

        def full(*_: object) -> None:
            raise JournalError("the disk of the journal is full", "Make room")

        journal = pilot.app.records.journal  # type: ignore[attr-defined]
        monkeypatch.setattr(journal, "delete", full)
        await pilot.press("d")
        await until_shown(pilot, "the disk of the journal is full")
        assert "5 → 3" in text(pilot.app)


ODD: list[dict[str, Any]] = [
    {"uid": "a", "kind": "session", "started": "not a time"},
    {"uid": "b", "kind": "session", "started": at(1), "before": 7, "after": None, "steps": [3, {}], "routine": "x"},
    {"uid": "c", "kind": "log", "started": at(2), "pain": "ten", "note": 5, "edits": ["?"]},
    {"uid": "d", "kind": "care", "started": at(3), "what": "massage", "new": {"field": 1}},
    {"uid": "e", "kind": "levitation", "started": at(4)},
]


@pytest.mark.parametrize("odd", [*ODD[1:3], *(pytest.param(one, marks=LONG) for one in (ODD[0], *ODD[3:]))])
async def test_what_another_program_wrote_shows_what_it_can(tmp_path: Path, odd: dict[str, Any]) -> None:
    good = factories.session("good", 5, 5, started=at(9))
    async with running(tmp_path, entries=[good, odd]) as pilot:
        await pilot.press("J")
        await until_shown(pilot, "5 → 5")
        for _ in range(3):
            await pilot.press("enter", "escape", "down")
        assert pilot.app.fault is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", SIZES)
async def test_it_is_whole_at_every_size(tmp_path: Path, size: Size) -> None:
    async with running(tmp_path, size=size, entries=some()) as pilot:
        await pilot.press("J")
        await until_shown(pilot, "5 → 3")
        assert "Journal" in text(pilot.app)
        assert ("●" in text(pilot.app)) == (size[0] >= 60)
        assert ("before" in text(pilot.app)) is True
