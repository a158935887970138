"""Conformance: run cases that regulators, textbooks and other systems published, and say which come out.

A file is a list of cases, each with `id, kind, inputs, expected, tolerance, notes`.  For every kind one check is
registered with `@checks("kind")`; a room that has checks of its own keeps them in `<room>/conformance.py`, where
`known_checks` finds them.  A check implements conventions from the inputs; it never looks at a case's id.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any


class Verdict(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    UNSUPPORTED = "unsupported"  # nobody registered a check for its kind, or it uses what the check does not read


@dataclass(frozen=True, slots=True)
class Case:
    """One published case."""

    id: str
    kind: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Any]
    tolerance: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that came out otherwise than published."""

    where: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.where}: published {self.expected}, reckoned {self.got}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case, with every value that differs and how many were compared."""

    case: Case
    verdict: Verdict
    compared: int = 0
    differences: tuple[Difference, ...] = ()
    reason: str = ""


class Unsupported(Exception):
    """The case uses something that its check does not read."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return self.what


class BadCaseFile(ValueError):
    """The file is not a list of cases."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; a case file is a list of objects with id, kind, inputs and expected."


@dataclass(slots=True)
class Comparison:
    """Collects compared values.  `tolerance` is absolute; what is published with fewer decimals is met by rounding."""

    tolerance: Fraction = Fraction(0)
    differences: list[Difference] = field(default_factory=list)
    compared: int = 0

    def number(self, where: str, published: object, got: Fraction | Decimal | int, *, printed: bool = False) -> None:
        """Compare a number.  `printed`: the published digits are a rounding, so that theirs is the precision."""
        text = str(published)
        expected = exact_number(text)
        reckoned = Fraction(got)
        allowed = self.tolerance
        if printed:
            decimals = len(text.partition(".")[2])
            allowed = max(allowed, Fraction(1, 2 * 10**decimals))
        self.compared += 1
        if abs(expected - reckoned) > allowed:
            self.differences.append(Difference(where, text, shown(reckoned)))

    def same(self, where: str, published: object, got: object) -> None:
        """Compare what must be equal as it stands: a date, a count, a word."""
        self.compared += 1
        if str(published) != str(got):
            self.differences.append(Difference(where, str(published), str(got)))


def shown(number: Fraction) -> str:
    """Return an exact number as a decimal with at most twelve places."""
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)):.12f}".rstrip("0").rstrip(".")


def exact_number(text: object) -> Fraction:
    """Return a number written as decimal or fraction ("0.1/12" too), exactly.  Raises Unsupported."""
    try:
        above, _, below = str(text).replace(",", "").partition("/")
        return Fraction(Decimal(above.strip())) / (Fraction(Decimal(below.strip())) if below else 1)
    except (InvalidOperation, ValueError, ZeroDivisionError) as error:
        raise Unsupported(f"{text!r} is not a number") from error


_ABSOLUTE = re.compile(r"(?:abs\s*)?(\d+(?:\.\d+)?(?:e-?\d+)?)", re.IGNORECASE)


def absolute_tolerance(text: str) -> Fraction:
    """Return the absolute tolerance that a case states: "abs 1e-5 ...", "exact 0.01", "0.005"; 0 for "exact"."""
    words = text.strip().lower()
    if words.startswith(("exact", "0 decimals", "half-up", "1dp", "2dp")):
        return Fraction(0)
    found = _ABSOLUTE.match(words)
    return Fraction(Decimal(found[1])) if found else Fraction(0)


def rounded_to(number: Fraction, places: int, *, half_even: bool = False) -> Decimal:
    """Return a number rounded to so many decimals, half up or half to even."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN if half_even else ROUND_HALF_UP)


Check = Callable[[Case, Comparison], None]
"""Compares what is reckoned from a case's inputs with what it expects; raises Unsupported."""

_CHECKS: dict[str, Check] = {}


def checks(*kinds: str) -> Callable[[Check], Check]:
    """Register a function as the check of one or more kinds of case."""

    def register(check: Check) -> Check:
        for kind in kinds:
            if kind in _CHECKS and _CHECKS[kind] is not check:
                raise RuntimeError(f"Two checks for the kind {kind}: {_CHECKS[kind]} and {check}.")
            _CHECKS[kind] = check
        return check

    return register


def known_checks() -> Mapping[str, Check]:
    """Return the checks by kind, those of every room that has a module `conformance` among them."""
    import sankofa

    for room in iter_modules(sankofa.__path__):
        name = f"sankofa.{room.name}.conformance"
        if room.ispkg and find_spec(name) is not None:
            import_module(name)
    import_module("sankofa.instalments.conform_rates")
    import_module("sankofa.instalments.conform_schedules")
    return _CHECKS


def run_case(case: Case, known: Mapping[str, Check]) -> Outcome:
    """Return what becomes of one case.  What a check cannot read is unsupported, never passed."""
    check = known.get(case.kind)
    if check is None:
        return Outcome(case, Verdict.UNSUPPORTED, reason=f"no check for the kind {case.kind}")
    comparison = Comparison(absolute_tolerance(case.tolerance))
    try:
        check(case, comparison)
    except Unsupported as error:
        return Outcome(case, Verdict.UNSUPPORTED, comparison.compared, reason=str(error))
    except (KeyError, IndexError, TypeError, ValueError, ArithmeticError) as error:
        return Outcome(case, Verdict.FAILED, comparison.compared, reason=f"{type(error).__name__}: {error}")
    if not comparison.compared:
        return Outcome(case, Verdict.UNSUPPORTED, reason="nothing in it is compared")
    verdict = Verdict.FAILED if comparison.differences else Verdict.PASSED
    return Outcome(case, verdict, comparison.compared, tuple(comparison.differences))


def run(cases: Iterable[Case]) -> list[Outcome]:
    """Return what becomes of every case."""
    known = known_checks()
    return [run_case(case, known) for case in cases]


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file: a JSON list of cases, or JSON lines.  Raises BadCaseFile."""
    try:
        text = path.read_text(encoding="utf-8")
        records = _records(path, text)
    except (OSError, UnicodeDecodeError) as error:
        raise BadCaseFile(path, f"cannot be read ({type(error).__name__})") from error
    except json.JSONDecodeError as error:
        raise BadCaseFile(path, f"not JSON at line {error.lineno}") from error
    if not isinstance(records, list):
        raise BadCaseFile(path, "not a list")
    return [_case(path, place, record) for place, record in enumerate(records, 1)]


def _records(path: Path, text: str) -> Any:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return json.loads(text)


def _case(path: Path, place: int, record: object) -> Case:
    if isinstance(record, dict) and "scenario" in record and "expected_schedule" in record:
        return _scenario(record)
    if not isinstance(record, dict) or not {"id", "kind", "inputs", "expected"} <= record.keys():
        raise BadCaseFile(path, f"case {place} lacks id, kind, inputs or expected")
    return Case(
        str(record["id"]),
        str(record["kind"]),
        record["inputs"],
        record["expected"],
        str(record.get("tolerance", "")),
        str(record.get("notes", "")),
    )


def _scenario(record: Mapping[str, Any]) -> Case:
    """A loan set-up of another system's scenario: its loan, its steps in words, the schedule it expects."""
    name = f"{record.get('file', '')}: {record['scenario']}"
    steps = [str(step) for step in record.get("events", [])]
    asked = next((place for place, step in enumerate(steps) if "Repayment schedule has" in step), len(steps))
    inputs = {"loan": record["loan"], "steps": steps[:asked]}
    # What has happened before the schedule is asked for decides whether it follows from the terms alone.
    happened = [step for step in steps[:asked] if not _OF_TERMS.search(step)]
    kind = "scenario with events" if happened else "scenario"
    return Case(name, kind, inputs, {"rows": record["expected_schedule"]}, "exact 0.01")


_OF_TERMS = re.compile(
    r"creates a |successfully approves|successfully disburse|sets the business date|^Then |INSTALLMENT_PERCENTAGE_FEE"
)


def by_kind(outcomes: Sequence[Outcome]) -> dict[str, dict[Verdict, int]]:
    """Return how many cases of every kind passed, failed and are unsupported."""
    counts: dict[str, dict[Verdict, int]] = {}
    for outcome in outcomes:
        of_kind = counts.setdefault(outcome.case.kind, dict.fromkeys(Verdict, 0))
        of_kind[outcome.verdict] += 1
    return counts
