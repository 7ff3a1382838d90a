"""What is wrong in a TOML text, in words for a person who wrote it by hand: what stands there, and what should.

`tomllib` names a rule of its grammar, at the place where it noticed. This looks at the line again for the mistakes that
people make: text without quotes, `:` for `=`, True for true, a quote or a bracket that isn't closed. A line that it
suggests has been parsed.
"""

from __future__ import annotations

import re
import tomllib
from typing import Final

from l5tui.config.settings import shown
from l5tui.config.toml_lines import joined_key, lines_by_key

_AT: Final = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)", re.DOTALL)
_CURLY: Final = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛", "'"))
_BARE_NAME: Final = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_HEADER: Final = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]")
_LONG_QUOTES: Final = ('"""', "'''")
_TRUE: Final = frozenset({"true", "yes", "on", "y"})
_FALSE: Final = frozenset({"false", "no", "off", "n"})
_LIKE: Final = 'a setting is a name, = and a value, as in bell = false or theme = "dark"'


def what_is_wrong(error: tomllib.TOMLDecodeError, text: str) -> str:
    """The line, what stands there, and what should: `line 3: "theme = dark" can't be read: ...`."""
    found = _AT.fullmatch(str(error))
    lines = text.split("\n")
    number = len(text.rstrip().split("\n"))
    if found and found["line"]:
        number = min(int(found["line"]), len(lines))
    what = found["what"] if found else ""
    if what.startswith(("Cannot overwrite", "Cannot declare", "Cannot mutate", "Cannot redefine")):
        return f"line {number}: {_twice(lines, number)}"
    upwards = range(number, 0, -1)
    opened = (one for one in upwards if any(lines[one - 1].count(quote) % 2 for quote in _LONG_QUOTES))
    number = next(opened, 0) or next((one for one in upwards if not _reads(lines[one - 1])), number)
    line = lines[number - 1].lstrip("\ufeff").strip()
    return f"line {number}: {shown(line)} can't be read: {_mistake(line)}"


def _reads(line: str) -> bool:
    try:
        tomllib.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return False
    return True


def _twice(lines: list[str], number: int) -> str:
    """What stands there for the second time, and where it stood first."""
    line = lines[number - 1].strip()
    table = ""
    for one in lines[:number]:
        if header := _HEADER.match(one):
            table = header[1]
    name = line.partition("=")[0].strip().strip("\"'") if "=" in line else ""
    key = joined_key(table, name)
    first = lines_by_key("\n".join(lines[: number - 1])).get(key)
    where = f"already in line {first}" if first and first < number else "before"
    return f"{shown(line)}: {name or f'[{table}]'} stands {where}; each may stand once. Leave one of them out"


def _mistake(line: str) -> str:
    """What is wrong with a line that isn't TOML, and what it should be."""
    if not all(sign.isprintable() or sign == "\t" for sign in line):
        return "it has a sign that can't be shown; write the line anew"
    if line.translate(_CURLY) != line:
        return _write("quotation marks must be straight", line.translate(_CURLY))
    if line.startswith(("//", ";", "--", "/*", "%")):
        return _write("a remark begins with #", f"# {line.lstrip('/;-*% ')}")
    if (line.startswith("[") or line.endswith("]")) and "=" not in line:
        return _write("a table's name stands between [ and ]", f"[{line.strip('[] ')}]")
    name, equals, value = (part.strip() for part in line.partition("="))
    if not equals:
        name, colon, value = (part.strip() for part in line.partition(":"))
        if colon:
            return _write("between name and value stands =", _pair(name, value))
        if _BARE_NAME.fullmatch(line):
            return f"a value is missing; {_LIKE}"
        name, _, value = (part.strip() for part in line.partition(" "))
        if _BARE_NAME.fullmatch(name) and value:
            return _write("between name and value stands =", _pair(name, value))
        return _LIKE
    if not name:
        return f"a name is missing before the =; {_LIKE}"
    if not value or value.startswith("#"):
        return f"a value is missing after the =; {_LIKE}"
    if not _reads(f"{name} = 1"):
        better = re.sub(r"\s+", "_", name) if re.fullmatch(r"[\w\s-]+", name, re.ASCII) else _quoted(name.strip("\"'"))
        why = "a name has no spaces" if better == re.sub(r"\s+", "_", name) else "such a name stands in quotes"
        return _write(why, _pair(better, value))
    return _wrong_value(name, value)


def _wrong_value(name: str, value: str) -> str:
    """What is wrong with the value of a pair whose name can be read."""
    first = value[0]
    if first == "=":
        return _write("one = is enough", _pair(name, value.lstrip("= ")))
    if value.startswith(_LONG_QUOTES):
        return f"the text that begins here has no {value[:3]} at its end"
    if first in "\"'":
        end = value.find(first, 1)
        if end < 0:
            return _write("the closing quote is missing", f"{name} = {_quoted(value[1:])}")
        if first == '"' and "\\" in value:
            return _write(
                "after a \\ in double quotes not every sign may follow; single quotes take it as it is",
                f"{name} = '{value.strip(first)}'",
            )
        return _write("nothing but a remark that begins with # may follow a value", f"{name} = {value[: end + 1]}")
    if first in "[{":
        close = "]" if first == "[" else "}"
        inner = value.partition("#")[0].strip().strip("[]{}").strip()
        words = [part.strip().strip("\"'") for part in inner.split(",")]
        listed = f"[{', '.join(_quoted(word) for word in words if word)}]"
        if close not in value:
            return _write(f"the closing {close} is missing", f"{name} = {listed}" if first == "[" else "")
        return _write(
            "what it holds stands in quotes, with commas in between", f"{name} = {listed}" if first == "[" else ""
        )
    bare = value.partition("#")[0].strip()
    if bare[-1:] in (",", ";") and _reads(f"{name} = {bare[:-1]}"):
        return _write("nothing but a remark that begins with # may follow a value", f"{name} = {bare[:-1]}")
    if bare.casefold() in _TRUE | _FALSE:
        return _write("it is true or false, in small letters", _pair(name, bare))
    return _write("text stands in quotes", f"{name} = {_quoted(bare.rstrip(chr(34) + chr(39)))}")


def _pair(name: str, value: str) -> str:
    """`name = value`, with the value in quotes where it isn't one as it stands."""
    better = name if _BARE_NAME.fullmatch(name) or _reads(f"{name} = 1") else _quoted(name.strip("\"'"))
    if value.casefold() in _TRUE | _FALSE:
        return f"{better} = {'true' if value.casefold() in _TRUE else 'false'}"
    return f"{better} = {value if _reads(f'a = {value}') else _quoted(value.strip(chr(34) + chr(39)))}"


def _quoted(text: str) -> str:
    return f"'{text}'" if '"' in text or "\\" in text else f'"{text}"'


def _write(why: str, line: str) -> str:
    """The reason, with the line that should stand there if that is certain to be read."""
    return f"{why}. Write {line}" if line and len(line) <= 80 and _reads(line) else f"{why}; {_LIKE}"
