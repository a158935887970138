"""Loan cycles and their caps

Sources: Knowledge Paper 1, 3.1 (a first loan of up to NGN 350,000; after successful repayment more, "for a maximum
of four loans and NGN 1,000,000") and 4.2.2; "Responsible finance", R22, R31.
"""

import pytest

from sankofa.instalments.errors import BadTerms, TwoCurrencies
from sankofa.kernel.money import Money
from sankofa.kernel.wording import text
from sankofa.loans.rules.cycles import CyclePolicy, PastLoan, findings, room, seap
from sankofa.loans.rules.life import ROOM


def naira(amount: int) -> Money:
    return Money.of(amount, "NGN")


def repaid(*amounts: int) -> list[PastLoan]:
    return [PastLoan(naira(amount), is_repaid=True) for amount in amounts]


@pytest.mark.parametrize(
    ("past", "request_", "codes", "cap"),
    [
        pytest.param([], 350_000, [], 350_000, id="a first loan at its cap"),
        pytest.param([], 350_001, ["above_cap"], 350_000, id="a first loan above it"),
        pytest.param(repaid(200_000), 800_000, [], 800_000, id="a second one, up to what is left of a million"),
        pytest.param(repaid(350_000), 800_000, ["above_cap"], 650_000, id="a million in all"),
        pytest.param(repaid(100_000, 100_000, 100_000, 100_000), 1, ["too_many", "above_cap"], 0, id="a fifth loan"),
        pytest.param(
            [PastLoan(naira(100_000), is_repaid=False)], 100_000, ["still_open"], 900_000, id="one is still open"
        ),
        pytest.param(
            [PastLoan(naira(100_000), is_repaid=False, was_written_off=True)],
            100_000,
            ["written_off"],
            900_000,
            id="one was given up",
        ),
    ],
)
def test_the_cycles_of_the_nigerian_scheme(past: list[PastLoan], request_: int, codes: list[str], cap: int) -> None:
    found = findings(naira(request_), past, seap())
    assert [finding.code.removeprefix("cycle.") for finding in found] == codes
    assert room(past, seap()) == naira(cap)
    for finding in found:
        assert text(finding, "en", ROOM)
        assert text(finding, "fr", ROOM)


def test_a_late_loan_before_asks_for_a_talk() -> None:
    policy = CyclePolicy(most_days_late=30)
    past = [PastLoan(naira(100), is_repaid=True, worst_days_late=31)]
    assert [finding.code for finding in findings(naira(100), past, policy)] == ["cycle.was_late"]
    assert room(past, policy) is None


def test_caps_do_not_shrink_and_currencies_do_not_mix() -> None:
    with pytest.raises(BadTerms, match="caps"):
        CyclePolicy(caps=(naira(2), naira(1)))
    with pytest.raises(BadTerms, match="most_loans"):
        CyclePolicy(most_loans=0)
    with pytest.raises(TwoCurrencies):
        findings(Money.of(5, "XOF"), repaid(100), seap())
