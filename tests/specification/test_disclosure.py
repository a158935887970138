"""Worked examples of protecting tables.

Sources: responsible-finance rules, 8.3; the GaussSuppression vignette (young and old in three countries: which cells
are hidden); the acro checks (dominance); an example of our own (three by three), its intervals worked out by hand.
"""

import json
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("scipy", reason="scipy is not installed (extra “analytics”)")

from sankofa.disclosure import extracts, summaries
from sankofa.disclosure.primary import about_count, about_sum
from sankofa.disclosure.protection import Protection, audit, protection
from sankofa.disclosure.reader import intervals
from sankofa.disclosure.releases import ReleasesDiffer, differences
from sankofa.disclosure.riddles import Puzzle
from sankofa.disclosure.rounding import rounded
from sankofa.disclosure.secondary import sums_of
from sankofa.disclosure.table import (
    BadHierarchy,
    Contributions,
    Dimension,
    MissingCell,
    NegativeCount,
    Table,
    UnknownCategory,
)
from sankofa.disclosure.terms import Interval, Policy, PolicyOutOfRange

VECTORS = Path(__file__).resolve().parents[2].parent / "shared/data/finance-vectors/finance_vectors.json"
NINE = [[120, 34, 12], [85, 6, 21], [60, 15, 44]]
MAX_ONE = Policy(threshold=2, width=1, zeros_are_shown=False)  # the vignette's maxN = 1, zeros hidden too


def grid(rows: list[list[int]]) -> Table:
    down = [f"row {number}" for number in range(1, len(rows) + 1)]
    along = [f"column {number}" for number in range(1, len(rows[0]) + 1)]
    values = {(r, c): value for r, row in zip(down, rows, strict=True) for c, value in zip(along, row, strict=True)}
    return Table([Dimension.flat("rows", down), Dimension.flat("columns", along)], values)


def vignette() -> Table:
    young, old = (2, 0, 5), (3, 4, 6)
    countries = ("Iceland", "Portugal", "Spain")
    values = {
        (age, place): count
        for age, row in (("young", young), ("old", old))
        for place, count in zip(countries, row, strict=True)
    }
    return Table([Dimension.flat("age", ("young", "old")), Dimension.flat("country", countries)], values)


def inferred(table: Table, hidden: list[tuple[str, ...]], least: int = 0) -> dict[str, Interval]:
    places = [table.place[cell] for cell in hidden]
    found = intervals(Puzzle(table.values, sums_of(table), places, dict.fromkeys(places, least), dict.fromkeys(places)))
    return {"/".join(table.cells[place]): interval for place, interval in found.items()}


def hidden_cells(done: Protection) -> set[str]:
    return {"/".join(done.table.cells[place]) for place in done.reasons}


def codes(done: Protection) -> list[str]:
    return [finding.code for finding in done.findings]


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [
        pytest.param([(2, 2)], [(6, 6)], id="the-small-number-alone-is-recovered-from-its-total"),
        pytest.param([(2, 2), (2, 3)], [(6, 6), (21, 21)], id="two-in-a-row-are-recovered-from-their-columns"),
        pytest.param(
            [(2, 2), (2, 3), (3, 2), (3, 3)], [(0, 21), (6, 27), (0, 21), (38, 59)], id="a-rectangle-leaves-doubt"
        ),
    ],
)
def test_what_a_reader_infers_about_the_nine_cell_table(
    hidden: list[tuple[int, int]], expected: list[tuple[int, int]]
) -> None:
    found = inferred(grid(NINE), [(f"row {r}", f"column {c}") for r, c in hidden])
    assert list(found.values()) == [Interval(*ends) for ends in expected]


def test_a_reader_of_the_vignette_infers_these_intervals() -> None:
    cells = [(age, country) for age in ("young", "old") for country in ("Iceland", "Portugal")]
    assert inferred(vignette(), cells) == {
        "young/Iceland": Interval(0, 2),
        "young/Portugal": Interval(0, 2),
        "old/Iceland": Interval(3, 5),
        "old/Portugal": Interval(2, 4),
    }


def test_the_vignettes_cells_are_hidden_as_published() -> None:
    done = protection(vignette(), MAX_ONE)
    assert hidden_cells(done) == {"young/Iceland", "young/Portugal", "old/Iceland", "old/Portugal"}
    assert done.is_safe
    assert [finding.facts["cell"] for finding in done.findings if finding.code == "small_count"] == ["young / Portugal"]
    assert done.shown("young", "Portugal") is None
    assert done.shown("old", "Spain") == 6


def test_the_vignettes_pattern_fails_where_ten_must_lie_between_and_categories_are_to_be_put_together() -> None:
    table = vignette()
    places = frozenset(table.place[age, country] for age in ("young", "old") for country in ("Iceland", "Portugal"))
    done = audit(table, places, Policy(threshold=2, width=10, zeros_are_shown=False))
    assert not done.is_safe
    assert codes(done).count("too_little_doubt") == 4
    advice = [finding.facts for finding in done.findings if finding.code == "put_together"]
    assert advice == [{"dimension": "country", "category": "Portugal", "other": "Iceland"}]


def test_every_number_of_the_shared_disclosure_examples_comes_out() -> None:
    if not VECTORS.exists():
        pytest.skip("the folder ../shared/data with the finance examples is not here")
    gauss, nine = json.loads(VECTORS.read_text(encoding="utf-8"))["sdc"]
    table = vignette()
    done = protection(table, Policy(threshold=gauss["maxN"] + 1, width=1, zeros_are_shown=False))
    assert hidden_cells(done) == set(gauss["suppressed"])
    assert [
        cell for cell in hidden_cells(done) if done.reasons[table.place[tuple(cell.split("/"))]].code == "small_count"
    ] == gauss["primary"]
    found = inferred(table, [tuple(cell.split("/")) for cell in gauss["suppressed"]])
    assert {cell: [known.least, known.most] for cell, known in found.items()} == gauss["lp_bounds"]
    table = grid(nine["table"])
    assert [known.width for known in inferred(table, [("row 2", "column 2")]).values()] == [nine["only_primary_width"]]
    square = [(f"row {r}", f"column {c}") for r in (2, 3) for c in (2, 3)]
    assert [[known.least, known.most] for known in inferred(table, square).values()] == nine["rows23_cols23_bounds"]


def test_the_cheapest_rectangle_protects_the_nine_cell_table() -> None:
    done = protection(grid(NINE), Policy())
    assert hidden_cells(done) == {f"row {r}/column {c}" for r in (1, 2) for c in (2, 3)}
    # Whoever knows that zeros are shown knows that a hidden number is at least one.
    assert done.intervals[done.table.place["row 2", "column 2"]] == Interval(1, 26)
    assert done.is_safe


def test_a_table_about_fewer_than_ten_people_stays_in_the_office() -> None:
    done = protection(grid([[1, 2], [3, 2]]), Policy())
    assert not done.is_safe
    assert "too_little_doubt" in codes(done)


def test_a_table_without_small_numbers_goes_out_whole() -> None:
    done = protection(grid([[12, 0], [40, 31]]), Policy())
    assert (done.is_safe, done.reasons, done.findings) == (True, {}, ())


def test_districts_inside_regions_are_protected_together() -> None:
    places = Dimension("district", {"a1": "A", "a2": "A", "A": "Total", "b1": "B", "b2": "B", "B": "Total"})
    counts = {
        ("a1", "f"): 12,
        ("a1", "m"): 30,
        ("a2", "f"): 4,
        ("a2", "m"): 15,
        ("b1", "f"): 33,
        ("b1", "m"): 21,
        ("b2", "f"): 10,
        ("b2", "m"): 52,
    }
    done = protection(Table([places, Dimension.flat("sex", "fm")], counts), Policy())
    assert hidden_cells(done) == {"a1/f", "a1/m", "a2/f", "a2/m"}
    assert done.shown("A", "f") == 16
    assert done.is_safe


def test_totals_stay_where_they_are_to_be_kept() -> None:
    table = vignette()
    with_totals = protection(table, Policy(threshold=2, zeros_are_shown=False))
    kept = protection(table, Policy(threshold=2, zeros_are_shown=False, totals_may_be_hidden=False))
    assert any("Total" in cell for cell in hidden_cells(with_totals))
    assert not any("Total" in cell for cell in hidden_cells(kept))
    assert (with_totals.is_safe, kept.is_safe) == (True, False)


@pytest.mark.parametrize(
    ("count", "policy", "is_hidden"),
    [
        pytest.param(9, Policy(), True, id="nine"),
        pytest.param(10, Policy(), False, id="ten"),
        pytest.param(0, Policy(), False, id="zero-is-shown"),
        pytest.param(0, MAX_ONE, True, id="zero-tells-too-much"),
        pytest.param(1, Policy(), True, id="one"),
    ],
)
def test_which_counts_are_hidden(count: int, policy: Policy, is_hidden: bool) -> None:
    assert (about_count("North", count, policy) is not None) == is_hidden


@pytest.mark.parametrize(
    ("amounts", "people", "expected"),
    [
        pytest.param((60, 25, 10, 5), 10, [], id="two-hold-85-percent-and-15-is-more-than-6"),
        pytest.param((60, 25, 10, 5), 9, ["few_people"], id="nine-people"),
        pytest.param((70, 25, 5), 10, ["few_dominate", "largest_readable"], id="two-hold-95-percent-and-5-is-below-7"),
        pytest.param((80, 10, 10), 10, [], id="two-hold-exactly-90-percent"),
        pytest.param((80, 11, 9), 10, ["few_dominate"], id="two-hold-91-percent-but-9-is-more-than-8"),
    ],
)
def test_which_sums_a_few_people_dominate(amounts: tuple[int, ...], people: int, expected: list[str]) -> None:
    found = about_sum("North", sum(amounts), Contributions(people, amounts), Policy())
    assert [finding.code for finding in found] == expected


def test_a_dominated_sum_of_money_is_hidden_with_its_rectangle() -> None:
    even, uneven = Contributions(20, (60, 50)), Contributions(12, (900, 50))
    cells = {("N", "f"): 1000, ("N", "m"): 1000, ("S", "f"): 960, ("S", "m"): 1000, ("E", "f"): 1000, ("E", "m"): 1000}
    behind = dict.fromkeys(cells, even) | {("S", "f"): uneven}
    done = protection(Table([Dimension.flat("place", "NSE"), Dimension.flat("sex", "fm")], cells, behind), Policy())
    assert done.reasons[done.table.place["S", "f"]].code == "few_dominate"
    assert len(done.reasons) == 4
    assert done.is_safe


def test_rounding_to_five_hides_small_numbers_and_is_audited_too() -> None:
    done = rounded(grid(NINE), Policy())
    assert [done.values[done.table.place["row 2", f"column {c}"]] for c in (1, 2, 3)] == [85, 5, 20]
    assert done.is_safe
    clear = rounded(grid([[2, 0], [0, 0]]), Policy())
    assert clear.values[clear.table.grand_total] == 0
    assert clear.is_safe


def test_rounding_that_pushes_every_number_the_same_way_is_found_out() -> None:
    # Four times 8 is shown as 10, so each is 8 to 12; their total, 32, is shown as 30, so it is 28 to 32: each is 8.
    told = rounded(grid([[8, 8, 8, 8]]), Policy())
    assert not told.is_safe
    assert {(finding.facts["least"], finding.facts["most"]) for finding in told.findings} == {(8, 8)}


def test_one_more_person_since_the_last_release_is_found() -> None:
    before = protection(grid([[30, 40], [50, 60]]), Policy())
    after = protection(grid([[31, 40], [50, 75]]), Policy())
    found = differences(before, after, only_grows=False)
    assert [(finding.facts["cell"], finding.facts["change"]) for finding in found] == [
        ("row 1 / column 1", 1),
        ("row 1 / Total", 1),
        ("Total / column 1", 1),
    ]
    assert differences(before, before, only_grows=True) == []


def test_a_hidden_change_is_found_where_both_tables_are_read_together() -> None:
    before = protection(grid(NINE), Policy())
    after = protection(grid([[135, 34, 14], [85, 6, 41], [75, 15, 44]]), Policy())
    found = differences(before, after, only_grows=True)
    clear = {finding.facts["cell"]: finding.facts for finding in found if finding.code == "change_too_clear"}
    assert (clear["row 1 / column 3"]["least"], clear["row 1 / column 3"]["most"]) == (2, 2)
    with pytest.raises(ReleasesDiffer, match="rows is not divided in the same way"):
        differences(before, protection(grid([[30, 40, 20], [50, 60, 70]]), Policy()), only_grows=True)


@pytest.mark.parametrize(
    ("part", "base", "expected"),
    [
        pytest.param(15, 30, [], id="fifteen-of-thirty"),
        pytest.param(15, 29, ["small_base"], id="fifteen-of-twenty-nine"),
        pytest.param(9, 40, ["small_part"], id="nine-of-forty"),
        pytest.param(31, 40, ["small_rest"], id="all-but-nine"),
        pytest.param(40, 40, [], id="everybody"),
        pytest.param(0, 40, [], id="nobody"),
    ],
)
def test_when_a_percentage_may_be_shown(part: int, base: int, expected: list[str]) -> None:
    assert [finding.code for finding in summaries.about_percentage("x", part, base, Policy())] == expected


def test_a_mean_keeps_the_rules_of_its_sum_and_a_range_needs_fifty_people() -> None:
    assert summaries.about_mean("income", [50] * 10, Policy()) == []
    assert [one.code for one in summaries.about_mean("income", [50] * 9, Policy())] == ["few_people"]
    # The 5th percentile of 0 to 100 would be one person’s own 5: it moves halfway to the next.
    assert summaries.shown_range("score", list(range(101)), Policy()) == (Fraction(11, 2), Fraction(189, 2))
    assert summaries.shown_range("score", list(range(50)), Policy()) == (Fraction(245, 100), Fraction(4655, 100))
    assert summaries.shown_range("score", [1] * 49, Policy()).code == "small_range"  # type: ignore[union-attr]


def test_an_extract_needs_ten_alike_whose_answers_differ() -> None:
    rows = [{"district": "North", "sex": "f", "threats": "yes" if at else "no"} for at in range(10)]
    assert extracts.about_extract(rows, ["district", "sex"], ["threats"], Policy()) == []
    assert [one.code for one in extracts.about_extract(rows[1:], ["district"], ["threats"], Policy())] == [
        "few_alike",
        "all_alike",
    ]
    with pytest.raises(extracts.NoSuchField, match="Row 1 has no field 'age'"):
        extracts.about_extract(rows, ["age"], [], Policy())


def test_categories_are_put_together() -> None:
    table = vignette().merged("country", ["Iceland", "Portugal"], "Iceland or Portugal")
    assert table.value("young", "Iceland or Portugal") == 2
    assert table.value("Total", "Total") == 20
    with pytest.raises(UnknownCategory, match="country has no category 'France'"):
        table.merged("country", ["France", "Spain"], "x")


@pytest.mark.parametrize(
    ("make", "error", "sentence"),
    [
        pytest.param(
            lambda: grid([[1, -2], [3, 4]]), NegativeCount, "is -2; a count must be zero or more", id="negative"
        ),
        pytest.param(
            lambda: Table([Dimension.flat("sex", "fm")], {("f",): 3}),
            MissingCell,
            "m has no number; write 0",
            id="missing",
        ),
        pytest.param(
            lambda: Dimension("place", {"a": "b", "b": "a"}), BadHierarchy, "exactly one other", id="in-a-circle"
        ),
        pytest.param(lambda: Dimension.flat("place", ["Total"]), BadHierarchy, "Total", id="named-total"),
        pytest.param(lambda: Policy(threshold=0), PolicyOutOfRange, "threshold is 0; it must be", id="no-threshold"),
    ],
)
def test_a_table_that_cannot_be_is_refused_with_what_would_be_right(make: object, error: type, sentence: str) -> None:
    with pytest.raises(error, match=sentence):
        make()  # type: ignore[operator]
