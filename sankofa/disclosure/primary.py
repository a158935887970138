"""Which numbers of a table are about too few people, and which sums a few people dominate.

Sources: responsible-finance rules, 8.3: counts below ten (Washington State Department of Health; ONS Longitudinal
Study); dominance by the largest contributors, and the p % rule (acro checks: two contributors with 90 %, and 10 %).
"""

from collections.abc import Iterator
from fractions import Fraction

from sankofa.disclosure.table import Contributions, Table, cell_name
from sankofa.disclosure.terms import SOURCE, Need, Policy
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.money import Rounding, round_fraction
from sankofa.kernel.share import Share


def sensitive(table: Table, policy: Policy) -> dict[int, Finding]:
    """Return the cells that must be hidden for their own sake, each with the reason; totals are looked at too."""
    found = {}
    for place, cell in enumerate(table.cells):
        name, value = cell_name(cell), table.values[place]
        if table.is_of_amounts:
            reason = next(about_sum(name, value, table.contributions[cell], policy), None)
        else:
            reason = about_count(name, value, policy)
        if reason is not None:
            found[place] = reason
    return found


def about_count(name: str, count: int, policy: Policy) -> Finding | None:
    """Return why a count of people is too small to show, or None where it may be shown."""
    if count >= policy.threshold or (count == 0 and policy.zeros_are_shown):
        return None
    return Finding("small_count", Weight.CONCERN, SOURCE, cell=name, count=count, threshold=policy.threshold)


def about_sum(name: str, total: int, behind: Contributions, policy: Policy) -> Iterator[Finding]:
    """Yield why a sum of amounts must not be shown: too few people stand behind it, or a few of them dominate it."""
    if behind.people == 0:
        return
    if behind.people < policy.threshold:
        yield Finding("few_people", Weight.CONCERN, SOURCE, cell=name, people=behind.people, threshold=policy.threshold)
    if total <= 0:
        return
    top = sum(behind.largest[: policy.top])
    if Fraction(top, total) > policy.top_share:
        yield Finding(
            "few_dominate",
            Weight.CONCERN,
            SOURCE,
            cell=name,
            top=min(policy.top, behind.people),
            share=Share.of(top, total),
            limit=Share(policy.top_share),
        )
    if doubt_missing(total, behind, policy) > 0:
        yield Finding(
            "largest_readable",
            Weight.CONCERN,
            SOURCE,
            cell=name,
            rest=total - sum(behind.largest[:2]),
            largest=behind.largest[0],
            limit=Share(policy.near_share),
        )


def doubt_missing(total: int, behind: Contributions, policy: Policy) -> Fraction:
    """Return by how much a sum fails the p % rule; zero or less where the second largest cannot work the largest out.

    The rule: what remains of the total without the two largest must be at least p % of the largest.
    """
    if not behind.largest:
        return Fraction(0)
    return policy.near_share * behind.largest[0] - (total - sum(behind.largest[:2]))


def needs(table: Table, policy: Policy) -> list[Need]:
    """Return the doubt that must remain about every cell if it is hidden.

    Counts: an interval as wide as the policy says, reaching the threshold.  Sums: an interval as wide as the p % of the
    sum, reaching so far above it that the p % rule would have been kept.
    """
    if not table.is_of_amounts:
        return [Need(policy.width, policy.threshold)] * len(table.cells)
    found = []
    for place, cell in enumerate(table.cells):
        total = table.values[place]
        lacking = max(doubt_missing(total, table.contributions[cell], policy), Fraction(0))
        width = max(1, round_fraction(policy.near_share * total, Rounding.CEILING))
        found.append(Need(width, total + round_fraction(lacking, Rounding.CEILING)))
    return found
