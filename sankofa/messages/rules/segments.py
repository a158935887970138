"""How many SMS a text costs, and whether it fits into one.

Source: 3GPP TS 23.038 (the seven-bit alphabet and its extension table) and TS 23.040 (a text in several parts gives up
room for saying which part it is).  A single SMS holds 160 signs of the seven-bit alphabet or 70 of any other script;
a part of several holds 153 or 67.  Signs of the extension table count twice, signs outside the basic plane too.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")

SEVEN_BIT, ANY_SCRIPT = (160, 153), (70, 67)


@dataclass(frozen=True, slots=True)
class Length:
    """What a text takes as SMS: units of its alphabet, the parts it is sent in, and whether it is seven-bit."""

    units: int
    parts: int
    is_seven_bit: bool


def length_of(text: str) -> Length:
    """Return what a text takes as SMS.  An empty text is one part of nothing.

    A sign of two units is never torn over two parts, so a long text can take one part more than the sum says.
    """
    is_seven_bit = all(sign in BASIC or sign in EXTENDED for sign in text)
    single, part = SEVEN_BIT if is_seven_bit else ANY_SCRIPT
    sizes = [_units(sign, is_seven_bit) for sign in text]
    units = sum(sizes)
    if units <= single:
        return Length(units, 1, is_seven_bit)
    parts, used = 1, 0
    for size in sizes:
        if used + size > part:
            parts, used = parts + 1, 0
        used += size
    return Length(units, parts, is_seven_bit)


def _units(sign: str, is_seven_bit: bool) -> int:
    if is_seven_bit:
        return 2 if sign in EXTENDED else 1
    return 2 if ord(sign) > 0xFFFF else 1
