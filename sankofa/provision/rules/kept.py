"""An entry as it is kept in a version: plain lists and texts that JSON holds, and back without a loss.

Sets are kept in order, so that equal entries are equal texts and a digest tells whether anything changed.
"""

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from sankofa.provision.rules.terms import Entry


class NotAnEntry(ValueError):
    """What was kept is not an entry as this version of the product knows it; carries the field."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def table(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON holds it."""
    return {field.name: _kept(getattr(entry, field.name)) for field in fields(entry)}


def entry(kept: Mapping[str, Any]) -> Entry:
    """Return the entry that was kept.  What a newer product knows and the text does not is as if nobody had said it.

    Raises NotAnEntry.
    """
    read: Entry = _dataclass(Entry, kept)
    return read


def digest(entry: Entry) -> str:
    """Return the SHA-256 of an entry, by which two texts of it are told apart."""
    canonical = json.dumps(table(entry), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _kept(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _kept(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    if isinstance(value, tuple):
        return [_kept(one) for one in value]
    if isinstance(value, StrEnum | Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _dataclass(kind: type, kept: Mapping[str, Any]) -> Any:
    hints = _hints(kind)
    given = {}
    for name in hints.keys() & kept.keys():
        try:
            given[name] = _read(hints[name], kept[name])
        except (TypeError, ValueError, ArithmeticError) as error:
            raise NotAnEntry(name) from error
    try:
        return kind(**given)
    except TypeError as error:
        raise NotAnEntry(kind.__name__) from error


def _read(hint: Any, kept: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        [inner] = [one for one in get_args(hint) if one is not type(None)]
        return None if kept is None else _read(inner, kept)
    if origin in (tuple, frozenset):
        inner = get_args(hint)[0]
        return origin(_read(inner, one) for one in kept)
    if is_dataclass(hint):
        return _dataclass(hint, kept) if isinstance(hint, type) else None
    if hint is Decimal:
        return Decimal(kept)
    if hint is date:
        return date.fromisoformat(kept)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(kept)
    if not isinstance(kept, hint):
        raise TypeError(kept)
    return kept
