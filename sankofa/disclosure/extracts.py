"""Research extracts: rows about single people that leave the office under agreement.

Rows are never public.  In a shared extract at least ten people must be alike in everything an outsider may know
(district, sex, age band, year and kind of return), and among them the painful answers must differ.
Source: responsible-finance rules, 8.3: k >= 10 on quasi-identifiers, l-diversity >= 2 on debt and violence.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sankofa.disclosure.table import cell_name
from sankofa.disclosure.terms import SOURCE, Policy
from sankofa.kernel.finding import Finding, Weight


class NoSuchField(ValueError):
    """A field to be checked is not in every row."""

    def __init__(self, field: str, row: int) -> None:
        super().__init__(field, row)
        self.field = field
        self.row = row

    def __str__(self) -> str:
        return (
            f"Row {self.row} has no field {self.field!r}; every row must have it, with “unknown” where it is unknown."
        )


def about_extract(
    rows: Sequence[Mapping[str, str]], known: Sequence[str], painful: Sequence[str], policy: Policy
) -> list[Finding]:
    """Return the groups of people who could be recognised in an extract, or whose answers could be told.

    `known` are the fields an outsider may know, `painful` those that must not be learnt.  Raises NoSuchField.
    """
    groups: dict[tuple[str, ...], list[Mapping[str, str]]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        for field in (*known, *painful):
            if field not in row:
                raise NoSuchField(field, number)
        groups[tuple(row[field] for field in known)].append(row)
    found = []
    for traits, people in sorted(groups.items()):
        name, size = cell_name(traits), len(people)
        if len(people) < policy.threshold:
            found.append(
                Finding("few_alike", Weight.BARRIER, SOURCE, traits=name, people=size, threshold=policy.threshold)
            )
        found += [
            Finding("all_alike", Weight.BARRIER, SOURCE, traits=name, people=size, field=field)
            for field in painful
            if len({row[field] for row in people}) < 2
        ]
    return found
