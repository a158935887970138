"""Which signs a name may hold, in any script; anything else was typed by mistake or is meant to do harm.

Letters and marks of every script, figures, spaces, and what stands between names: apostrophes, hyphens, points, commas,
brackets and quotation marks around another name, the strokes of “s/o” and “@” before an alias.  Marks of a web page
(`<b>`), tabs, line breaks and signs that cannot be seen are refused: they make two equal names look different, or one
look like another.  The two joiners without width are letters' own business in Persian and the scripts of India.

Source: the Unicode Standard, general categories (chapter 4.5) and joiners (chapter 23.2).
"""

import unicodedata
from collections.abc import Iterator

from sankofa.kernel.finding import Finding, Weight

SOURCE = "register of returnees"
SAID_SHOWN = 40
_BETWEEN = frozenset("'’‘ʼʻ`´՚׳״\"“”„«»‹›.·․۔।֊,،/@()[]（）")
_JOINERS = frozenset("\u200c\u200d")
_KINDS = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl", "Zs", "Pd"})
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})
UNSEEN_SHOWN = "▯"


def wrong_with_name(name: str, *, field: str) -> Iterator[Finding]:
    """Yield the first sign that does not belong in a name, and where it stands; a barrier."""
    for place, sign in enumerate(name, start=1):
        if belongs_in_a_name(sign):
            continue
        is_unseen = unicodedata.category(sign) in _UNSEEN
        said = "".join(UNSEEN_SHOWN if unicodedata.category(one) in _UNSEEN else one for one in name[:SAID_SHOWN])
        if is_unseen:
            yield Finding("name_sign_unseen", Weight.BARRIER, SOURCE, field=field, place=place, said=said)
        else:
            yield Finding("name_sign", Weight.BARRIER, SOURCE, field=field, sign=sign, place=place, said=said)
        return


def belongs_in_a_name(sign: str) -> bool:
    """Whether a sign may stand in a name."""
    return sign in _BETWEEN or sign in _JOINERS or unicodedata.category(sign) in _KINDS
