"""The nouns of comparing people with and without a loan.

Outcomes are changes of a score; they are measurements, not money, and are reckoned with in floating point.
Source: responsible-finance rules, 8.1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

SOURCE = "responsible-finance rules, 8.1"

Real = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


class NotAStudy(ValueError):
    """The rows given cannot be compared; `field` says where, `right` what would be right."""

    def __init__(self, field: str, right: str) -> None:
        super().__init__(field, right)
        self.field = field
        self.right = right

    def __str__(self) -> str:
        return f"{self.field}: {self.right}."


@dataclass(frozen=True, eq=False)
class Study:
    """People with and without a loan, their outcome, and what was known about them before the loan.

    `covariates` has a row per person and a column per name.  Nothing measured after the loan belongs there.
    Raises NotAStudy.
    """

    treated: Flags
    outcome: Real
    covariates: Real
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        people = len(self.treated)
        if self.outcome.shape != (people,) or self.covariates.shape != (people, len(self.names)):
            raise NotAStudy("outcome", "there must be one outcome and one row of covariates per person")
        for name, values in (("outcome", self.outcome), ("covariates", self.covariates)):
            if not np.isfinite(values).all():
                raise NotAStudy(name, "every value must be a known number; leave out people whose value is unknown")
        for value, who in ((True, "with a loan"), (False, "without a loan")):
            if not (self.treated == value).any():
                raise NotAStudy("treated", f"there must be at least one person {who}")

    @classmethod
    def of(
        cls, treated: Sequence[bool], outcome: Sequence[float], covariates: Mapping[str, Sequence[float]]
    ) -> "Study":
        """Return the study that plain lists describe: one value per person in each.  Raises NotAStudy."""
        for name, values in covariates.items():
            if len(values) != len(treated):
                raise NotAStudy(
                    name, f"it has {len(values)} values; it must have one for each of {len(treated)} people"
                )
        columns = [np.asarray(values, dtype=np.float64) for values in covariates.values()]
        matrix = np.column_stack(columns) if columns else np.empty((len(treated), 0))
        return cls(
            np.asarray(treated, dtype=np.bool_), np.asarray(outcome, dtype=np.float64), matrix, tuple(covariates)
        )

    @property
    def arms(self) -> tuple[int, int]:
        """How many people took a loan, and how many did not."""
        took = int(self.treated.sum())
        return took, len(self.treated) - took

    def chosen(self, rows: npt.NDArray[np.int64]) -> "Study":
        """Return the study of some of its people; a person may be chosen more than once."""
        return Study(self.treated[rows], self.outcome[rows], self.covariates[rows], self.names)


def patterns(covariates: Real) -> tuple[npt.NDArray[np.int64], int]:
    """Return which pattern every person has (people alike in all covariates share one), and how many there are."""
    if covariates.shape[1] == 0:
        return np.zeros(len(covariates), dtype=np.int64), 1
    _, which = np.unique(covariates, axis=0, return_inverse=True)
    return which.ravel(), int(which.max()) + 1
