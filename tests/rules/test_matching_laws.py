"""Many people and many programmes in one call are answered like one person and one programme."""

from hypothesis import given
from hypothesis import strategies as st

from sankofa.kernel.finding import Weight
from sankofa.provision.rules.eligibility import Answer, Bounds, Known, Rules, eligibility
from sankofa.provision.rules.matching_many import ASK, BARRED, MISSING, Programmes, answer_of

SEXES = ("female", "male", "other")
LANDS = ("SA", "AE", "IN")
PLACES = ("BD", "BD.3", "BD.30", "BD.30.26", "BD.30.26.14", "BD.40", "NP.1")
PAPERS = ("passport", "national_id", "birth_certificate")
CODES = ("bd-one", "bd-two", "bd-three")
HOMES = ("woman_alone_with_children", "older_alone")
limit = st.none() | st.integers(0, 6)
bounds = st.builds(Bounds, limit, limit).filter(lambda between: not between.is_empty)


def some(of: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(of), max_size=2)


rules = st.builds(
    Rules,
    sexes=some(SEXES),
    age=bounds,
    returned_from=some(LANDS),
    ways=some(("regular", "irregular")),
    return_kinds=some(("voluntary", "forced")),
    lives_in=some(PLACES),
    months_abroad=bounds,
    months_since_return=bounds,
    registered_with=some(CODES),
    papers=st.lists(st.lists(st.sampled_from(PAPERS), min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
    in_debt=st.none() | st.booleans(),
    disability=st.none() | st.booleans(),
    households=some(HOMES),
    after=some(CODES),
    asked=st.sampled_from(((), ("Has a plan",), ("Has land",))),
)
people = st.builds(
    Known,
    sex=st.none() | st.sampled_from(SEXES),
    age=st.none() | bounds,
    returned_from=st.none() | st.sampled_from(LANDS),
    way=st.none() | st.sampled_from(("regular", "irregular")),
    return_kind=st.none() | st.sampled_from(("voluntary", "forced")),
    lives_in=st.none() | st.sampled_from(PLACES),
    months_abroad=st.none() | bounds,
    months_since_return=st.none() | bounds,
    registered_with=st.none() | some(CODES),
    not_registered_with=some(CODES),
    papers=st.none() | some(PAPERS),
    in_debt=st.none() | st.booleans(),
    disability=st.none() | st.booleans(),
    households=st.none() | some(HOMES),
    used=st.none() | some(CODES),
)


@given(st.lists(rules, max_size=8), st.lists(people, max_size=8))
def test_everybody_is_answered_as_if_asked_alone(programmes: list[Rules], everybody: list[Known]) -> None:
    marks = Programmes(programmes).marks(everybody)
    assert marks.shape == (len(everybody), len(programmes))
    for row, known in enumerate(everybody):
        for column, one in enumerate(programmes):
            alone, mark = eligibility(one, known), int(marks[row, column])
            weights = {finding.weight for finding in alone.findings}
            assert answer_of(mark) is alone.answer
            assert bool(mark & BARRED) is (Weight.BARRIER in weights)
            assert bool(mark & MISSING) is bool(alone.missing)
            assert bool(mark & ASK) is bool(alone.to_ask)


@given(st.lists(rules, min_size=1, max_size=4), people)
def test_the_order_of_programmes_changes_no_answer(programmes: list[Rules], known: Known) -> None:
    forwards = Programmes(programmes).marks([known])[0]
    backwards = Programmes(programmes[::-1]).marks([known])[0]
    assert forwards.tolist() == backwards.tolist()[::-1]


def test_more_people_than_are_looked_at_at_once_keep_their_places() -> None:
    everybody = [Known(sex="female"), Known(sex="male"), Known()] * 3_000
    marks = Programmes([Rules(sexes=frozenset({"female"})), Rules()]).marks(everybody)
    assert [answer_of(mark) for mark in marks[-3:, 0].tolist()] == [Answer.CAN, Answer.CANNOT, Answer.CAN_IF]
    assert not marks[:, 1].any()
    assert (marks[:, 0].reshape(-1, 3) == marks[:3, 0]).all()
