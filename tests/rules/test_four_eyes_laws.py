"""Laws of four eyes: whatever people try, in whatever order and in whosever place, nobody passes twice."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sankofa.accounts.rules.terms import Actor, Grant, Scope, ScopeKind
from sankofa.approvals.rules import chain
from sankofa.approvals.rules.changes import HIDDEN, Change, digest_of, rows_of
from sankofa.approvals.rules.people import persons_behind
from sankofa.approvals.rules.terms import NEXT, OPEN, Act, Chain, Course, Given, State, Step
from sankofa.approvals.rules.thresholds import steps_for
from sankofa.kernel.money import Money
from tests.builders import LONG_AGO

PEOPLE = "abcd"
kinds = st.sampled_from(["user", "device", "key", "link", "system"])
scopes = st.sampled_from(list(ScopeKind))
grants = st.lists(st.builds(lambda scope: Grant("role", frozenset({"x"}), Scope(scope), LONG_AGO), scopes), max_size=3)
actors = st.builds(
    Actor,
    kind=st.one_of(st.just("user"), kinds),
    id=st.sampled_from(PEOPLE),
    name=st.just("Somebody"),
    grants=grants.map(tuple),
    on_behalf_of=st.one_of(st.just(""), st.sampled_from(PEOPLE)),
)
steps = st.lists(st.integers(1, 2), min_size=1, max_size=3).map(
    lambda counts: tuple(Step(f"step {place}", persons) for place, persons in enumerate(counts))
)
tries = st.lists(st.tuples(actors, st.sampled_from(list(Act)), st.sampled_from(["one", "other"])), max_size=25)


def tried(course: Course, actor: Actor, act: Act, digest: str) -> Course:
    """Return the proposal after a try, as the actions do it: what may not be done changes nothing."""
    persons = persons_behind(actor)
    if chain.why_not(course, act, persons) or (act is Act.APPROVE and digest != course.digest):
        return course
    step = chain.current_step(course)
    number = course.round + (act is Act.PROPOSE)
    given_now = Given(persons, act, number, step.name if step and act is Act.APPROVE else "", digest)
    content = digest if act is Act.PROPOSE else course.digest
    return Course(course.steps, number, content, (*course.given, given_now))


@given(steps, actors, tries)
def test_nothing_is_carried_out_with_fewer_people_than_the_chain_asks_for(
    asked: tuple[Step, ...], first: Actor, later: list[tuple[Actor, Act, str]]
) -> None:
    proposer = replace(first, kind="user")
    course = Course(asked, 1, "one", (Given(persons_behind(proposer), Act.PROPOSE, 1, "", "one"),))
    acted: list[tuple[str, Act, int]] = [(proposer.id, Act.PROPOSE, 1)]
    for actor, act, digest in later:
        after = tried(course, actor, act, digest)
        if after is not course:
            assert actor.kind == "user"
            acted.append((actor.id, act, after.round))
        course = after
    proposed_by = {who for who, act, _ in acted if act is Act.PROPOSE}
    approved_by = [who for who, act, number in acted if act is Act.APPROVE and number == course.round]
    assert len(set(approved_by)) == len(approved_by)
    assert not proposed_by & set(approved_by)
    if chain.state(course) is State.CARRIED_OUT:
        assert len(set(approved_by) | proposed_by) > sum(step.persons for step in asked)


@given(actors, grants)
def test_more_roles_make_nobody_another_person(actor: Actor, more: list[Grant]) -> None:
    assert persons_behind(replace(actor, grants=(*actor.grants, *more))) == persons_behind(actor)


@given(steps, st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(list(Act))), max_size=12))
def test_every_act_that_may_be_done_leads_where_the_table_says(
    asked: tuple[Step, ...], later: list[tuple[str, Act]]
) -> None:
    course = Course(asked, 1, "one", (Given(frozenset("a"), Act.PROPOSE, 1, "", "one"),))
    for who, act in later:
        before = chain.state(course)
        after = tried(course, Actor("user", who, who), act, "one")
        if after is not course:
            allowed = {NEXT[before][act]} | ({State.WAITING} if act is Act.APPROVE else set())
            assert chain.state(after) in allowed
            assert before in OPEN
        course = after


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 10_000)), min_size=1, max_size=4),
    st.integers(0, 10_000),
    st.integers(0, 10_000),
)
def test_a_higher_amount_never_asks_for_fewer_steps(thresholds: list[int | None], one: int, other: int) -> None:
    policy = Chain(
        "k", tuple(Step(str(n), 1, None if t is None else Money(t, "BDT")) for n, t in enumerate(thresholds))
    )
    low, high = sorted([one, other])
    assert set(steps_for(policy, Money(low, "BDT"))) <= set(steps_for(policy, Money(high, "BDT")))
    assert steps_for(policy, None) == steps_for(policy, Money(low, "USD")) == policy.steps


@given(st.text(), st.text(), st.text())
def test_another_content_has_another_digest(one: str, other: str, label: str) -> None:
    rows = [[Change(label, None, text)] for text in (one, other)]
    digests = [digest_of("k", "1", {"title": text}, row, None) for text, row in zip((one, other), rows, strict=True)]
    assert (digests[0] == digests[1]) is (one == other)


@given(st.text(min_size=1), st.text(min_size=1))
def test_a_sealed_value_is_not_shown_and_its_change_is_still_noticed(one: str, other: str) -> None:
    rows = [rows_of({"phone": [None, value]}, {"phone": "Phone"}, sealed={"phone"}) for value in (one, other)]
    assert [row[0].after for row in rows] == [HIDDEN, HIDDEN]
    assert (rows[0] == rows[1]) is (one == other)
