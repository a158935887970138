"""In which encoding a text file is written, told from its bytes alone.

Files name no encoding.  UTF-8 proves itself; what is none is told apart by how its letters stand: in French they stand
singly between plain ones, in Arabic, Persian and Urdu they stand in words of their own.  What could be several is told
by nobody, and refused rather than read as a name that nobody bears.

Sources: Unicode 15, table of Windows code pages 1252 and 1256 (unicode.org/Public/MAPPINGS/VENDORS/MICSFT).
"""

import re
import unicodedata

from sankofa.intake.sheets.terms import HoldsNuls, NotATable, StrangeLetters

_NULS_LOOKED_AT = 2000
_WIDE_FROM = 4  # one NUL in so many bytes: letters two bytes wide
_LETTERS_LOOKED_AT = 200_000
_WORD_OF_HIGH_BYTES = re.compile(rb"[\x80-\xff]{3,}")
_HIGH_BYTES = re.compile(rb"[\x80-\xff]")
_DISTINCT_MIN = 2  # in so many parts of the high bytes, words of three and more: another script than Latin


def decoded(content: bytes) -> str:
    """Return the text of a file.  Raises HoldsNuls, NotATable and StrangeLetters."""
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            raise HoldsNuls
        if _is_gibberish(text):
            raise NotATable
        return text
    raise StrangeLetters


def _encodings(content: bytes) -> list[str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    start = content[:_NULS_LOOKED_AT]
    if start.count(0) * _WIDE_FROM > len(start):
        even, odd = start[0::2].count(0), start[1::2].count(0)
        return ["utf-16-le" if odd > even else "utf-16-be"]
    if b"\x00" in content:
        # Letters of Arabic or Bangla two bytes wide hold few NULs: those of the signs between the cells only.
        wide = [name for name in ("utf-16-le", "utf-16-be") if _reads_well(content, name)]
        return wide[:1] or ["utf-8-sig", "latin-1"]
    return ["utf-8-sig", *_one_byte(content[:_LETTERS_LOOKED_AT])]


def _reads_well(content: bytes, encoding: str) -> bool:
    """Whether a text in an encoding has lines, cells and letters, and nothing else."""
    try:
        text = content[: _NULS_LOOKED_AT * 2].decode(encoding)
    except UnicodeDecodeError:
        return False
    odd = sum(unicodedata.category(sign) in {"Cn", "Co", "Cs", "Cc"} and sign not in "\t\r\n" for sign in text)
    return "\n" in text and odd * 50 < len(text)


def _one_byte(content: bytes) -> list[str]:
    """Return the encodings of one byte for each letter that a text can be in: one, or none that can be told."""
    high = len(_HIGH_BYTES.findall(content))
    in_words = sum(len(word) for word in _WORD_OF_HIGH_BYTES.findall(content))
    if in_words * _DISTINCT_MIN <= high:
        return ["cp1252"]
    read = b"".join(_WORD_OF_HIGH_BYTES.findall(content)).decode("cp1256", "replace")
    arabic = sum("\u0600" <= sign <= "\u06ff" or sign in "\u200c\u200d" for sign in read)
    return ["cp1256"] if arabic * 20 >= len(read) * 19 else []


def _is_gibberish(text: str) -> bool:
    start = text[:4000]
    return sum(ord(sign) < 32 and sign not in "\t\r\n\v\f" for sign in start) * 20 > len(start)
