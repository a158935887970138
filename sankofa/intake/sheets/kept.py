"""The rows of a file as they are kept between pages: read once, packed, unpacked for every step after that."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sankofa.intake.rules.terms import Cell, Row, Value
from sankofa.intake.sheets.terms import Sheets


def packed(sheets: Mapping[str, Sequence[Row]]) -> bytes:
    """Return the rows of sheets as compressed bytes, for `unpacked`."""
    held = {
        "sheets": {
            name: [[row.number, [_kept(cell) for cell in row.cells]] for row in rows] for name, rows in sheets.items()
        },
        "is_1904": isinstance(sheets, Sheets) and sheets.is_1904,
    }
    return zlib.compress(
        json.dumps(held, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 3
    )


def unpacked(content: bytes) -> Sheets:
    """Return the rows that `packed` kept."""
    held = json.loads(zlib.decompress(content).decode("utf-8", "surrogatepass"))
    # Files that came in before old workbooks were read are kept as their sheets alone.
    is_whole = isinstance(held.get("sheets"), dict)
    sheets = Sheets(
        {
            name: [Row(name, number, tuple(_restored(value) for value in values)) for number, values in rows]
            for name, rows in (held["sheets"] if is_whole else held).items()
        }
    )
    sheets.is_1904 = is_whole and held["is_1904"]
    return sheets


def _kept(cell: Cell) -> Any:
    value: Any = cell.value
    match value:
        case datetime():
            value = {"t": value.isoformat()}
        case date():
            value = {"d": value.isoformat()}
    return {"m": value} if cell.is_merged else value


def _restored(kept: Any) -> Cell:
    if isinstance(kept, dict) and "m" in kept:
        return Cell(_value(kept["m"]), is_merged=True)
    return Cell(_value(kept))


def _value(kept: Any) -> Value:
    match kept:
        case {"t": moment}:
            return datetime.fromisoformat(moment)
        case {"d": day}:
            return date.fromisoformat(day)
        case _:
            value: Value = kept
            return value
