"""What a zipped workbook holds, looked at before anything takes it into memory.

A few thousand bytes can unpack to a disk full of zeros, declare a text that repeats itself a billion times, or ask the
reader to repeat a row a million times.  Every entry is unpacked here a piece at a time and thrown away again; only then
a reader may have the file.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from sankofa.intake.sheets import terms

_SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
_HOSTILE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_PIECE = 1 << 20
_TAG_MAX = 4096  # what may be cut in two at the end of a piece
_ENTRIES_MAX = 5_000
_MERGED_MAX = 100_000


@dataclass(slots=True)
class Archive:
    """A zipped workbook that may be opened: which kind it is, and where cells are merged, by the entry of the sheet."""

    is_open_document: bool
    merged: dict[str, list[tuple[tuple[int, int], tuple[int, int]]]] = field(default_factory=dict)


def looked_at(archive: zipfile.ZipFile) -> Archive:
    """Return what an archive holds.

    Raises UnpacksTooLarge, PasswordProtected, NotATable and Damaged, and what zipfile raises where the archive lies
    about the size of an entry.
    """
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if sum(entry.file_size for entry in entries) > terms.UNPACKED_BYTES_MAX or len(entries) > _ENTRIES_MAX:
        raise terms.UnpacksTooLarge
    if any(entry.flag_bits & 1 for entry in entries):
        raise terms.PasswordProtected
    is_open = "mimetype" in names and b"opendocument" in archive.read("mimetype")[:200]
    if is_open:
        if b"opendocument.spreadsheet" not in archive.read("mimetype")[:200] or "content.xml" not in names:
            raise terms.NotATable
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise terms.PasswordProtected
    elif not any(name.casefold().startswith("xl/workbook") for name in names):
        raise terms.NotATable
    found = Archive(is_open)
    texts = 0
    for entry in entries:
        is_sheet = entry.filename.startswith("xl/worksheets/")
        for part in _parts(archive, entry):
            if _HOSTILE.search(part):
                raise terms.Damaged
            # The reader takes every shared text into memory before the first row; an empty one needs five bytes only.
            texts += len(_SHARED_TEXT.findall(part))
            if is_sheet and b"mergeCell" in part:
                _note_merged(found, entry.filename, part)
        if texts > terms.CELLS_MAX:
            raise terms.UnpacksTooLarge
    return found


def _parts(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield an entry a piece at a time, a piece ending where a tag does."""
    rest = b""
    with archive.open(entry) as held:
        while piece := held.read(_PIECE):
            piece = rest + piece
            cut = piece.rfind(b"<", max(0, len(piece) - _TAG_MAX))
            rest = piece[cut:] if cut > 0 else b""
            yield piece[:cut] if cut > 0 else piece
    yield rest


def _note_merged(found: Archive, entry: str, part: bytes) -> None:
    for left, top, right, bottom in _MERGED.findall(part):
        held = found.merged.setdefault(entry, [])
        held.append(((int(top) - 1, _column(left)), (int(bottom) - 1, _column(right))))
        if len(held) > _MERGED_MAX:
            raise terms.UnpacksTooLarge


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place - 1
