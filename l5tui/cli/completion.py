"""`l5tui completion`: what a shell needs to complete l5tui's commands, options and names.

The scripts are made from the parsers. The names of routines, exercises and favourites change, so the shell asks
`l5tui completion routines` for them while the person types.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol, cast

from l5tui.cli import Run
from l5tui.cli.command_tree import NAMES, Argument, Line, ParserOf, lines
from l5tui.cli.files import journal_path, load_content
from l5tui.config.errors import ExitStatus, L5Error, UsageError
from l5tui.config.output import did_you_mean, print_text, printable, quoted


class _Parser(Protocol):
    def of_command(self, name: str | None) -> ArgumentParser: ...


def completion(parser: ArgumentParser) -> Run:
    """Add the arguments of `l5tui completion SHELL`."""
    parser.add_argument(
        "shell",
        metavar="|".join((*SCRIPTS, *NAMES)),
        help="print the script of a shell; or the names that it asks for",
    )
    return lambda args: _completion(args, cast("_Parser", parser).of_command)


def _completion(args: Namespace, parser_of: ParserOf) -> int:
    if args.shell in SCRIPTS:
        print_text(script(args.shell, lines(parser_of)).splitlines())
    elif args.shell in NAMES:
        rows = "".join(f"{printable(name)}\t{printable(words)}\n" for name, words in _names(args.shell, args))
        sys.stdout.buffer.write(rows.encode())
    else:
        near = did_you_mean(args.shell, (*SCRIPTS, *NAMES))
        raise UsageError(f"there is no completion for {quoted(args.shell)}{near}", f"It can be: {', '.join(SCRIPTS)}")
    return ExitStatus.OK


def _names(kind: str, args: Namespace) -> Iterator[tuple[str, str]]:
    """The names to offer, each with its words. What can't be read is left out, since nobody could see why."""
    content = load_content()
    if kind == "pages":
        yield from ((page.id, page.title) for page in content.pages)
        return
    if kind == "routines":
        from l5tui.config.clock import now
        from l5tui.journal.store import Journal
        from l5tui.library.programmes import Programmes, with_programme

        try:
            journal = Journal(journal_path(args))
            if journal.path.exists():
                journal.open()
                content = with_programme(
                    content, Programmes(content).in_force(journal.entries(), now().date()).programme
                )
                for number, one in enumerate(journal.favourites()[:9], 1):
                    found = content.startable(one)
                    yield str(number), f"favourite: {found.name if found else one}"
        except L5Error:
            pass
        yield from ((one.id, one.name) for one in content.routines.values())
    yield from ((one.id, one.name) for one in content.exercises.values())


def script(shell: str, every: tuple[Line, ...]) -> str:
    """The script of a shell for these commands."""
    return "\n".join(SCRIPTS[shell](every)) + "\n"


def shared_files(parser_of: ParserOf) -> dict[str, str]:
    """What the wheel installs for shells and for `man`: each file's place below the environment, and its text."""
    from l5tui.cli.man_page import man_page

    every = lines(parser_of)
    return {
        "share/bash-completion/completions/l5tui": script("bash", every),
        "share/zsh/site-functions/_l5tui": script("zsh", every),
        "share/fish/vendor_completions.d/l5tui.fish": script("fish", every),
        "share/man/man1/l5tui.1": man_page(every),
    }


def _bash(every: tuple[Line, ...]) -> Iterator[str]:
    shared, *commands = every
    valued = [(line, one) for line in every for one in line.options if one.value]
    yield '# Completion of l5tui for bash, made from its parsers. Put into ~/.bashrc: eval "$(l5tui completion bash)"'
    yield "_l5tui() {"
    yield "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command= place=0 skip= word i"
    yield "    for ((i = 1; i < COMP_CWORD; i++)); do"
    yield "        word=${COMP_WORDS[i]}"
    yield "        if [[ $skip ]]; then skip=; continue; fi"
    yield "        case $word in"
    yield f"            {'|'.join(dict.fromkeys(option for _, one in valued for option in one.options))}) skip=1 ;;"
    yield "            -*) ;;"
    yield "            *) if [[ $command ]]; then ((place++)); else command=$word; fi ;;"
    yield "        esac"
    yield "    done"
    yield "    COMPREPLY=()"
    yield "    case $command:$prev in"
    for line, one in valued:
        pattern = "|".join(f"{line.name or '*'}:{option}" for option in one.options)
        yield f"        {pattern}) {_in_bash(one)}; return ;;"
    yield "    esac"
    yield "    if [[ $cur == -* ]]; then"
    yield "        case $command in"
    for line in commands:
        yield f"            {line.name}) _l5tui_words {_options(line)} ;;"
    yield "        esac"
    yield f"        _l5tui_words {_options(shared)}"
    yield "        return"
    yield "    fi"
    yield "    case $command:$place in"
    yield f"        :*) _l5tui_words {' '.join(line.name for line in commands)} ;;"
    for line in commands:
        for number, one in enumerate(line.places):
            yield f"        {line.name}:{'*' if one.many else number}) {_in_bash(one)} ;;"
    yield "    esac"
    yield "}"
    yield "_l5tui_words() {"
    yield "    local IFS=$'\\n'"
    yield '    COMPREPLY+=($(compgen -W "$(printf \'%s\\n\' "$@")" -- "$cur"))'
    yield "}"
    yield "_l5tui_names() {"
    yield '    _l5tui_words $(l5tui completion "$1" 2> /dev/null | cut -f 1)'
    yield "}"
    yield "complete -F _l5tui l5tui"


def _in_bash(one: Argument) -> str:
    done = [f"_l5tui_words {' '.join(one.words)}"] if one.words else []
    if one.kind == "name":
        done.append(f"_l5tui_names {one.names}")
    if one.kind == "file":
        done.append("compopt -o default 2> /dev/null")
    return "; ".join(done) or ":"


def _options(line: Line) -> str:
    return " ".join(option for one in line.options for option in one.options)


def _zsh(every: tuple[Line, ...]) -> Iterator[str]:
    shared, *commands = every
    yield "#compdef l5tui"
    yield "# Completion of l5tui for zsh, made from its parsers. Put into ~/.zshrc, after compinit:"
    yield '# eval "$(l5tui completion zsh)"'
    yield "_l5tui() {"
    yield "    local context state state_descr line"
    yield "    typeset -A opt_args"
    yield "    local -a shared commands"
    yield "    shared=("
    yield from (f"        {spec}" for one in shared.options for spec in _zsh_option(one))
    yield "    )"
    yield "    commands=("
    yield from (f"        {_single(f'{line.name}:{_first(line.about)}')}" for line in commands)
    yield "    )"
    yield "    _arguments -C $shared '1:command:->command' '*::argument:->argument'"
    yield "    case $state in"
    yield "        command) _describe -t commands command commands ;;"
    yield "        argument)"
    yield "            case $words[1] in"
    for line in commands:
        specs = [spec for one in line.options for spec in _zsh_option(one)]
        specs += [
            _single(f"{'*' if one.many else number}:{_zsh_text(one.value)}:{_in_zsh(one)}")
            for number, one in enumerate(line.places, 1)
        ]
        yield f"                {line.name}) _arguments $shared {' '.join(specs)} ;;"
    yield "            esac ;;"
    yield "    esac"
    yield "}"
    yield "_l5tui_names() {"
    yield "    local -a found"
    yield '    found=("${(@f)$(l5tui completion $1 2> /dev/null)}")'
    yield '    found=("${(@)found//:/\\\\:}")'
    yield "    found=(\"${(@)found/$'\\t'/:}\")"
    yield "    _describe -t $1 $1 found"
    yield "}"
    yield 'if [[ $funcstack[1] == _l5tui ]]; then _l5tui "$@"; else compdef _l5tui l5tui; fi'


def _zsh_option(one: Argument) -> Iterator[str]:
    for option in one.options:
        value = f":{_zsh_text(one.value)}:{_in_zsh(one)}" if one.value else ""
        yield _single(f"{option}[{_zsh_text(_first(one.about))}]{value}")


def _in_zsh(one: Argument) -> str:
    if one.kind == "name":
        words = f" -- {' '.join(one.words)}" if one.words else ""
        return f"{{_l5tui_names {one.names}{words and '; compadd' + words}}}"
    if one.kind == "file":
        return "_files"
    return f"({' '.join(one.words)})" if one.words else " "


def _zsh_text(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "[]:\\" else sign for sign in text)


def _fish(every: tuple[Line, ...]) -> Iterator[str]:
    yield "# Completion of l5tui for fish, made from its parsers:"
    yield "# l5tui completion fish > ~/.config/fish/completions/l5tui.fish"
    yield "complete -c l5tui -f"
    for line in every[1:]:
        yield f"complete -c l5tui -n __fish_use_subcommand -a {line.name} -d {_single(_first(line.about))}"
    for line in every:
        where = f" -n '__fish_seen_subcommand_from {line.name}'" if line.name else ""
        for one in line.options:
            spelled = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in one.options)
            value = f" {_in_fish(one)}" if one.value else ""
            yield f"complete -c l5tui{where} {spelled}{value} -d {_single(_first(one.about))}"
        for one in line.places:
            if one.words or one.kind:
                yield f"complete -c l5tui{where} {_in_fish(one)}"


def _in_fish(one: Argument) -> str:
    asked = f"(l5tui completion {one.names} 2> /dev/null)" if one.kind == "name" else ""
    words = " ".join([*one.words, *([asked] if asked else [])])
    needs = "-r" if one.options else ""
    files = "-F" if one.kind == "file" else "-f" if one.options else ""
    return " ".join(part for part in (needs, files, f"-a {_single(words)}" if words else "") if part)


def _single(text: str) -> str:
    """The text as one word of a shell."""
    escaped = text.replace("'", "'\\''")
    return f"'{escaped}'"


def _first(about: str) -> str:
    """What something is about, in one line and without its full stop."""
    return " ".join(about.split()).rstrip(".")


SCRIPTS: Final[Mapping[str, Callable[[tuple[Line, ...]], Iterable[str]]]] = {"bash": _bash, "zsh": _zsh, "fish": _fish}
