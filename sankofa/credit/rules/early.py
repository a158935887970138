"""An early loan: what is missing before two people of a committee may decide on one.

The paper names two grounds and no others.  An early loan waives that the grant was used and that the business has run
for a time, nothing else; the grant that is still to come can be put down as a deposit.

Source: Knowledge Paper 1, 4.2.2 (R17); responsible-finance rules, 1.3 (EX1, EX2).
"""

from collections.abc import Collection, Iterator
from typing import Final

from sankofa.credit.rules.prerequisites import COMMITTEE_LEAST, argued
from sankofa.credit.rules.terms import Case, Grant, Grounds, Viability
from sankofa.debts.rules.terms import Answer
from sankofa.kernel.finding import Finding, Weight

SOURCE: Final = "Knowledge Paper 1, 4.2.2 (R17)"


def is_waived_early(code: str) -> bool:
    """Whether an early loan waives this finding: the grant, or the time in business; never other help to be used."""
    return code in {"PR2", "PR3"} or code.startswith("PR3.")


def missing(case: Case, grounds: Grounds, fired: Collection[str]) -> Iterator[Finding]:
    """Return what is missing before a committee may be asked; `fired` are the codes that the rules found."""
    if not any(is_waived_early(code) for code in fired):
        yield _step("early.nothing")
    if case.viability is not Viability.STRONG:
        yield _step("early.viability")
    if not any(True for _ in argued(grounds)):
        yield _step("early.grounds")
    if case.grant is Grant.PENDING and grounds.grant_as_deposit_agreed is not Answer.YES:
        yield _step("early.deposit")


def missing_to_allow(case: Case, grounds: Grounds, fired: Collection[str]) -> Iterator[Finding]:
    """Return what is missing before an early loan holds: as above, and a committee of two."""
    yield from missing(case, grounds, fired)
    if len(grounds.committee) < COMMITTEE_LEAST:
        yield _step("early.committee", least=COMMITTEE_LEAST)


def _step(code: str, **facts: int) -> Finding:
    return Finding(code, Weight.PREREQUISITE, SOURCE, **facts)
