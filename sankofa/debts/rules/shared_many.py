"""Figures of debts as they may go out: few people hidden, and whatever would tell them beside another figure.

A figure is kept only where all that are kept, added and subtracted as a reader likes, tell of no few; the figures of
the papers come first in that.  People are held by a key, and so are debts: one debt more is a difference too.

Source: responsible-finance rules, 8.3.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sankofa.debts.rules.brief import LENT, Line, Reckoned, of_lines, shown
from sankofa.debts.rules.printed import Figure
from sankofa.debts.rules.terms import Answer, Lender
from sankofa.disclosure.earlier import Members, about_alone, members_of
from sankofa.disclosure.terms import Policy

BRIEF = (
    Figure.INDEBTED,
    Figure.FOR_MIGRATION,
    Figure.AFTER_OF_INDEBTED,
    Figure.FRIENDS,
    Figure.RELATIVES,
    Figure.IRREGULAR,
    Figure.ABUSED,
    Figure.INSTITUTIONS,
    Figure.FRIENDS_OR_RELATIVES,
    Figure.AFTER_OF_ASKED,
)
"""All figures, those first that are kept rather than others."""
SIX = (Figure.INDEBTED, Figure.AFTER_OF_ASKED, Figure.FRIENDS_OR_RELATIVES, Figure.INSTITUTIONS)
"""The figures of the table of six countries."""


@dataclass(frozen=True)
class ForSharing:
    """Figures that may stand beside each other, by country, and who stands in them."""

    figures: Mapping[str, Mapping[Figure, Reckoned]]
    members: Members

    @property
    def is_empty(self) -> bool:
        """Whether nothing may be shown."""
        return not any(self.figures.values())


def for_sharing(
    number: str, lines: Mapping[str, Sequence[Line]], wanted: Sequence[Figure], policy: Policy
) -> ForSharing:
    """Return the figures of countries that may go out together under a number; a person is of one country."""
    kept = {country: _kept(number, of_one, wanted, policy) for country, of_one in lines.items()}
    cells = {
        f"{country}/{name}": keys for country, found in kept.items() for name, keys in _cells(lines[country], found)
    }
    figures = {
        country: {one.figure: one for one in of_lines(lines[country]) if one.figure in found}
        for country, found in kept.items()
    }
    return ForSharing(figures, members_of(number, cells))


def _kept(number: str, lines: Sequence[Line], wanted: Sequence[Figure], policy: Policy) -> list[Figure]:
    """Return the figures that tell of no few together, each asked in its turn beside those kept before it."""
    may = shown(of_lines(lines), policy)
    kept: list[Figure] = []
    for figure in wanted:
        if figure not in may:
            continue
        beside = members_of(number, dict(_cells(lines, [*kept, figure])))
        if not about_alone(beside, policy):
            kept.append(figure)
    return kept


def _cells(lines: Sequence[Line], figures: Collection[Figure]) -> Iterable[tuple[str, Collection[int]]]:
    """Yield who stands in each number that a figure shows: those who do, those who do not, and both."""
    for figure in figures:
        if figure not in LENT:
            held = {answer: [one.key for one in lines if one.answers.get(figure) is answer] for answer in Answer}
            yes, no = held[Answer.YES], held[Answer.NO]
            yield from ((f"{figure}/yes", yes), (f"{figure}/no", no), (f"{figure}/of", [*yes, *no]))
            continue
        known = [(one.key, key, lender) for one in lines for key, lender in one.lent if lender is not Lender.UNKNOWN]
        yield f"{figure}/yes", [key for _, key, lender in known if lender in LENT[figure]]
        yield f"{figure}/no", [key for _, key, lender in known if lender not in LENT[figure]]
        yield f"{figure}/of", [key for _, key, _ in known]
        yield f"{figure}/people", list({who for who, _, _ in known})
