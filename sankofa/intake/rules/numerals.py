"""One written number, however its thousands and decimals are set apart, without binary fractions.

1,200 · 1 200 · 1'200 · 1.200,50 · 1,00,000 (as South Asia groups) · (500) for a loss · 1.2E+3.
A point before exactly three digits can mean both, because programs write 1.200 for one and a fifth.
"""

import re
import unicodedata
from decimal import Decimal

_LENGTH_MAX = 40
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}")


class NotOneNumber(ValueError):
    """This is not one number."""


class TwoNumbers(ValueError):
    """This can be read as two numbers: 1.200 is twelve hundred or one and a fifth."""

    def __init__(self, whole: Decimal, decimal: Decimal) -> None:
        self.whole = whole
        self.decimal = decimal
        super().__init__(whole, decimal)


def number(text: str) -> Decimal:
    """Return the number that a text says, exactly.  Raises NotOneNumber and TwoNumbers."""
    plain = "".join(_plain(sign) for sign in text.strip())
    if not plain or len(plain) > _LENGTH_MAX:
        raise NotOneNumber(text)
    sign = 1
    if plain[0] == "(" and plain[-1] == ")":
        sign, plain = -1, plain[1:-1]
    elif plain[0] in "+-":
        sign, plain = (-1 if plain[0] == "-" else 1), plain[1:]
    if _SCIENTIFIC.fullmatch(plain):
        return sign * Decimal(plain)
    try:
        return sign * _grouped(re.sub(r"(?<=\d)[ '_](?=\d)", " ", plain.strip()), text)
    except TwoNumbers as both:
        raise TwoNumbers(sign * both.whole, sign * both.decimal) from both


def _grouped(plain: str, text: str) -> Decimal:
    if " " in plain:
        head, _, rest = plain.partition(" ")
        if not re.fullmatch(r"\d{1,3}", head) or not re.fullmatch(r"(?:\d{2,3} )*\d{3}(?:[.,]\d+)?", rest):
            raise NotOneNumber(text)
        return Decimal(plain.replace(" ", "").replace(",", "."))
    points, commas = plain.count("."), plain.count(",")
    if not points and not commas:
        return _decimal(plain, text)
    if points and commas:
        point = "." if plain.rindex(".") > plain.rindex(",") else ","
        whole, _, part = plain.rpartition(point)
        grouped = whole if point == "." else whole.replace(".", ",")
        if not _GROUPED.fullmatch(grouped):
            raise NotOneNumber(text)
        return _decimal(f"{grouped.replace(',', '')}.{part}", text)
    if points + commas > 1 or (commas and re.fullmatch(r"[1-9]\d{0,2},\d{3}", plain)):
        if not _GROUPED.fullmatch(plain.replace(".", ",")):
            raise NotOneNumber(text)
        return _decimal(re.sub(r"[.,]", "", plain), text)
    if points and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", plain):
        raise TwoNumbers(Decimal(plain.replace(".", "")), Decimal(plain))
    return _decimal(plain.replace(",", "."), text)


def _decimal(plain: str, text: str) -> Decimal:
    if not re.fullmatch(r"\d+(?:\.\d+)?|\.\d+", plain):
        raise NotOneNumber(text)
    return Decimal(plain)


def _plain(sign: str) -> str:
    if unicodedata.category(sign) == "Zs":
        return " "
    if sign in "’‘ʼ٬":
        return "'"
    if sign in "−–":
        return "-"
    if sign == "٫":
        return "."
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)
