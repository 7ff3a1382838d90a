"""The journal as a table for a spreadsheet, and the entries that such a table holds.

A row is an entry, or with `steps` a step of a session. Cells are words and numbers, never JSON. What has no place in a
cell is only in the JSON export: decisions, the first values of corrections, and what newer versions added.

A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` as a formula, and a note can hold any text. So text that
begins like a formula gets an apostrophe in front, which makes spreadsheets show it as text; an import takes it off.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any, Final

from l5tui import __version__
from l5tui.config.output import printable
from l5tui.domain.entry import SCHEMA, Entry, no_score
from l5tui.domain.entry_reading import Body, corrections, number, pain, rank, table, tables, text, texts
from l5tui.domain.entry_times import moment_of, offset_words
from l5tui.domain.pain import KINDS, PLACES, parse_pain
from l5tui.domain.regular_questions import score_in
from l5tui.domain.safety.stop_page import WHAT_IT_WAS, felt_words
from l5tui.domain.safety.stop_rules import BOTH, EARLIER, HurtAnswer
from l5tui.journal.cell_times import parse_day, parse_time

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the encoding of its own country."""
KIND_WORDS: Final[Mapping[str, str]] = {
    "session": "session",
    "log": "pain score",
    "care": "other care",
    "activity": "activity",
    "week": "average of 7 days",
    "form": "questionnaire",
    "safety": "safety answer",
}
"""The kinds of entries in the table. Decisions are only in JSON."""
STOP_WORDS: Final[Mapping[str, str]] = {"person": "stopped by the person", **WHAT_IT_WAS}
COLUMNS: Final = (
    *("date", "time", "kind", "what", "pain_before", "pain_after", "pain_highest"),
    *("left_before", "right_before", "left_kinds_before", "right_kinds_before"),
    *("left_after", "right_after", "left_kinds_after", "right_kinds_after"),
    *("next_morning", "status", "stopped_by", "minutes", "score", "note", "active_seconds", "end_time", "speed"),
    *("routine_id", "programme", "programme_answer", "safety", "ticks", "corrected", "utc_offset", "time_zone", "uid"),
)
STEP_COLUMNS: Final = (
    *("exercise", "exercise_id", "side", "level", "form", "planned_reps", "reps", "partial_reps"),
    *("seconds", "held_seconds", "outcome", "hurt"),
)
SAY_DATES: Final = "say which it is: --dates month/day/year or --dates day/month/year"
_LIST: Final = "; "
_FELT: Final[Mapping[str, str]] = {
    felt_words(answer): answer for one in HurtAnswer for answer in (str(one), f"{one}{BOTH}")
} | {felt_words(answer): answer for answer in EARLIER}
_OBEYED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""What a terminal or a text editor obeys, but for tabs and ends of lines. It is spelled out, also after an import."""
_HURT: Final = re.compile(r"(.*?) (\d+): (.*?)(?:, pain (\d+))?(?:, (went back|stayed))?")
_SETTLED: Final = {True: ", went back", False: ", stayed"}

Row = dict[str, object]


def to_csv(entries: Iterable[Entry], *, steps: bool = False, names: Mapping[str, str] | None = None) -> str:
    """The entries as CSV with a header; lines end as RFC 4180 has them.

    Args:
        entries: the entries, in the order of the rows.
        steps: a row for each step of a session, instead of one for the session.
        names: the names of exercises, by id.
    """
    out = io.StringIO(newline="")
    out.write(BYTE_ORDER_MARK)
    columns = (*COLUMNS, *STEP_COLUMNS) if steps else COLUMNS
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for entry in entries:
        body: Body = entry
        if body.get("kind") == "decision":
            continue
        row = row_of(body)
        for step in (tables(body, "steps") if steps else []) or [{}]:
            whole = {**row, **(_step_row(step, names or {}) if step else {})}
            writer.writerow([_cell(whole.get(name)) for name in columns])
    return out.getvalue()


def row_of(body: Body) -> Row:
    """The cells of an entry, by column; a missing one is empty."""
    kind = text(body, "kind")
    before = table(body, "before") if kind == "session" else body
    after = table(body, "after")
    began = moment_of(body.get("started"))
    row: Row = {
        "date": began.date().isoformat() if began else None,
        "time": began.time().isoformat() if began else None,
        "utc_offset": offset_words(began) if began else None,
        "kind": KIND_WORDS.get(kind, kind),
        "pain_before": None if kind == "week" else pain(before.get("pain")),
        "pain_after": pain(after.get("pain")),
        "note": text(body, "note"),
        "time_zone": text(body, "tz"),
        "corrected": "yes" if corrections(body) else "",
        "uid": text(body, "uid"),
    }
    for when, score in (("before", before), ("after", after)):
        for side in ("left", "right"):
            place = rank(score, side)
            row[f"{side}_{when}"] = "" if place is None else PLACES[place]
            row[f"{side}_kinds_{when}"] = _LIST.join(texts(table(score, "kinds"), side))
    match kind:
        case "session":
            row |= _session_cells(body)
        case "care":
            row |= {"what": text(body, "what"), "minutes": number(body.get("minutes"))}
        case "activity":
            row |= {"what": text(body, "name"), "score": pain(body.get("score"))}
        case "week":
            row["score"] = pain(body.get("pain"))
        case "form":
            given = body.get("ticks")
            ticks = [one for one in given if type(one) is int] if isinstance(given, list) else []
            row |= {"what": text(body, "name"), "score": score_in(body), "ticks": _LIST.join(map(str, ticks))}
        case "safety":
            row |= {"what": text(body, "occasion").replace("_", " "), "safety": _safety_words(body)}
            row["stopped_by"] = STOP_WORDS.get(text(body, "stop"), "")
    return row


def escape_formula(cell: str) -> str:
    """The text as a cell that no spreadsheet runs; leading blanks and full-width characters are seen through."""
    return f"'{cell}" if _is_formula(cell.lstrip("'")) else cell


def unescape_formula(cell: str) -> str:
    """The text before `escape_formula`."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell.lstrip("'")) else cell


def is_own_header(header: Iterable[str]) -> bool:
    """Whether a table with this header was written by `to_csv`."""
    return {"date", "time", "kind", "uid", "pain_before"}.issubset(header)


def entries_of(
    rows: Iterable[tuple[int, Mapping[str, str]]], dates: str | None = None
) -> Iterator[tuple[int, Entry | str]]:
    """The entries in the rows of such a table, or for a row that can't be taken the reason why.

    Args:
        rows: the number of each row in the file, and its cells by column. Rows of one session are one entry, wherever
            sorting has put them.
        dates: the form of dates, if a spreadsheet changed it to one that could be two days.

    Yields:
        The number of the row, and the entry or the reason; the reasons come first.
    """
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for line, cells in rows:
        given = {name: unescape_formula(cell or "") for name, cell in cells.items() if name}
        known = found.get(given.get("uid", ""))
        try:
            if known is None:
                body = _entry_of(given, dates)
                found[body["uid"]] = line, body
            elif given.get("exercise_id") and known[1]["kind"] == "session":
                known[1]["steps"].append(_step_of(given))
            else:
                yield line, f"its uid is that of line {known[0]}"
        except (ValueError, OverflowError) as error:  # no date is after the year 9999
            yield line, str(error)
    yield from found.values()  # type: ignore[misc]


def _is_formula(text: str) -> bool:
    start = text.lstrip(" \u00a0\u3000\ufeff\u200b")[:1]
    return bool(start) and start in "=+-@\t\r\n\v\f\0＝＋－＠|%"


def _cell(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return escape_formula(_OBEYED.sub(lambda found: printable(found[0]), value))
    return "" if value is None else value


def _session_cells(body: Body) -> Row:
    routine, programme = table(body, "routine"), table(body, "programme")
    began, ended = moment_of(body.get("started")), moment_of(body.get("ended"))
    return {
        # In the offset of the start, so that one column of offsets says both.
        "end_time": _clock_at(ended, began.tzinfo) if began and ended else None,
        "what": text(routine, "name"),
        "routine_id": text(routine, "id"),
        "pain_highest": pain(body.get("worst")),
        "next_morning": text(body, "next_day"),
        "status": text(body, "status"),
        "stopped_by": STOP_WORDS.get(text(body, "stop"), text(body, "stop")),
        "active_seconds": number(body.get("active_s")),
        "programme": f"{text(programme, 'id')} {programme.get('version')}" if programme else "",
        "programme_answer": text(body, "answer").replace("_", " "),
        "speed": number(body.get("speed")),
    }


def _clock_at(time: datetime, zone: tzinfo | None) -> str | None:
    try:
        return time.astimezone(zone).time().isoformat()
    except OverflowError:  # at the ends of the years that there are
        return None


def _safety_words(body: Body) -> str:
    """`A6 yes; U1 not sure; all else no`, and what was cleared."""
    answers = {name: str(said).replace("_", " ") for name, said in table(body, "answers").items()}
    words = [f"{name} {said}" for name, said in answers.items() if said != "no"]
    if len(words) < len(answers):
        words.append("all else no" if words else "all no")
    for name, clearing in table(body, "cleared").items():
        words.append(f"{name} cleared {text(clearing, 'date')}" if isinstance(clearing, Mapping) else f"{name} cleared")
    return _LIST.join(words)


def _step_row(step: Body, names: Mapping[str, str]) -> Row:
    exercise = text(step, "exercise")
    return {
        "exercise": names.get(exercise, exercise),
        "exercise_id": exercise,
        "side": text(step, "side"),
        "level": number(step.get("level")),
        "form": text(step, "variant"),
        **{name: number(step.get(name)) for name in ("planned_reps", "reps", "partial_reps", "seconds")},
        "held_seconds": number(step.get("held")),
        "outcome": text(step, "outcome"),
        "hurt": _LIST.join(map(_hurt_words, tables(step, "hurt"))),
    }


def _hurt_words(hurt: Body) -> str:
    """`hold 3: further down the leg, pain 6, went back`."""
    score = pain(hurt.get("pain"))
    settled = hurt.get("settled")
    words = f"{text(hurt, 'phase')} {hurt.get('rep')}: {felt_words(text(hurt, 'answer'))}"
    return f"{words}{'' if score is None else f', pain {score}'}" + (
        _SETTLED[settled] if isinstance(settled, bool) else ""
    )


# Back


def _entry_of(given: Mapping[str, str], dates: str | None) -> dict[str, Any]:
    kinds = {words: kind for kind, words in KIND_WORDS.items()}
    kind = kinds.get(given.get("kind", ""), "")
    if kind in ("", "safety"):
        what = "a safety answer, which only JSON holds whole" if kind else "of a kind that this version doesn't know"
        raise ValueError(f"it is {what}")
    uid = given.get("uid", "")
    if not uid:
        raise ValueError("it has no uid")
    at = _moment(given, "time", dates)
    body: dict[str, Any] = {
        "uid": uid,
        "schema": SCHEMA,
        "kind": kind,
        "started": at.isoformat(),
        "ended": _end(given, at, dates),
        "tz": given.get("time_zone") or None,
        "app": __version__,
        "deleted": None,
        "edits": [],
    }
    note = {"note": given.get("note", "")}
    match kind:
        case "session":
            return body | _session_of(given, at) | note
        case "log":
            score = _score_of(given, "before")
            return body | {name: score[name] for name in ("pain", "left", "right", "kinds")} | note
        case "care":
            minutes = _number(given, "minutes")
            return body | {"what": given.get("what", ""), "minutes": None if minutes is None else int(minutes)} | note
        case "activity":
            return body | {"name": given.get("what", ""), "score": _pain(given, "score")} | _if_any(note)
        case "week":
            return body | {"pain": _pain(given, "score")} | _if_any(note)
        case _:
            ticks = [int(one) for one in given.get("ticks", "").split(";") if one.strip()]
            return body | {"name": given.get("what", ""), "ticks": ticks} | _if_any(note)


def _if_any(note: dict[str, str]) -> dict[str, str]:
    return note if note["note"] else {}


def _session_of(given: Mapping[str, str], at: datetime) -> dict[str, Any]:
    stops = {words: stop for stop, words in STOP_WORDS.items()}
    programme, _, version = given.get("programme", "").rpartition(" ")
    before = _score_of(given, "before")
    before["at"] = at.isoformat()
    return {
        "programme": {"id": programme, "version": int(version)} if programme and version.isdecimal() else None,
        "answer": _one_of(given, "programme_answer", ("done", "partly", "too hard", "not possible")).replace(" ", "_")
        or None,
        "clock_step_s": 0.0,
        "status": _one_of(given, "status", ("complete", "partial", "interrupted")) or "interrupted",
        "stop": stops.get(_one_of(given, "stopped_by", stops)),
        "active_s": _number(given, "active_seconds") or 0.0,
        "paused_s": 0.0,
        "speed": 1.0 if (speed := _number(given, "speed")) is None else speed,
        "routine": {"id": given.get("routine_id", ""), "name": given.get("what", "")},
        "before": before,
        "after": _score_of(given, "after"),
        "worst": _pain(given, "pain_highest"),
        "next_day": _one_of(given, "next_morning", ("better", "same", "worse")) or None,
        "steps": [_step_of(given)] if given.get("exercise_id") else [],
    }


def _step_of(given: Mapping[str, str]) -> dict[str, Any]:
    level, partial = _number(given, "level"), _number(given, "partial_reps")
    return {
        "exercise": given.get("exercise_id", ""),
        "side": _one_of(given, "side", ("left", "right")) or None,
        "level": None if level is None else int(level),
        "variant": given.get("form") or None,
        "planned_reps": int(_number(given, "planned_reps") or 0),
        "reps": int(_number(given, "reps") or 0),
        "partial_reps": None if partial is None else int(partial),
        "seconds": _number(given, "seconds") or 0.0,
        "held": _number(given, "held_seconds") or 0.0,
        "outcome": _one_of(given, "outcome", ("done", "partial", "skipped", "off")) or "done",
        "hurt": [_hurt_of(words) for words in given.get("hurt", "").split(_LIST) if words],
    }


def _hurt_of(words: str) -> dict[str, Any]:
    found = _HURT.fullmatch(words)
    if not found:
        raise ValueError(f"hurt holds {words[:40]!r}")
    phase, rep, felt, score, settled = found.groups()
    return {
        "rep": int(rep),
        "phase": phase,
        "answer": _FELT.get(felt, felt),
        "pain": None if score is None else parse_pain(score),
        "settled": None if settled is None else settled == "went back",
    }


def _moment(given: Mapping[str, str], clock: str, dates: str | None) -> datetime:
    day = parse_day(given.get("date", ""), dates, SAY_DATES)
    found = re.fullmatch(r"UTC(?:([+-])(\d\d?)(?::(\d\d))?)?", given.get("utc_offset", ""))
    if not found:
        raise ValueError("utc_offset isn't one such as UTC+1")
    minutes = int(found[2] or 0) * 60 + int(found[3] or 0)
    zone = timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes))
    return datetime.combine(day, parse_time(given.get(clock, "")), zone)


def _end(given: Mapping[str, str], began: datetime, dates: str | None) -> str | None:
    """The end of a session; one that is earlier on the clock than its start was on the next day."""
    if not given.get("end_time"):
        return None
    ended = _moment(given, "end_time", dates)
    return (ended if ended >= began else ended + timedelta(days=1)).isoformat()


def _score_of(given: Mapping[str, str], when: str) -> dict[str, Any]:
    ranks = {words: place for place, words in enumerate(PLACES)}
    places = {side: ranks.get(_one_of(given, f"{side}_{when}", ranks)) for side in ("left", "right")}
    kinds = {
        side: [kind for kind in (one.strip() for one in given.get(f"{side}_kinds_{when}", "").split(";")) if kind]
        for side in ("left", "right")
    }
    if unknown := [kind for said in kinds.values() for kind in said if kind not in KINDS]:
        raise ValueError(f"{unknown[0][:20]} is no kind of symptom")
    return {**no_score(), "pain": _pain(given, f"pain_{when}"), **places, "kinds": kinds}


def _pain(given: Mapping[str, str], name: str) -> int | None:
    cell = given.get(name, "").strip()
    score = parse_pain(cell)
    if cell and score is None:
        raise ValueError(f"{name} is {cell[:20]}, not a whole number from 0 to 10")
    return score


def _number(given: Mapping[str, str], name: str) -> float | None:
    cell = given.get(name, "").strip().replace(",", ".")
    if not cell:
        return None
    if not re.fullmatch(r"-?\d{1,12}(\.\d+)?(e-?\d{1,2})?", cell, re.ASCII):
        raise ValueError(f"{name} is {cell[:20]}, not a number")
    return float(cell)


def _one_of(given: Mapping[str, str], name: str, known: Iterable[str]) -> str:
    """The cell if it is empty or one of the known words."""
    cell = given.get(name, "").strip()
    if cell and cell not in known:
        raise ValueError(f"{name} is {cell[:30]}, which this version doesn't know")
    return cell
