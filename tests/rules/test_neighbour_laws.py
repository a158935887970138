"""Laws of the comparison with residents: no mean of a few, nor by subtraction, and everybody is counted once."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sankofa.sustainability.rules.neighbours import LEAST, Answered, beside

figures = st.integers(0, 10_000).map(lambda parts: Decimal(parts).scaleb(-4))
groups = st.tuples(st.booleans(), st.sampled_from(["", "Cumilla", "Sylhet"]), st.integers(0, 14))
people = st.lists(st.tuples(groups, figures), max_size=9).map(
    lambda some: [Answered(who[0], who[1], value) for who, value in some for _ in range(who[2])]
)


@given(people)
def test_everybody_is_counted_once_and_a_mean_needs_enough_people_on_both_sides(some) -> None:
    everybody, districts = beside(some)
    for name in ("returnees", "residents"):
        assert sum(getattr(row, name).people for row in districts) == getattr(everybody, name).people
    assert everybody.returnees.people + everybody.residents.people == len(some)
    for row in [everybody, *districts]:
        assert (row.returnees.mean is None) is (row.residents.mean is None)
        if row.returnees.mean is not None:
            assert min(row.returnees.people, row.residents.people) >= LEAST
            assert 0 <= row.returnees.mean <= 1


@given(people)
def test_the_mean_of_all_never_tells_the_mean_of_the_few_who_are_left_out(some) -> None:
    everybody, districts = beside(some)
    hidden = [row for row in districts if row.returnees.mean is None]
    if everybody.returnees.mean is not None and len(hidden) < len(districts):
        for name in ("returnees", "residents"):
            rest = sum(getattr(row, name).people for row in hidden)
            assert rest == 0 or rest >= LEAST


def test_as_many_residents_are_to_be_asked_as_people_who_came_back_answered() -> None:
    some = [Answered(False, "Sylhet", Decimal("0.5"))] * 12 + [Answered(True, "Sylhet", Decimal("0.6"))] * 4
    everybody, [sylhet] = beside(some)
    assert (sylhet.to_ask, everybody.to_ask) == (8, 8)
    assert sylhet.returnees.mean is None


def test_means_are_rounded_half_up_to_four_decimals() -> None:
    some = [Answered(False, "Sylhet", Decimal("0.5"))] * 9 + [Answered(False, "Sylhet", Decimal("0.5005"))]
    some += [Answered(True, "Sylhet", Decimal("0.6"))] * 10
    _, [sylhet] = beside(some)
    assert (sylhet.returnees.mean, sylhet.residents.mean) == (Decimal("0.5001"), Decimal("0.6000"))
