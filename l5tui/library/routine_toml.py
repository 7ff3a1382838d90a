"""A routine as the text of its file: written anew, or changed where it changed, with every comment left in its place.

The text is cut at the `[[steps]]` headers. What stands directly above a header (comments without a blank line) belongs
to it, so that it moves with its step. Only keys that changed are touched. The result is parsed again and compared with
the routine, so a faulty edit is never returned.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from l5tui.domain.dose import ONE_ROUND, Rounds
from l5tui.domain.routine import Routine, Step
from l5tui.domain.routine_draft import DraftState
from l5tui.library.build import on_one_line

BOM: Final = "\ufeff"
_HEADER: Final = re.compile(r"\s*\[\[\s*steps\s*\]\]\s*(#.*)?")
_ROUNDS: Final = ("rounds", "rounds_left", "rounds_right")
_DEFAULTS: Final[Mapping[str, Any]] = {"phase_off": [], "rest": 0}
_NOT_COPIED: Final = ("order", "aliases")
"""Keys of a file that a copy of it doesn't have."""


class UnusableError(Exception):
    """A file is written in a way that can't be changed without losing something."""


def new_text(routine: Routine) -> str:
    """The TOML of a routine that has no file yet."""
    import tomlkit  # imported here because it loads slowly, and only saving needs it

    keys: dict[str, Any] = {"id": routine.id, "name": routine.name}
    keys |= {name: value for name in ("why", "care") if (value := getattr(routine, name))}
    keys |= {} if routine.ladder else {"ladder": False}
    head = "".join(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in keys.items())
    return head + "".join(f"\n{_new_step(step)}" for step in routine.steps)


def changed_text(text: str, state: DraftState, *, steps_anew: bool = False) -> str:
    """The text with the changes of a draft.

    Args:
        text: what the draft was made from: the routine's own file, or that of the routine which it is a copy of.
        state: the routine, and which step of the text each step was.
        steps_anew: write all steps anew, as `[[steps]]`. What stands outside of them stays, comments in them don't.

    Raises:
        UnusableError: it can't be done without changing or losing something else.
    """
    from tomlkit.exceptions import TOMLKitError

    mark, body = (BOM, text[1:]) if text.startswith(BOM) else ("", text)
    end = "\r\n" if 0 < body.count("\n") == body.count("\r\n") else "\n"
    body = body.replace("\r\n", "\n")
    body = body if body.endswith("\n") else f"{body}\n"
    try:
        before = tomllib.loads(body)
        after = _steps_anew(body, before, state) if steps_anew else _steps_in_place(body, before, state)
        after = after.rstrip("\n") + "\n"
        if _meaning(tomllib.loads(after)) == _meaning_of(state.routine):
            return mark + after.replace("\n", end)
    except (TOMLKitError, tomllib.TOMLDecodeError, RecursionError, KeyError, TypeError, IndexError):
        pass
    raise UnusableError("it is written in a way that isn't understood well enough to change it")


def _steps_in_place(body: str, before: Mapping[str, Any], state: DraftState) -> str:
    head, *chunks = _cut(body)
    if len(chunks) != len(before["steps"]):
        raise UnusableError("its steps aren't written as [[steps]]")
    after = _change_head(head, before, state.routine)
    for step, origin in zip(state.routine.steps, state.origins, strict=True):
        if origin is None:
            after = _apart(after) + _new_step(step)
        else:
            after = _apart(after, chunks[origin]) + _change_step(chunks[origin], before["steps"][origin], step)
    return after


def _steps_anew(body: str, before: Mapping[str, Any], state: DraftState) -> str:
    import tomlkit

    document = tomlkit.parse(body)
    document.remove("steps")
    head = _change_head(document.as_string(), before, state.routine).rstrip("\n") + "\n"
    return head + "".join(f"\n{_new_step(step)}" for step in state.routine.steps)


def _cut(body: str) -> list[str]:
    """The text before the first step, and that of each step, from the comments above its header on."""
    lines = body.splitlines(keepends=True)
    starts = []
    for number, line in enumerate(lines):
        if _HEADER.fullmatch(line.rstrip("\n")) and _is_whole("".join(lines[:number])):
            start = number
            while start and lines[start - 1].lstrip().startswith("#") and _is_whole("".join(lines[: start - 1])):
                start -= 1
            starts.append(start)
    edges = [0, *starts, len(lines)]
    return ["".join(lines[edges[at] : edges[at + 1]]) for at in range(len(edges) - 1)]


def _is_whole(text: str) -> bool:
    """Whether the beginning of a file ends outside of a text of several lines, which may hold what looks like a header
    or a comment."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _apart(before: str, chunk: str = "") -> str:
    """The text with a blank line at its end, where the next step needs one: a new step, or one with a comment above it,
    which would else belong to what stands before."""
    if before.endswith("\n\n") or (chunk and not chunk.lstrip().startswith("#")):
        return before
    return f"{before}\n"


def _change_head(head: str, before: Mapping[str, Any], routine: Routine) -> str:
    """The text before the first step, with what changed of the routine itself."""
    import tomlkit

    keys, below = _tail_cut(head)
    document = tomlkit.parse(keys)
    for key, value in {"id": routine.id, "name": routine.name, "why": routine.why}.items():
        if on_one_line(str(before.get(key, ""))) == on_one_line(value):
            continue
        if value:
            document[key] = value
        else:
            document.remove(key)
    for key in _NOT_COPIED if before.get("id") != routine.id else ():
        if key in document:
            document.remove(key)
    return _whole_lines(document.as_string()) + below


def _change_step(chunk: str, was: Mapping[str, Any], step: Step) -> str:
    """The text of a step with the keys that changed."""
    import tomlkit

    wanted = step_table(step)
    before, after = _step_meaning(was), _step_meaning(wanted)
    keys, below = _tail_cut(chunk)
    document = tomlkit.parse(keys)
    table: Any = document["steps"][0]
    for key in ("reps", "hold", "variant", "phase_off", *_ROUNDS, "first", "rest"):
        told = ("left", "right") if key in _ROUNDS else (key,)
        if all(before.get(one) == after.get(one) for one in told):
            continue
        if key in wanted:
            table[key] = wanted[key]
        elif key in was:
            table.remove(key)
    return _whole_lines(document.as_string()) + below


def _tail_cut(text: str) -> tuple[str, str]:
    """A text up to its last key, and the blank lines and comments below, so that a new key comes right after the
    others."""
    lines = text.splitlines(keepends=True)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        if not _is_whole("".join(lines[: end - 1])):
            break
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])


def _whole_lines(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _new_step(step: Step) -> str:
    import tomlkit

    keys = "".join(f"{key} = {tomlkit.item(value).as_string()}\n" for key, value in step_table(step).items())
    return f"[[steps]]\n{keys}"


def step_table(step: Step) -> dict[str, Any]:
    """A step as the keys of its table; those that say nothing are left out."""
    keys: dict[str, Any] = {"exercise": step.exercise.id}
    keys |= {key: step.overrides[key] for key in ("reps", "hold") if key in step.overrides}
    keys |= {"variant": step.variant} if step.variant else {}
    keys |= {"phase_off": list(step.phase_off)} if step.phase_off else {}
    if step.rounds.left == step.rounds.right:
        keys |= {"rounds": step.rounds.left} if step.rounds != ONE_ROUND else {}
    else:
        keys |= {"rounds_left": step.rounds.left, "rounds_right": step.rounds.right}
    keys |= {"first": str(step.first)} if step.first else {}
    return keys | ({"rest": step.rest_s} if step.rest_s else {})


def _step_meaning(table: Mapping[str, Any]) -> dict[str, Any]:
    """What a step's table says, however it says it."""
    both = table.get("rounds", 1)
    rounds = Rounds(table.get("rounds_left", both), table.get("rounds_right", both))
    others = {key: value for key, value in table.items() if key not in _ROUNDS and value != _DEFAULTS.get(key)}
    return {**others, "left": rounds.left, "right": rounds.right}


def _meaning(data: Mapping[str, Any]) -> tuple[object, ...]:
    texts = [on_one_line(str(data.get(key, ""))) for key in ("id", "name", "why", "care")]
    return (*texts, data.get("ladder", True), [_step_meaning(step) for step in data["steps"]])


def _meaning_of(routine: Routine) -> tuple[object, ...]:
    return _meaning(
        {
            "id": routine.id,
            "name": routine.name,
            "why": routine.why,
            "care": routine.care,
            "ladder": routine.ladder,
            "steps": _tables(routine.steps),
        }
    )


def _tables(steps: Iterable[Step]) -> Sequence[Mapping[str, Any]]:
    return [step_table(step) for step in steps]
