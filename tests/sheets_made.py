"""Workbooks of the older and the freer kinds, made by hand: enough of the formats to stand for what offices send.

Sources: ECMA-376 (XLSX); OpenDocument 1.3 part 3, 9 (ODS); [MS-XLS] 2.4 and [MS-CFB] 2 (XLS).
"""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

CellIn = str | int | float | None
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512
MANIFEST = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def ods(body: str, *, parts: Mapping[str, str] | None = None) -> bytes:
    """Return an OpenDocument spreadsheet whose one sheet holds the rows given as XML."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="List">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        held_parts = {"META-INF/manifest.xml": MANIFEST, "content.xml": content, **(parts or {})}
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        for name, part in held_parts.items():
            archive.writestr(name, part)
    return held.getvalue()


def ods_row(*values: CellIn, attributes: str = "") -> str:
    """Return a row of a sheet."""
    return f"<table:table-row {attributes}>{''.join(map(ods_cell, values))}</table:table-row>"


def ods_cell(value: CellIn, attributes: str = "") -> str:
    """Return a cell of a sheet."""
    match value:
        case None:
            return f"<table:table-cell {attributes}/>"
        case str():
            kind = 'office:value-type="string"'
        case _:
            kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind} {attributes}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def xls(
    rows: Mapping[int, Sequence[CellIn]],
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    is_1904: bool = False,
    day_columns: frozenset[int] = frozenset(),
    extra: bytes = b"",
) -> bytes:
    """Return a workbook of 1997, with the rows of its one sheet by number from 0.

    `merged` are ranges as first row, last row, first column, last column; cells of `day_columns` look like days.
    """
    beginning = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 1997, 0, 6))
    beginning += extra + _record(0x0022, struct.pack("<H", int(is_1904)))
    plain, day = (_record(0x00E0, struct.pack("<HHH", 0, kind, 0) + bytes(14)) for kind in (0, 14))
    beginning += plain * 15 + plain + day
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 1997, 0, 6))
    cells = b"".join(
        _cell(number, column, value, 16 if column in day_columns else 15)
        for number, values in rows.items()
        for column, value in enumerate(values)
        if value is not None
    )
    sheet += cells
    if merged:
        sheet += _record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *r) for r in merged))
    sheet += _record(0x000A, b"")
    name = b"List"
    length = len(beginning) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name)
    return compound_file("Workbook", beginning + bound + _record(0x000A, b"") + sheet)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _cell(row: int, column: int, value: CellIn, look: int) -> bytes:
    if isinstance(value, str):
        return _record(0x0204, struct.pack("<HHHHB", row, column, look, len(value), 1) + value.encode("utf-16-le"))
    return _record(0x0203, struct.pack("<HHHd", row, column, look, value))


def compound_file(name: str, stream: bytes) -> bytes:
    """Return a compound file that holds one stream."""
    stream = stream.ljust(4096, b"\x00")
    sectors = -(-len(stream) // _SECTOR)
    tables = 1
    while (sectors + 1 + tables) * 4 > tables * _SECTOR:
        tables += 1
    directory = tables
    chain = [_FAT] * tables + [_END] + [directory + 2 + place for place in range(sectors - 1)] + [_END]
    chain += [_FREE] * (tables * _SECTOR // 4 - len(chain))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109I", *(list(range(tables)) + [_FREE] * (109 - tables)))
    entries = _entry("Root Entry", 5, _END, 0, child=1) + _entry(name, 2, directory + 1, len(stream))
    return (
        head
        + struct.pack(f"<{len(chain)}I", *chain)
        + entries.ljust(_SECTOR, b"\x00")
        + stream.ljust(sectors * _SECTOR, b"\x00")
    )


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\x00\x00"
    about = struct.pack("<HBBIII", len(text), kind, 1, _FREE, _FREE, child)
    return text.ljust(64, b"\x00") + about + bytes(36) + struct.pack("<IQ", start, size)
