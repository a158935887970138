"""The published example of a missed payment in a group, from the file of numbers beside the project.

Source: finance-vectors, group_missed_payment.
"""

import json
from pathlib import Path

from sankofa.loans.rules.group import shares_capped, shares_equal, shares_pro_rata


def test_the_numbers_of_a_missed_payment_come_out(shared_data: Path) -> None:
    (case,) = json.loads((shared_data / "finance-vectors" / "finance_vectors.json").read_text("utf-8"))[
        "group_missed_payment"
    ]
    members = sorted(case["instalments"])
    weights = [case["instalments"][member] for member in members]
    caps = [case["caps"][member] for member in members]
    assert list(shares_equal(case["shortfall"], len(members))) == case["equal"]
    assert list(shares_pro_rata(case["shortfall"], weights)) == [case["pro_rata"][member] for member in members]
    given, uncovered = shares_capped(case["shortfall"], weights, caps)
    assert list(given) == [case["capped_pro_rata"][member] for member in members]
    assert uncovered == case["uncovered"]
