"""A table of whole numbers with all its totals, and the sums that tie them together.

A dimension is a list of categories, each inside a wider one: districts inside regions inside the total.  The table
holds a number for every combination, totals included, and knows which numbers add up to which.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import product
from math import prod

TOTAL = "Total"
Cell = tuple[str, ...]


class NegativeCount(ValueError):
    """A count, or a sum of amounts, is below zero."""

    def __init__(self, cell: Cell, value: int) -> None:
        super().__init__(cell, value)
        self.cell = cell
        self.value = value

    def __str__(self) -> str:
        return f"{cell_name(self.cell)} is {self.value}; a count must be zero or more."


class MissingCell(ValueError):
    """A combination of categories has no number, and nobody said that this means zero."""

    def __init__(self, cell: Cell, missing: int) -> None:
        super().__init__(cell, missing)
        self.cell = cell
        self.missing = missing

    def __str__(self) -> str:
        others = f" (and {self.missing - 1} more)" if self.missing > 1 else ""
        return f"{cell_name(self.cell)}{others} has no number; write 0 if it was counted and nobody was found."


class UnknownCategory(ValueError):
    """A category is named that the dimension does not have."""

    def __init__(self, dimension: str, category: str, known: Iterable[str]) -> None:
        super().__init__(dimension, category)
        self.dimension = dimension
        self.category = category
        self.known = tuple(known)

    def __str__(self) -> str:
        return f"{self.dimension} has no category {self.category!r}; it has {', '.join(self.known)}."


class BadHierarchy(ValueError):
    """A category lies inside two others, inside itself, or bears the name of the total."""

    def __init__(self, dimension: str, category: str) -> None:
        super().__init__(dimension, category)
        self.dimension = dimension
        self.category = category

    def __str__(self) -> str:
        return (
            f"{self.dimension}: {self.category!r} must be inside exactly one other category "
            f"and must not be called {TOTAL!r}."
        )


def cell_name(cell: Cell) -> str:
    """Return how a cell is called in sentences: North / Women."""
    return " / ".join(cell)


@dataclass(frozen=True)
class Dimension:
    """One way in which a table divides people; `inside` says in which wider category each category lies."""

    name: str
    inside: Mapping[str, str]

    def __post_init__(self) -> None:
        for category in self.inside:
            seen = {category}
            above = category
            while above != TOTAL:
                above = self.inside.get(above, TOTAL)
                if above in seen:
                    raise BadHierarchy(self.name, category)
                seen.add(above)
        if TOTAL in self.inside or not self.inside:
            raise BadHierarchy(self.name, TOTAL)

    @classmethod
    def flat(cls, name: str, categories: Iterable[str]) -> "Dimension":
        """Return a dimension whose categories all lie directly inside the total."""
        return cls(name, dict.fromkeys(categories, TOTAL))

    @cached_property
    def parts(self) -> Mapping[str, tuple[str, ...]]:
        """The categories directly inside each wider one, the total first."""
        found: dict[str, list[str]] = {TOTAL: []}
        for category, wider in self.inside.items():
            found.setdefault(wider, []).append(category)
        return {wider: tuple(categories) for wider, categories in found.items()}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """The finest categories."""
        return tuple(category for category in self.inside if category not in self.parts)

    @cached_property
    def nodes(self) -> tuple[str, ...]:
        """Every category as a reader meets it: a group's parts before the group, the total last."""
        return tuple(self._walk(TOTAL))

    @property
    def is_flat(self) -> bool:
        """Whether there are no groups between the categories and the total."""
        return len(self.parts) == 1

    def _walk(self, node: str) -> Iterator[str]:
        for part in self.parts.get(node, ()):
            yield from self._walk(part)
        yield node


@dataclass(frozen=True, slots=True)
class Contributions:
    """Who stands behind a sum: how many people, and the largest of their amounts, largest first."""

    people: int
    largest: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One sum that every reader knows: the parts add up to the total.  Cells are meant by their place in the table."""

    total: int
    parts: tuple[int, ...]


class Table:
    """Whole numbers for every combination of categories, totals included.

    `contributions` is given for sums of amounts and left out for counts of people.  Raises NegativeCount, MissingCell
    and UnknownCategory.
    """

    def __init__(
        self,
        dimensions: Sequence[Dimension],
        finest: Mapping[Cell, int],
        contributions: Mapping[Cell, Contributions] | None = None,
        *,
        absent_is_zero: bool = False,
    ) -> None:
        self.dimensions = tuple(dimensions)
        self.cells: tuple[Cell, ...] = tuple(product(*(dimension.nodes for dimension in self.dimensions)))
        self.place = {cell: number for number, cell in enumerate(self.cells)}
        self.finest = self._checked(finest, absent_is_zero)
        self.values = self._totals()
        self.is_of_amounts = contributions is not None
        self.contributions = self._gathered(contributions) if contributions is not None else {}

    def _checked(self, finest: Mapping[Cell, int], absent_is_zero: bool) -> dict[Cell, int]:
        leaves = [frozenset(dimension.leaves) for dimension in self.dimensions]
        for cell, value in finest.items():
            for dimension, known, category in zip(self.dimensions, leaves, cell, strict=True):
                if category not in known:
                    raise UnknownCategory(dimension.name, category, dimension.leaves)
            if value < 0:
                raise NegativeCount(cell, value)
        wanted = product(*(dimension.leaves for dimension in self.dimensions))
        missing = [cell for cell in wanted if cell not in finest]
        if missing and not absent_is_zero:
            raise MissingCell(missing[0], len(missing))
        return dict(finest) | dict.fromkeys(missing, 0)

    def _totals(self) -> tuple[int, ...]:
        """Every number of the table: dimension by dimension, the groups are added up from their parts."""
        known = dict(self.finest)
        for axis, dimension in enumerate(self.dimensions):
            for group in (node for node in dimension.nodes if node in dimension.parts):
                first = dimension.parts[group][0]
                for cell in [cell for cell in known if cell[axis] == first]:
                    parts = (_replaced(cell, axis, part) for part in dimension.parts[group])
                    known[_replaced(cell, axis, group)] = sum(known[part] for part in parts)
        return tuple(known[cell] for cell in self.cells)

    def _gathered(self, finest: Mapping[Cell, Contributions]) -> dict[Cell, Contributions]:
        """The contributions behind every cell, totals included; a person is taken to stand in one finest cell only."""
        nobody = Contributions(0, ())
        keep = max((len(behind.largest) for behind in finest.values()), default=0)
        known = {cell: finest.get(cell, nobody) for cell in self.finest}
        for axis, dimension in enumerate(self.dimensions):
            for group in (node for node in dimension.nodes if node in dimension.parts):
                first = dimension.parts[group][0]
                for cell in [cell for cell in known if cell[axis] == first]:
                    parts = [known[_replaced(cell, axis, part)] for part in dimension.parts[group]]
                    largest = nlargest(keep, (amount for part in parts for amount in part.largest))
                    whole = Contributions(sum(part.people for part in parts), tuple(largest))
                    known[_replaced(cell, axis, group)] = whole
        return known

    def value(self, *cell: str) -> int:
        """Return the true number of a cell: `table.value("North", "Total")`."""
        return self.values[self.place[cell]]

    def totals_in(self, cell: Cell) -> int:
        """Return in how many dimensions a cell adds up others; none for the finest cells."""
        return sum(category in known.parts for category, known in zip(cell, self.dimensions, strict=True))

    @property
    def grand_total(self) -> int:
        """The place of the cell that counts everybody."""
        return self.place[(TOTAL,) * len(self.dimensions)]

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """The sums a reader knows, each once.

        Sums that follow from others are left out: along a dimension, the earlier ones stay at their finest categories.
        Dimensions with groups come first, because then every two-way table with one of them is still a network.
        """
        order = sorted(range(len(self.dimensions)), key=lambda axis: self.dimensions[axis].is_flat)
        found = []
        for rank, axis in enumerate(order):
            finer = set(order[:rank])
            others = [
                (None,) if other == axis else dimension.leaves if other in finer else dimension.nodes
                for other, dimension in enumerate(self.dimensions)
            ]
            for rest in product(*others):
                cell = tuple(category or "" for category in rest)
                for group, parts in self.dimensions[axis].parts.items():
                    total = self.place[_replaced(cell, axis, group)]
                    found.append(Relation(total, tuple(self.place[_replaced(cell, axis, part)] for part in parts)))
        return tuple(found)

    def merged(self, dimension: str, categories: Sequence[str], into: str) -> "Table":
        """Return the table with some of the finest categories of a dimension put together under one name.

        They must lie inside the same wider category.  Raises UnknownCategory and BadHierarchy.
        """
        axis = next((at for at, known in enumerate(self.dimensions) if known.name == dimension), None)
        if axis is None:
            raise UnknownCategory("the table", dimension, (known.name for known in self.dimensions))
        old = self.dimensions[axis]
        for category in categories:
            if category not in old.leaves:
                raise UnknownCategory(dimension, category, old.leaves)
        renamed = {category: into if category in categories else category for category in old.inside}
        if len({old.inside[category] for category in categories}) != 1 or (
            into in old.inside and into not in categories
        ):
            raise BadHierarchy(dimension, into)
        new = Dimension(dimension, {renamed[category]: old.inside[category] for category in old.inside})
        dimensions = (*self.dimensions[:axis], new, *self.dimensions[axis + 1 :])
        finest: dict[Cell, int] = {}
        behind: dict[Cell, Contributions] = {}
        for cell, value in self.finest.items():
            target = _replaced(cell, axis, renamed[cell[axis]])
            finest[target] = finest.get(target, 0) + value
            if self.is_of_amounts:
                more, had = self.contributions[cell], behind.get(target, Contributions(0, ()))
                keep = max(len(more.largest), len(had.largest))
                largest = nlargest(keep, more.largest + had.largest)
                behind[target] = Contributions(had.people + more.people, tuple(largest))
        return Table(dimensions, finest, behind if self.is_of_amounts else None)

    @property
    def size(self) -> int:
        """How many finest cells the table has."""
        return prod(len(dimension.leaves) for dimension in self.dimensions)


def _replaced(cell: Cell, axis: int, category: str) -> Cell:
    return (*cell[:axis], category, *cell[axis + 1 :])
