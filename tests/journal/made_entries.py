"""Hypothesis strategies for journal entries of every kind, in every shape that the program writes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from l5tui.domain.entry import Entry
from tests import factories

pains = st.none() | st.integers(0, 10)
ranks = st.none() | st.integers(0, 7)
notes = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "=1+1",
        "'=1",
        "''+2",
        "+1",
        "-1",
        "@x",
        "\t=1",
        "<b>&amp;</b>",
        "[b]x[/b]",
        "\x1b[31m",
        "\u202eabc",
        "a\r\nb",
        '"',
    ]
)
kinds = st.lists(st.sampled_from(["pain", "tingling", "numbness"]), unique=True, max_size=3)
offsets = st.sampled_from([0, 60, 120, -600, 840, 345, -210]).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.builds(
    lambda seconds, zone: (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).astimezone(zone).isoformat(),
    st.integers(0, 330 * 86_400),
    offsets,
)


@st.composite
def scores(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "pain": draw(pains),
        "left": draw(ranks),
        "right": draw(ranks),
        "kinds": {"left": draw(kinds), "right": draw(kinds)},
    }


@st.composite
def hurts(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "rep": draw(st.integers(1, 12)),
        "phase": draw(st.sampled_from(["hold", "lift"])),
        "answer": draw(st.sampled_from(["more", "spreading", "tingling_both", "weak", "signs", "faint"])),
        "pain": draw(pains),
        "settled": draw(st.none() | st.booleans()),
    }


@st.composite
def steps(draw: st.DrawFn) -> dict[str, Any]:
    return factories.step(  # type: ignore[return-value]
        draw(st.sampled_from(["bridge", "bird_dog"])),
        draw(st.sampled_from([None, "left", "right"])),
        level=draw(st.none() | st.integers(1, 4)),
        reps=draw(st.integers(0, 10)),
        partial_reps=draw(st.none() | st.integers(0, 3)),
        seconds=draw(st.integers(0, 300).map(lambda one: one / 2)),
        outcome=draw(st.sampled_from(["done", "partial", "skipped", "off"])),
        hurt=draw(st.lists(hurts(), max_size=2)),
    )


@st.composite
def entries(draw: st.DrawFn, uid: str | None = None) -> Entry:
    """One entry; without a uid it is drawn from a few."""
    uid = uid or draw(st.sampled_from([f"e{number}" for number in range(6)]))
    started, note = draw(moments), draw(notes)
    kind = draw(st.sampled_from(["session", "log", "care", "activity", "week", "form", "decision"]))
    base: dict[str, Any] = {**factories.log(uid, started=started), "note": note}
    plain = {name: base[name] for name in ("uid", "schema", "started", "ended", "tz", "app", "deleted", "edits")}
    match kind:
        case "session":
            made: dict[str, Any] = factories.session(uid, started=started, ended=started, note=note)  # type: ignore[assignment]
            made["before"], made["after"] = ({**draw(scores()), "at": started}, {**draw(scores()), "at": None})
            made |= {"worst": draw(pains), "next_day": draw(st.sampled_from([None, "better", "same", "worse"]))}
            made |= {"status": draw(st.sampled_from(["complete", "partial", "interrupted"]))}
            made |= {"stop": draw(st.sampled_from([None, "person", "S2", "S3"])), "steps": draw(st.lists(steps()))}
            made |= {"answer": draw(st.sampled_from([None, "done", "too_hard"]))}
            made |= {"programme": draw(st.sampled_from([None, {"id": "back", "version": 2}]))}
            return made  # type: ignore[return-value]
        case "log":
            return {**base, **draw(scores())}  # type: ignore[return-value]
        case "care":
            own: dict[str, Any] = {"what": draw(notes), "minutes": draw(st.none() | st.integers(0, 200)), "note": note}
        case "activity":
            own = {"name": draw(notes), "score": draw(pains)}
        case "week":
            own = {"pain": draw(pains)}
        case "form":
            own = {"name": "rmdq", "ticks": draw(st.lists(st.integers(1, 24), unique=True).map(sorted))}
        case _:
            own = {"about": "dose", "to": {"exercise": "bridge", "level": 2}, "why": "set by hand"}
    return {**plain, "kind": kind, **own}  # type: ignore[return-value]


def journals(most: int = 6) -> st.SearchStrategy[list[Entry]]:
    """Entries with uids that differ, newest first as the journal lists them."""
    return st.lists(entries(), max_size=most, unique_by=lambda entry: entry["uid"]).map(
        lambda found: sorted(found, key=lambda entry: datetime.fromisoformat(entry["started"]), reverse=True)
    )
