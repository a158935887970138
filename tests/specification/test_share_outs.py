"""Share-outs of savings groups, by worked examples.

Source: "Responsible finance" 5.3.  Amenuveve (Togo 2020), Lafiè-Ti-Kpien (Togo 2023) and Ebeneza (Tanzania) are real
groups with published figures; the example of Ama is a platform's manual; the five members were computed.
"""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from sankofa.instalments.errors import BadTerms, OutOfOrder
from sankofa.kernel.money import Money
from sankofa.kernel.wording import missing_codes, text, texts, uneven_codes
from sankofa.savings.rules.constitution import (
    BadGroup,
    BeyondShares,
    GroupTooSmall,
    LeftoverTo,
    MixedCurrencies,
    RoundingRule,
    ShareOutRule,
    ShareOutTerms,
    UnpaidLoans,
)
from sankofa.savings.rules.shareout import (
    CashDiffers,
    Cycle,
    Holding,
    Line,
    LoanBeyondShare,
    LoansNotPaidBack,
    NothingToShareOut,
    SignedDifference,
    share_out,
    shares_for,
)
from sankofa.savings.rules.worked import ROOM, percent, rounded

CFA = "XOF"


def cfa(amount: int) -> Money:
    return Money(amount, CFA)


def group(
    shares: list[int],
    *,
    price: Money | None = None,
    unpaid: dict[int, int] | None = None,
    charges: dict[int, int] | None = None,
    terms: dict[str, Any] | None = None,
    **books: Any,
) -> Cycle:
    price = price or cfa(500)
    currency = price.currency
    return Cycle(
        share_price=price,
        holdings=tuple(
            Holding(
                number,
                count,
                Money((unpaid or {}).get(number, 0), currency),
                charges_paid=None if charges is None else Money(charges.get(number, 0), currency),
            )
            for number, count in enumerate(shares, 1)
        ),
        terms=ShareOutTerms(**{"unit": Money(1, currency), **(terms or {})}),
        **books,
    )


FIVE: dict[str, Any] = {
    "income": (Line("interest", cfa(61_500)), Line("fines", cfa(4_200))),
    "costs": (Line("stationery", cfa(3_000)), Line("a lost loan", cfa(5_000))),
}
SHARES = [52, 104, 156, 208, 260]


@pytest.mark.parametrize(
    ("terms", "payouts", "left_over"),
    [
        pytest.param(
            {"rounding": RoundingRule.FLOOR},
            [29_796, 59_592, 89_388, 119_184, 148_980],
            760,
            id="every share 573, rounded down",
        ),
        pytest.param({}, [29_847, 59_693, 89_540, 119_387, 149_233], 0, id="largest remainder in coins of 1"),
        pytest.param(
            {"unit": cfa(50)}, [29_850, 59_700, 89_550, 119_400, 149_200], 0, id="largest remainder in coins of 50"
        ),
        pytest.param(
            {"rule": ShareOutRule.FLAT_PROFIT},
            [37_540, 63_540, 89_540, 115_540, 141_540],
            0,
            id="savings back and a profit of 11,540 for each",
        ),
        pytest.param(
            {"rule": ShareOutRule.HYBRID, "flat_part": Fraction(1, 2)},
            [33_693, 61_617, 89_540, 117_463, 145_387],
            0,
            id="half of the profit equally, half by shares",
        ),
    ],
)
def test_five_members_share_447700(terms: dict[str, Any], payouts: list[int], left_over: int) -> None:
    """Savings 390,000 + interest 61,500 + fines 4,200 - stationery 3,000 - a lost loan 5,000; a share is 573.974."""
    made = share_out(group(SHARES, terms=terms, cash=cfa(447_700), **FIVE))
    assert made.pot == cfa(447_700)
    assert rounded(made.value, 3) == rounded(Fraction(447_700, 780), 3)
    assert [payout.paid.minor for payout in made.payouts] == payouts
    assert made.leftover == cfa(left_over)


def test_loan_charges_go_back_to_who_paid_them() -> None:
    """Members 1 and 5 paid the 61,500 of charges; the rest of the profit is a loss of 3,800, borne by shares."""
    made = share_out(
        group(SHARES, charges={1: 20_000, 5: 41_500}, terms={"rule": ShareOutRule.RETURN_INTEREST}, **FIVE)
    )
    assert [payout.paid.minor for payout in made.payouts] == [45_747, 51_493, 77_240, 102_987, 170_233]
    assert made.paid == cfa(447_700)


def test_amenuveve() -> None:
    """25 members, 3,824 stamps at 300 F, 1,295,275 F: a gain of 38 F a stamp, 2,763 F left over, 91,260 F at most."""
    others = [148] * 23 + [3_824 - 270 - 23 * 148]
    made = share_out(group([270, *others], price=cfa(300), cash=cfa(1_295_275), terms={"rounding": RoundingRule.FLOOR}))
    assert made.floor_value - cfa(300) == cfa(38)
    assert made.leftover == cfa(2_763)
    assert made.payouts[0].paid == cfa(91_260)
    assert made.payouts[0].savings == cfa(81_000)
    assert percent(made.profit_rate.fraction) == rounded(Fraction("12.9"), 1)
    assert [text(finding, "en", ROOM) for finding in made.findings] == [
        "Nobody listed where 148075 XOF came from. Write down charges, fines and gifts before you share out."
    ]


def test_lafie_ti_kpien() -> None:
    """Awa saved 135,000 in shares of 300 and got a profit of 16,000: 450 shares, 35.56 a share, 11.85 %."""
    made = share_out(group([450, 450], price=cfa(300), cash=cfa(302_000)))
    assert made.payouts[0].savings == cfa(135_000)
    assert made.payouts[0].gain == cfa(16_000)
    assert str(rounded(made.value - 300)) == "35.56"
    assert str(percent(made.profit_rate.fraction, 2)) == "11.85"


def test_ebeneza() -> None:
    """A share of 500 shillings came back as 603: 20.6 %."""
    price = Money.of(500, "TZS")
    made = share_out(group([7, 4], price=price, cash=Money.of(603 * 11, "TZS")))
    assert made.value == Money.of(603, "TZS").minor
    assert str(percent(made.profit_rate.fraction)) == "20.6"


def test_ama() -> None:
    """45 of 900 shares at 5, profit 900: 225 back and 45 of the profit, together 270."""
    price = Money.of(5, "GHS")
    made = share_out(group([45, 855], price=price, income=(Line("charges", Money.of(900, "GHS")),)))
    assert made.payouts[0].savings == Money.of(225, "GHS")
    assert made.payouts[0].gain == Money.of(45, "GHS")
    assert made.payouts[0].paid == Money.of(270, "GHS")


@pytest.mark.parametrize(
    ("offered", "most", "shares", "over"),
    [
        pytest.param(23, 5, 4, 3, id="23 at a price of 5 buys 4, and 3 are left over"),
        pytest.param(25, 5, 5, 0, id="25 buys 5"),
        pytest.param(40, 5, 5, 15, id="no more than five shares a meeting"),
    ],
)
def test_an_amount_buys_whole_shares(offered: int, most: int, shares: int, over: int) -> None:
    bought = shares_for(Money.of(offered, "GHS"), Money.of(5, "GHS"), most)
    assert bought == (shares, Money.of(over, "GHS"))


def test_the_sheet_can_be_done_again_by_hand() -> None:
    made = share_out(group(SHARES, terms={"rounding": RoundingRule.FLOOR}, social_fund=cfa(7_700), **FIVE))
    told = [text(line, "en", ROOM) for line in made.sheet()]
    assert told[0] == "Savings: 780 shares x 500 XOF = 390000 XOF."
    assert "The pot: 447700 XOF." in told
    assert "Value of a share: 447700 XOF / 780 = 573.974." in told
    assert "Rounded down in coins of 1 XOF: every share gets 573 XOF." in told
    assert "Member 1: 52 shares, 29846.67 before rounding; gets 29796 XOF." in told
    assert "760 XOF is left over and goes to the social fund." in told
    assert told[-2] == "The social fund is not shared out: 7700 XOF stays."


def test_an_unpaid_loan_is_taken_off_the_members_own_share() -> None:
    """Pot 447,700 of which 20,000 is still with member 2: 59,693.33 - 20,000."""
    terms = {"unpaid_loans": UnpaidLoans.DEDUCT}
    made = share_out(group(SHARES, unpaid={2: 20_000}, terms=terms, cash=cfa(427_700), **FIVE))
    assert made.pot == cfa(447_700)
    assert [payout.paid.minor for payout in made.payouts] == [29_847, 39_693, 89_540, 119_387, 149_233]
    assert made.paid == cfa(427_700)


def test_what_a_share_does_not_cover_is_borne_by_the_others() -> None:
    """Two hold 10 shares of 500 each; 9,000 in the box; member 1 owes 9,000.  Member 2 gets 9,000 (900 a share).

    Member 1's shares cover 9,000 of 9,000 then: nothing is lost.  Owing 12,000, 3,000 is lost.
    """
    terms = {"unpaid_loans": UnpaidLoans.DEDUCT, "beyond_shares": BeyondShares.SHARED_LOSS}
    just = share_out(group([10, 10], unpaid={1: 9_000}, terms=terms, cash=cfa(9_000)))
    assert [payout.paid.minor for payout in just.payouts] == [0, 9_000]
    assert just.payouts[0].borne == cfa(0)
    over = share_out(group([10, 10], unpaid={1: 12_000}, terms=terms, cash=cfa(9_000)))
    assert [payout.paid.minor for payout in over.payouts] == [0, 9_000]
    assert over.payouts[0].borne == cfa(3_000)
    assert "Member 1 owes 3000 XOF more than the shares cover" in "".join(
        text(finding, "en", ROOM) for finding in over.findings
    )


def test_a_loss_falls_on_shares_whatever_the_rule_for_profit() -> None:
    made = share_out(group([1, 3], cash=cfa(1_600), terms={"rule": ShareOutRule.FLAT_PROFIT}))
    assert [payout.paid.minor for payout in made.payouts] == [400, 1_200]
    assert {finding.code for finding in made.findings} >= {"shareout.loss", "shareout.loss_by_shares"}


def test_missing_money_that_was_signed_for_is_said_and_shared() -> None:
    signed = SignedDifference(cfa(-700), "counted twice in May", ("Awa", "Kofi"))
    made = share_out(group(SHARES, cash=cfa(447_000), difference=signed, **FIVE))
    assert made.paid == cfa(447_000)
    assert text(made.findings[0], "en", ROOM) == (
        "700 XOF is missing. Reason: counted twice in May. Signed by Awa, Kofi."
    )


def test_equal_fractions_go_to_more_shares_then_to_the_lower_number() -> None:
    """Pot 1,001 in coins of 1 over 2, 1 and 1 shares: 500.5, 250.25, 250.25; and 10 over 3 equal members."""
    first = share_out(group([1, 1, 2], cash=cfa(1_001)))
    assert [payout.paid.minor for payout in first.payouts] == [250, 250, 501]
    equal = share_out(group([1, 1, 1], cash=cfa(10)))
    assert [payout.paid.minor for payout in equal.payouts] == [4, 3, 3]
    # 15 over 5, 5, 10 in coins of 2: 3.75, 3.75, 7.5 -> 2, 2, 6 and two coins: 1.75, 1.75, 1.5.
    coins = share_out(group([5, 5, 10], cash=cfa(15), terms={"unit": cfa(2), "leftover_to": LeftoverTo.NEXT_CYCLE}))
    assert [payout.paid.minor for payout in coins.payouts] == [4, 4, 6]
    assert coins.leftover == cfa(1)


@pytest.mark.parametrize(
    ("books", "kind", "sentence"),
    [
        pytest.param(
            lambda: group(SHARES, unpaid={2: 20_000}, **FIVE),
            LoansNotPaidBack,
            "members.unpaid_loan: 20000 XOF is not paid back (member 2); all loans are paid back first, or unpaid_loans"
            " says deduct.",
            id="loans that are not paid back",
        ),
        pytest.param(
            lambda: group([10, 10], unpaid={1: 12_000}, terms={"unpaid_loans": UnpaidLoans.DEDUCT}, cash=cfa(9_000)),
            LoanBeyondShare,
            "members.unpaid_loan: member 1 owes 12000 XOF and has a share of 10500 XOF; the group decides first; "
            "beyond_shares may say shared_loss.",
            id="a loan above the member's share",
        ),
        pytest.param(
            lambda: group([5], cash=cfa(10)),
            GroupTooSmall,
            "members: a group of 1 cannot be; a group has two members or more.",
            id="a group of one",
        ),
        pytest.param(
            lambda: group([1, 2], cash=Money.of(10, "EUR")),
            MixedCurrencies,
            "cash: an amount in EUR in books that are kept in XOF; every amount is in one currency, here XOF.",
            id="two currencies",
        ),
        pytest.param(
            lambda: group([1, 2], cash=cfa(10), starts_on=date(2026, 5, 1), ends_on=date(2026, 4, 1)),
            OutOfOrder,
            "ends_on: 2026-04-01 is not after 2026-05-01; dates must follow one another.",
            id="a cycle that ends before it begins",
        ),
        pytest.param(
            lambda: group(SHARES, cash=cfa(447_000), **FIVE),
            CashDiffers,
            "cash: 447000 XOF was counted and the books say 447700 XOF; count again, or put in the difference with a "
            "reason and who signed for it.",
            id="a box that does not hold what the books say",
        ),
        pytest.param(
            lambda: group([0, 0], cash=cfa(10)),
            NothingToShareOut,
            "members.shares: 0 cannot be; somebody must hold a share, and a share has a price.",
            id="nobody holds a share",
        ),
        pytest.param(
            lambda: group([1, 1], cash=cfa(2_000), terms={"rule": ShareOutRule.RETURN_INTEREST}),
            BadGroup,
            "members.1.charges_paid: unknown cannot be; where loan charges go back to the payer, what every member paid"
            " must be known (0 where nothing).",
            id="charges that nobody wrote down",
        ),
        pytest.param(
            lambda: group([1, 1], terms={"rule": ShareOutRule.HYBRID}),
            BadGroup,
            "flat_percent: None cannot be; the part of the profit shared equally belongs to the rule hybrid, and to it"
            " alone.",
            id="a hybrid rule without its part",
        ),
    ],
)
def test_what_cannot_be_shared_out_is_refused_in_one_sentence(books: Any, kind: type[BadTerms], sentence: str) -> None:
    with pytest.raises(kind) as refusal:
        share_out(books())
    assert str(refusal.value) == sentence


def test_every_sentence_is_there_in_english_french_and_urdu() -> None:
    assert missing_codes(texts(ROOM, "en"), ROOM, ("fr", "ur")) == {}
    assert uneven_codes(ROOM, ("fr", "ur")) == {}


def test_the_shared_vectors_come_out_to_the_printed_digit(shared_data: Path) -> None:
    file = shared_data / "finance-vectors" / "finance_vectors.json"
    vectors = {case["id"]: case for case in json.loads(file.read_text(encoding="utf-8"))["vsla"]}

    case = vectors["amenuveve"]
    top, all_shares = case["top_member_shares"], case["shares"]
    made = share_out(
        group(
            [top, all_shares - top],
            price=cfa(case["share_price"]),
            cash=cfa(case["distributed"]),
            terms={"rounding": RoundingRule.FLOOR},
        )
    )
    assert made.floor_value.minor == case["value_per_share_floor"]
    assert made.floor_value.minor - case["share_price"] == case["gain_per_share"]
    assert made.leftover.minor == case["remainder"]
    assert made.payouts[0].paid.minor == case["top_member_payout"]

    case = vectors["lafie_ti_kpien_awa"]
    shares, over = shares_for(cfa(case["saved"]), cfa(case["share_price"]), 10**6)
    assert (shares, over.minor) == (case["shares"], 0)
    made = share_out(
        group([shares, shares], price=cfa(case["share_price"]), cash=cfa(2 * (case["saved"] + case["profit"])))
    )
    assert rounded(made.value - case["share_price"]) == rounded(Fraction(str(case["gain_per_share"])))
    assert percent(made.profit_rate.fraction, 2) == rounded(Fraction(str(case["return_pct"])))

    case = vectors["vicoba_ebeneza"]
    made = share_out(group([1, 1], price=cfa(case["share_price"]), cash=cfa(2 * case["payout_per_share"])))
    assert percent(made.profit_rate.fraction) == rounded(Fraction(str(case["gain_pct"])), 1)

    case = vectors["ama"]
    rest = case["total_shares"] - case["member_shares"]
    made = share_out(
        group(
            [case["member_shares"], rest],
            price=cfa(case["share_price"]),
            income=(Line("profit", cfa(case["profit"])),),
        )
    )
    ama = made.payouts[0]
    assert (ama.gain.minor, ama.savings.minor, ama.paid.minor) == (case["profit_share"], case["refund"], case["total"])

    case = vectors["five_members"]
    books = {
        "price": cfa(case["share_price"]),
        "income": (Line("interest", cfa(case["interest"])), Line("fines", cfa(case["fines"]))),
        "costs": (Line("stationery", cfa(case["stationery"])), Line("loan loss", cfa(case["loan_loss"]))),
    }
    floor = share_out(group(case["shares"], terms={"rounding": RoundingRule.FLOOR}, **books))
    assert (floor.pot.minor, floor.floor_value.minor) == (case["pot"], case["floor_value"])
    assert [payout.paid.minor for payout in floor.payouts] == case["floor_payouts"]
    assert floor.leftover.minor == case["floor_remainder"]
    for unit in (1, 50):
        made = share_out(group(case["shares"], terms={"unit": cfa(unit)}, **books))
        assert [payout.paid.minor for payout in made.payouts] == case[f"lr_unit{unit}"]
