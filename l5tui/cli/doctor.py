"""`l5tui doctor`: where the files are, whether they are in order, and what to do if not.

A function for each part of the program yields lines for people and facts for a program. Nothing here shows what the
journal contains, so that the output can be sent to somebody who helps.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from l5tui import __version__
from l5tui.cli import Run
from l5tui.cli.doctor_findings import Finding, journal
from l5tui.cli.files import load_content, settings
from l5tui.config.errors import ExitStatus, L5Error
from l5tui.config.output import amount, print_json, print_text
from l5tui.config.paths import config_file, content_root, crash_log, own_content

if TYPE_CHECKING:
    from l5tui.config.settings import Settings

PACKAGES = ("textual", "tinydb", "msgspec", "tomlkit", "filelock", "platformdirs")


def doctor(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui doctor`."""
    parser.add_argument("--json", action="store_true", help="the same as a JSON object")
    return _doctor


def _doctor(args: Namespace) -> int:
    found, complaints = settings()
    findings = [
        *_versions(),
        *journal(args, found),
        *_settings(complaints),
        *_speech(found),
        *_content(),
        *_terminal(args),
        *_crashes(),
    ]
    needing = sum(finding.needs_you for finding in findings)
    if args.json:
        print_json(_as_json(findings, well=not needing))
    else:
        print_text((finding.line() for finding in findings), plain=args.ascii)
    if needing:
        needs = amount(needing, "thing needs", "things need")
        raise L5Error(f"{needs} you", "" if args.json else "look for the ! above")
    if not args.json:
        print_text("All is well.")
    return ExitStatus.OK


def _as_json(findings: list[Finding], *, well: bool) -> str:
    told = [
        {
            "about": one.about,
            "says": one.says,
            "needs_you": one.needs_you,
            **({"facts": one.facts} if one.facts else {}),
        }
        for one in findings
    ]
    return json.dumps({"well": well, "findings": told}, ensure_ascii=False, indent=2) + "\n"


def _versions() -> Iterator[Finding]:
    from importlib.metadata import PackageNotFoundError, version

    def installed(name: str) -> str | None:
        try:
            return version(name)
        except PackageNotFoundError:
            return None

    packages = {name: installed(name) for name in PACKAGES}
    python = ".".join(map(str, sys.version_info[:3]))
    here = Path(__file__).resolve().parents[1]
    facts = {"l5tui": __version__, "python": python, "system": sys.platform, "package": str(here), **packages}
    known = ", ".join(f"{name} {number}" for name, number in packages.items() if number)
    yield Finding("l5tui", f"{__version__} in {here}", facts=facts)
    yield Finding("python", f"{python} on {sys.platform}" + (f"; {known}" if known else ""))
    if missing := [name for name, number in packages.items() if number is None]:
        yield Finding("packages", f"{', '.join(missing)} not installed. Install l5tui again", needs_you=True)


def _settings(complaints: tuple[str, ...]) -> Iterator[Finding]:
    try:
        path = config_file()
    except L5Error:
        yield Finding("settings", "none, for no home folder is known")
        return
    there = path.exists()
    said = str(path) if there else f"{path}: not there, so all is as it comes"
    yield Finding("settings", said, facts={"path": str(path), "there": there})
    for complaint in complaints:
        yield Finding("settings", f"{complaint}.", needs_you=True)


def _speech(found: Settings) -> Iterator[Finding]:
    """Whether the speech command and the socket of another machine's voice exist. Nothing is spoken."""
    from shlex import split

    if found.speak_socket:
        there = Path(found.speak_socket).expanduser().exists()
        said = found.speak_socket if there else f"{found.speak_socket}: not there; ssh -R makes it (docs/terminals.md)"
        yield Finding("voice", said, facts={"speak_socket": found.speak_socket, "there": there})
    if not found.speak.strip():
        return
    name = split(found.speak)[0]
    if path := shutil.which(name):
        yield Finding("speech", path, facts={"speak": found.speak, "path": path})
    else:
        yield Finding("speech", f"{name} is not found. Install it, or take speak out of the settings", needs_you=True)


def _content() -> Iterator[Finding]:
    try:
        content = load_content()
    except L5Error as error:
        yield Finding("content", f"{error}.", needs_you=True)
        return
    said = (
        f"{amount(len(content.routines), 'routine', 'routines')} and "
        f"{amount(len(content.exercises), 'exercise', 'exercises')} in {content_root()}"
    )
    facts = {"path": str(content_root()), "routines": len(content.routines), "exercises": len(content.exercises)}
    yield Finding("content", said, facts=facts)
    try:
        own = own_content()
    except L5Error:
        own = None
    if own is not None and own.exists():
        yield Finding("content", f"your own in {own}", facts={"path": str(own)})
    for problem in content.problems:
        yield Finding("content", f"{problem}.", needs_you=True)


def _terminal(args: Namespace) -> Iterator[Finding]:
    from l5tui.terminal.capabilities import TRUE_COLOURS, capabilities

    able = capabilities(os.environ, ascii_only=args.ascii)
    term = os.environ.get("TERM", "")
    size = _size()
    facts = {
        "term": term,
        "columns": size[0] if size else None,
        "rows": size[1] if size else None,
        "dumb": able.dumb,
        "unicode": able.unicode,
        "braille": able.braille,
        "colours": able.colours,
        "title": able.title,
        "notification": able.notification,
    }
    if able.dumb:
        yield Finding("terminal", f"can't place text (TERM={term}), so only the commands work here", facts=facts)
        return
    colours = "true colour" if able.colours == TRUE_COLOURS else f"{able.colours} colours" if able.colours else "none"
    told = (
        f"{size[0]} x {size[1]}" if size else "size unknown",
        colours if able.colours else "no colours",
        "braille" if able.braille else "plain characters",
        "notifications" if able.notification else "no notifications",
        "window title" if able.title else "no window title",
    )
    yield Finding("terminal", f"{term}: {', '.join(told)}", facts=facts)


def _size() -> tuple[int, int] | None:
    for fd in (2, 0, 1):
        try:
            size = os.get_terminal_size(fd)
        except OSError:
            continue
        return size.columns, size.lines
    return None


def _crashes() -> Iterator[Finding]:
    try:
        path = crash_log()
    except L5Error:
        return
    if path.exists():
        said = f"{path} tells of a fault of the program; it holds no text of yours"
        yield Finding("crash", said, facts={"path": str(path)})
