"""Cohesion: what a group's meetings say about its strength, early enough to help.

Source: "Responsible finance", section 6, after Knowledge Paper 1, 4.2.2 ("consolidating group cohesion and
interindividual trust").  Two of four signals make an early warning; what was not recorded gives no signal and is
said to be missing.
"""

from dataclasses import dataclass
from fractions import Fraction

from sankofa.instalments.errors import BadTerms
from sankofa.kernel.finding import Finding, Weight
from sankofa.loans.rules.arrears import percent_of

SOURCE = "Responsible finance 6"


@dataclass(frozen=True, slots=True)
class Watch:
    """From where on a signal counts."""

    attendance_below: Fraction = Fraction(3, 4)
    trust_drop: Fraction = Fraction(1)
    leader_months_above: int = 12
    cover_share_above: Fraction = Fraction(1, 3)
    signals_for_warning: int = 2


@dataclass(frozen=True, slots=True)
class Cohesion:
    """What was recorded about a group; None is not recorded.

    Trust is the mean of an anonymous pulse from 1 to 3, now and at the last look.
    """

    present: int | None = None
    expected: int | None = None
    trust_now: Fraction | None = None
    trust_before: Fraction | None = None
    leader_months: int | None = None
    covered_instalments: int | None = None
    instalments: int | None = None
    returnees: int | None = None
    members: int | None = None
    chose_each_other: bool | None = None
    conflicts_open: int | None = None

    def __post_init__(self) -> None:
        for part, base in (("present", "expected"), ("covered_instalments", "instalments"), ("returnees", "members")):
            above, below = getattr(self, part), getattr(self, base)
            if (above is None) != (below is None):
                raise BadTerms(part if above is None else base, None, f"{part} and {base} are recorded together")
            if above is not None and not 0 <= above <= below:
                raise BadTerms(part, above, f"it is from 0 to {base}, {below}")
        for field in ("trust_now", "trust_before"):
            trust = getattr(self, field)
            if trust is not None and not 1 <= trust <= 3:
                raise BadTerms(field, trust, "the mean of smileys is from 1 to 3")


def signals(seen: Cohesion, watch: Watch = Watch()) -> tuple[Finding, ...]:
    """Return every signal that shows, the warning first where there are enough of them, and what was not recorded."""
    found: list[Finding] = []
    missing = 0

    def signal(code: str, **facts: str | int) -> None:
        found.append(Finding(f"cohesion.{code}", Weight.CONCERN, SOURCE, **facts))

    if seen.present is None or not seen.expected:
        missing += 1
    elif (share := Fraction(seen.present, seen.expected)) < watch.attendance_below:
        signal("attendance", percent=percent_of(share), present=seen.present, expected=seen.expected)
    if seen.trust_now is None or seen.trust_before is None:
        missing += 1
    elif seen.trust_before - seen.trust_now >= watch.trust_drop:
        signal("trust", before=_one_place(seen.trust_before), now=_one_place(seen.trust_now))
    if seen.leader_months is None:
        missing += 1
    elif seen.leader_months > watch.leader_months_above:
        signal("leader", months=seen.leader_months)
    if seen.covered_instalments is None or not seen.instalments:
        missing += 1
    elif Fraction(seen.covered_instalments, seen.instalments) > watch.cover_share_above:
        signal("covers", covered=seen.covered_instalments, instalments=seen.instalments)
    warning = []
    if len(found) >= watch.signals_for_warning:
        warning.append(Finding("cohesion.warning", Weight.PREREQUISITE, SOURCE, count=len(found)))
    if missing:
        found.append(Finding("cohesion.not_recorded", Weight.NOTE, SOURCE, count=missing))
    if seen.chose_each_other is False:
        found.append(Finding("cohesion.not_self_chosen", Weight.NOTE, SOURCE))
    if seen.conflicts_open:
        found.append(Finding("cohesion.conflicts", Weight.NOTE, SOURCE, count=seen.conflicts_open))
    if seen.returnees is not None and seen.members and seen.returnees == seen.members:
        found.append(Finding("cohesion.only_returnees", Weight.NOTE, "Knowledge Paper 1, 4.2.5", count=seen.members))
    return (*warning, *found)


def _one_place(value: Fraction) -> str:
    tenths = (20 * value.numerator + value.denominator) // (2 * value.denominator)
    return f"{tenths // 10}.{tenths % 10}"
