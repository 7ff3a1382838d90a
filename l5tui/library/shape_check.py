"""Checks a parsed TOML table against a shape, and finds all mistakes in it.

msgspec stops at the first mistake, and names it in Python's terms. So a table that msgspec refuses is checked again
here, value by value, by the types that msgspec itself derives from the shape.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from msgspec import Struct, inspect

from l5tui.config.output import quoted
from l5tui.config.toml_lines import joined_key
from l5tui.library.faults import Faults, nearest, nearest_word, shown_number

_TOML_WORDS: Final[dict[type, str]] = {
    int: "a whole number",
    float: "a number with a point",
    str: "a text in quotes",
    bool: "true or false",
    list: "an array [...]",
    dict: "a table",
    dt.datetime: "a date with a time",
    dt.date: "a date such as 2026-12-31",
    dt.time: "a time",
}
_PYTHON: Final[dict[type, type]] = {
    inspect.IntType: int,
    inspect.FloatType: float,
    inspect.StrType: str,
    inspect.BoolType: bool,
    inspect.ListType: list,
    inspect.DictType: dict,
    inspect.StructType: dict,
    inspect.DateTimeType: dt.datetime,
    inspect.DateType: dt.date,
    inspect.TimeType: dt.time,
}
_STAND_INS: Final[dict[type, Any]] = {
    int: 1,
    float: 1.0,
    str: "",
    bool: False,
    dt.date: dt.date.min,
    dt.time: dt.time.min,
}


def checked(data: Any, shape: type[Struct], faults: Faults, key: str = "") -> Any:
    """The table as an instance of its shape, with all mistakes added to `faults`.

    Where a value is wrong, a stand-in of the right type takes its place, so that the rules between the other values
    can be checked too.

    Args:
        data: the parsed table.
        shape: its shape.
        faults: the file's faults.
        key: the key of the table in the file.
    """
    return _value(inspect.type_info(shape), data, key, faults)


def _value(kind: Any, data: Any, key: str, faults: Faults) -> Any:
    kind, hint = _chosen(kind, data)
    if isinstance(kind, inspect.DateType) and isinstance(data, str):
        return _date(data, key, faults)
    wanted = _python_types(kind)
    if wanted and type(data) not in wanted and not (type(data) is int and float in wanted):
        words = " or ".join(_TOML_WORDS[one] for one in wanted)
        faults.add(key, f"it must be {words}, and is {_TOML_WORDS.get(type(data), 'something else')}")
        return _stand_in(kind)
    match kind:
        case inspect.StructType():
            return _table(kind, data, key, faults)
        case inspect.ListType():
            return _array(kind, data, key, faults)
        case inspect.DictType():
            _count_fits(kind, data, key, faults)
            items = list(data.items())[: kind.max_length]
            for name, _ in items:
                _value(kind.key_type, name, joined_key(key, name), faults)
            return {name: _value(kind.value_type, inner, joined_key(key, name), faults) for name, inner in items}
        case inspect.EnumType() | inspect.LiteralType():
            return _choice(kind, data, hint, key, faults)
        case inspect.StrType():
            return data if _text_fits(kind, data, hint, key, faults) else _stand_in(kind)
        case inspect.IntType() | inspect.FloatType():
            return data if _number_fits(kind, data, key, faults) else _stand_in(kind)
    return data


def _chosen(kind: Any, data: Any) -> tuple[Any, str]:
    """The member of a union that a value is meant as, and the hint that the shape gives for it."""
    hint = ""
    if isinstance(kind, inspect.Metadata):
        kind, hint = kind.type, (kind.extra or {}).get("hint", "")
    if isinstance(kind, inspect.UnionType):
        members = [_chosen(one, data) for one in kind.types if not isinstance(one, inspect.NoneType)]
        fitting = [member for member in members if type(data) in _python_types(member[0])]
        if fitting or len(members) == 1:
            member, own = (fitting or members)[0]
            return member, own or hint
    return kind, hint


def _python_types(kind: Any) -> list[type]:
    """The Python types of the values that are allowed; none if anything is."""
    match kind:
        case inspect.UnionType():
            return [one for member in kind.types for one in _python_types(_chosen(member, None)[0])]
        case inspect.EnumType():
            return [str]
        case inspect.LiteralType():
            return list(dict.fromkeys(type(value) for value in kind.values))
    return [_PYTHON[type(kind)]] if type(kind) in _PYTHON else []


def _stand_in(kind: Any) -> Any:
    kind, _ = _chosen(kind, None)
    match kind:
        case inspect.UnionType():
            return _stand_in(kind.types[0])
        case inspect.StructType():
            return kind.cls(**{field.name: _stand_in(field.type) for field in kind.fields if field.required})
        case inspect.ListType():
            return [_stand_in(kind.item_type)] * (kind.min_length or 0)
        case inspect.DictType():
            return {}
        case inspect.EnumType():
            return next(iter(kind.cls))
        case inspect.LiteralType():
            return kind.values[0]
    return _STAND_INS.get(_PYTHON.get(type(kind), object))


def _table(kind: inspect.StructType, data: dict[str, Any], key: str, faults: Faults) -> Any:
    fields = {field.encode_name: field for field in kind.fields}
    meant = set()
    free = fields.keys() - data.keys()
    for name in data:
        if name not in fields and faults.full:
            faults.add(joined_key(key, name), "there is no such key")
        elif name not in fields:
            meant.add(nearest_word(name, free))
            faults.add(joined_key(key, name), "there is no such key", nearest(name, free))
    values: dict[str, Any] = {}
    for name, field in fields.items():
        if name in data:
            values[field.name] = _value(field.type, data[name], joined_key(key, name), faults)
        elif field.required:
            if name in meant:
                faults.misspelt(joined_key(key, name))
            else:
                faults.add(joined_key(key, name), "it is missing", _how_to_write(field.type, joined_key(key, name)))
            values[field.name] = _stand_in(field.type)
    return kind.cls(**values)


def _how_to_write(kind: Any, key: str) -> str:
    """What to write for a key that is missing, where it isn't one value but tables."""
    kind, _ = _chosen(kind, None)
    if not isinstance(kind, inspect.ListType) or not isinstance(kind.item_type, inspect.StructType):
        return ""
    needed = [field.encode_name for field in kind.item_type.fields if field.required]
    return f"write a line [[{key}]], and below it {', '.join(f'{one} = ...' for one in needed)}"


def _array(kind: inspect.ListType, data: list[Any], key: str, faults: Faults) -> list[Any]:
    if not _count_fits(kind, data, key, faults):
        data = data[: kind.max_length]
        data += [_stand_in(kind.item_type)] * ((kind.min_length or 0) - len(data))
    return [_value(kind.item_type, item, f"{key}[{index}]", faults) for index, item in enumerate(data)]


def _count_fits(kind: inspect.ListType | inspect.DictType, data: Any, key: str, faults: Faults) -> bool:
    """Whether an array or a table of freely named keys has as many as it may have."""
    if kind.min_length is not None and len(data) < kind.min_length:
        faults.add(key, "it has too few items", f"{kind.min_length} is the least")
    elif kind.max_length is not None and len(data) > kind.max_length:
        faults.add(key, "it has too many items", f"{kind.max_length} is the most")
    else:
        return True
    return False


def _choice(kind: Any, data: Any, hint: str, key: str, faults: Faults) -> Any:
    choices = [member.value for member in kind.cls] if isinstance(kind, inspect.EnumType) else list(kind.values)
    if data not in choices:
        words = [str(one) for one in choices]
        known = hint if hint and nearest_word(str(data), words) is None else nearest(str(data), words)
        faults.add(key, f"{quoted(data) if isinstance(data, str) else shown_number(data)} is not known", known)
        return _stand_in(kind)
    return kind.cls(data) if isinstance(kind, inspect.EnumType) else data


def _text_fits(kind: inspect.StrType, text: str, hint: str, key: str, faults: Faults) -> bool:
    if kind.min_length is not None and len(text) < kind.min_length:
        faults.add(key, "it is empty")
    elif kind.max_length is not None and len(text) > kind.max_length:
        faults.add(key, "it is too long", f"{kind.max_length} characters are the most")
    elif kind.pattern is not None and not re.search(kind.pattern, text):
        faults.add(key, f"{quoted(text)} won't do", hint)
    else:
        return True
    return False


def _number_fits(kind: Any, number: float, key: str, faults: Faults) -> bool:
    if kind.ge is not None and not number >= kind.ge:
        faults.add(key, f"it is {shown_number(number)}", f"{kind.ge} is the least")
    elif kind.le is not None and not number <= kind.le:
        faults.add(key, f"it is {shown_number(number)}", f"{kind.le} is the most")
    else:
        return True
    return False


def _date(text: str, key: str, faults: Faults) -> dt.date:
    """A date in quotes, which msgspec takes too."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        faults.add(key, f"{quoted(text)} is no date", "such as 2026-12-31, without quotes")
        return dt.date.min
