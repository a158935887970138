"""The roster of debts: talks, debts, what happened since, how they are collected, and who sees what."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sankofa.accounts.action import NotAllowed, system
from sankofa.audit.models import Event
from sankofa.debts import actions, commands, contribution, counting, permissions, queries
from sankofa.debts.models import Debt, DebtChange, DebtPressure, DebtTalk, HomeBudget
from sankofa.debts.rules.budget import Budget
from sankofa.debts.rules.first_talk import Owes, Presence, Six
from sankofa.debts.rules.roster import Change, ChangeKind, Pressed, Told
from sankofa.debts.rules.terms import Form, Frequency, Lender, Pressure
from sankofa.kernel.money import Money
from sankofa.messages.models import Message
from sankofa.project import hooks
from sankofa.provision.hooks import owes
from sankofa.returnees import contributions
from sankofa.returnees import permissions as returnees
from sankofa.returnees.erasing import AlreadyErased
from sankofa.returnees.hooks import Erasing
from sankofa.store import keys
from sankofa.store.models import Revision
from sankofa.store.rules.sealing import KeyRing
from sankofa.sustainability import concerns
from sankofa.sustainability import permissions as scores
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
MAY = (returnees.VIEW, permissions.VIEW, permissions.NOTE, permissions.ASK_ALONE, scores.CARE)
LOAN = Told(
    Lender.RELATIVE, Form.MONEY, amount=Money(100_000, "XOF"), repaid_before=Money(25_000, "XOF"), own_words="Friday"
)


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY).as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office)


def told(person: Any, worker: Any, what: Told = LOAN) -> Debt:
    return actions.add_debt(person=person, told=what, talk=None, told_on=ON, by=worker, at=AT)


def test_a_talk_is_kept_sealed_with_who_could_hear_it(person: Any, worker: Any) -> None:
    six = Six(Owes.YES, total=Money(150_000, "XOF"))
    made = actions.note_talk(person=person, present=Presence.OTHERS, six=six, held_on=ON, by=worker, at=AT)
    found = queries.latest_talk(person, viewer=worker, on=ON)
    assert found == made
    for record in (made, DebtTalk.objects.get()):
        talked = queries.talked(record)
        assert talked is not None
        assert (talked.present, talked.six) == (Presence.OTHERS, six)
    assert b"150000" not in bytes(DebtTalk.objects.values_list("said", flat=True)[0].sealed)


@pytest.mark.parametrize(
    ("six", "days", "code"),
    [
        pytest.param(Six(Owes.YES), 1, "talk.ahead", id="tomorrow"),
        pytest.param(
            Six(Owes.YES, total=Money(1, "XOF"), paid=Money(1, "EUR"), paid_every=Frequency.WEEKLY),
            0,
            "roster.two_currencies",
            id="two-kinds-of-money",
        ),
        pytest.param(Six(Owes.YES, paid=Money(1, "XOF")), 0, "roster.half_an_instalment", id="without-a-rhythm"),
    ],
)
def test_a_talk_that_cannot_be_is_refused(person: Any, worker: Any, six: Six, days: int, code: str) -> None:
    with pytest.raises(actions.BadTalk) as bad:
        actions.note_talk(
            person=person, present=Presence.ALONE, six=six, held_on=ON + timedelta(days=days), by=worker, at=AT
        )
    assert [found.code for found in bad.value.findings] == [code]


def test_a_debt_is_kept_sealed_and_its_correction_keeps_what_stood_there(person: Any, worker: Any) -> None:
    made = told(person, worker)
    assert b"Friday" not in bytes(Debt.objects.values_list("told", flat=True)[0].sealed)
    more = Told(Lender.FRIEND, Form.MONEY, amount=Money(120_000, "XOF"), repaid_before=Money(25_000, "XOF"))
    actions.amend_debt(debt=made, told=more, by=worker, at=AT)
    (held,) = queries.debts_of(person, viewer=worker, on=ON)
    assert held.told == more
    assert held.left == Money(95_000, "XOF")
    assert Revision.objects.filter(subject_kind="debts.debt", subject_id=str(made.pk)).count() == 2


def test_a_correction_has_to_fit_what_happened_since(person: Any, worker: Any) -> None:
    made = told(person, worker)
    repaid = Change(ChangeKind.REPAID, ON, Money(70_000, "XOF"))
    actions.note_change(debt=made, change=repaid, words="", by=worker, at=AT)
    less = Told(Lender.RELATIVE, Form.MONEY, amount=Money(60_000, "XOF"), repaid_before=Money(0, "XOF"))
    with pytest.raises(actions.BadDebt) as bad:
        actions.amend_debt(debt=made, told=less, by=worker, at=AT)
    assert [found.code for found in bad.value.findings] == ["change.more_than_owed"]
    assert queries.opened(Debt.objects.get()).told == LOAN


def test_what_happened_is_a_row_of_its_own_and_overwrites_nothing(person: Any, worker: Any) -> None:
    made = told(person, worker)
    for kind, minor in ((ChangeKind.REPAID, 5_000), (ChangeKind.FORGIVEN, 20_000)):
        change = Change(kind, ON, Money(minor, "XOF"))
        actions.note_change(debt=made, change=change, words="At the wedding.", by=worker, at=AT)
    (held,) = queries.debts_of(person, viewer=worker, on=ON)
    assert held.told == LOAN
    assert held.left == Money(50_000, "XOF")
    assert [row.what["words"] for row in queries.changes_of(made)] == ["At the wedding."] * 2
    with pytest.raises(actions.BadDebt):
        actions.note_change(
            debt=made, change=Change(ChangeKind.REPAID, ON, Money(50_001, "XOF")), words="", by=worker, at=AT
        )
    assert DebtChange.objects.count() == 2


def test_whether_somebody_owes_follows_the_roster_then_the_talk_and_is_never_guessed(person: Any, worker: Any) -> None:
    assert queries.is_indebted(person, worker, ON) is None
    actions.note_talk(person=person, present=Presence.ALONE, six=Six(Owes.NEVER), held_on=ON, by=worker, at=AT)
    assert queries.is_indebted(person, worker, ON) is False
    made = told(person, worker)
    assert queries.is_indebted(person, worker, ON) is True
    change = Change(ChangeKind.FORGIVEN, ON, Money(75_000, "XOF"))
    actions.note_change(debt=made, change=change, words="", by=worker, at=AT)
    assert queries.is_indebted(person, worker, ON) is False
    stranger = builders.user(builders.office(), may=MAY).as_actor()
    assert queries.is_indebted(person, stranger, ON) is None


def test_a_debt_that_cannot_be_is_refused_with_why(person: Any, worker: Any) -> None:
    bad_told = Told(Lender.SHOP, Form.GOODS, amount=Money(10, "XOF"), lent_on=date(2026, 5, 2), due_on=date(2026, 5, 1))
    with pytest.raises(actions.BadDebt) as bad:
        told(person, worker, bad_told)
    assert [found.code for found in bad.value.findings] == ["roster.due_before_lent"]
    assert not Debt.objects.exists()


def test_how_a_debt_is_collected_is_asked_alone_or_not_at_all(person: Any, worker: Any) -> None:
    made = told(person, worker)
    pressed = Pressed(frozenset({Pressure.REMINDERS}))
    with pytest.raises(actions.NotAlone):
        actions.note_pressure(debt=made, present=Presence.OTHERS, pressed=pressed, by=worker, at=AT)
    actions.plan_private_talk(debt=made, talk_at="Tuesday, at the well", by=worker, at=AT)
    (planned,) = queries.pressed_on(made, viewer=worker, on=ON)
    assert planned.to_terms() is None
    assert planned.said["talk_at"] == "Tuesday, at the well"
    assert not concerns.open_concerns(worker, on=ON).exists()


def test_threats_open_a_protection_task_at_once_in_words_that_name_no_debt(
    person: Any, worker: Any, office: Any
) -> None:
    officer = builders.user(office, may=(returnees.LOOK_AFTER,))
    made = told(person, worker)
    for _ in range(2):
        actions.note_pressure(
            debt=made,
            present=Presence.ALONE,
            pressed=Pressed(frozenset({Pressure.THREATS})),
            by=worker,
            at=AT,
        )
    (open_one,) = concerns.open_concerns(worker, on=ON)
    assert open_one.what == concerns.PRIVATE_SAFETY
    assert "debt" not in str(concerns.finding_of(open_one))
    assert Message.objects.filter(user_id=officer.pk).count() == 2
    assert all(b"threats" not in bytes(one.sealed) for one in DebtPressure.objects.values_list("said", flat=True))


def test_threats_are_read_only_by_those_who_have_to_act_on_them(person: Any, worker: Any, office: Any) -> None:
    made = told(person, worker)
    actions.note_pressure(
        debt=made, present=Presence.ALONE, pressed=Pressed(frozenset({Pressure.VIOLENCE})), by=worker, at=AT
    )
    other = builders.user(office, may=(returnees.VIEW, permissions.VIEW, permissions.NOTE)).as_actor()
    assert queries.pressed_on(made, viewer=other, on=ON) == []
    assert len(queries.debts_of(person, viewer=other, on=ON)) == 1
    with pytest.raises(NotAllowed):
        actions.plan_private_talk(debt=made, talk_at="", by=other, at=AT)
    assert not any("violence" in str(event.detail) for event in Event.objects.all())


def test_whoever_may_not_see_debts_sees_none(person: Any, worker: Any, office: Any) -> None:
    told(person, worker)
    other = builders.user(office, may=(returnees.VIEW,)).as_actor()
    assert queries.debts_of(person, viewer=other, on=ON) == []
    added = contribution.contribution(person, other, ON)
    assert (added.panels, added.links, added.tasks) == ((), (), ())


def test_the_debts_of_a_protected_person_are_not_there_for_others(office: Any, worker: Any) -> None:
    hidden = builders.person(office, is_protected=True)
    made = builders.debt(hidden)
    assert queries.debt(str(made.pk), viewer=worker, on=ON) is None
    assert queries.debts_of(hidden, viewer=worker, on=ON) == []


def test_the_panel_says_what_is_owed_what_it_takes_and_what_is_not_known(person: Any, worker: Any) -> None:
    told(person, worker)
    told(person, worker, Told(Lender.SHOP, Form.GOODS))
    told(person, worker, Told(Lender.RELATIVE, Form.MORAL))
    (panel,) = contribution.contribution(person, worker, ON).panels
    assert panel.context["owed"] == [
        "75,000\u00a0XOF on 1 debt.",
        "Of 1 debt nobody knows how much it is.",
        "1 promise or duty without a sum.",
    ]
    assert panel.context["monthly"][0] == "About 3,125\u00a0XOF each month."
    assert panel.context["monthly"][-1] == "Of 1 debt it is not known what it takes each month."


def test_debts_whose_key_is_missing_are_said_and_not_taken_for_nothing(
    person: Any, worker: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.note_talk(person=person, present=Presence.ALONE, six=Six(Owes.YES), held_on=ON, by=worker, at=AT)
    told(person, worker)
    other = KeyRing(current=7, sealing={7: bytes(32)}, index=bytes(32), audit=bytes(32))
    monkeypatch.setattr(keys, "ring", lambda: other)
    (panel,) = contribution.contribution(person, worker, ON).panels
    assert panel.context["owed"] == ["Debts that cannot be opened now, because a key is missing: 1."]
    assert queries.is_indebted(person, worker, ON) is None
    Debt.objects.all().delete()
    (panel,) = contribution.contribution(person, worker, ON).panels
    assert panel.context["owed"] == ["cannot be opened now: a key is missing"]


@pytest.mark.parametrize(
    ("said", "debt", "change", "expected"),
    [
        pytest.param(None, None, None, None, id="nobody-asked"),
        pytest.param(Owes.NEVER, None, None, False, id="never"),
        pytest.param(Owes.NOT_SAID, None, None, None, id="would-not-say"),
        pytest.param(Owes.YES, None, None, True, id="owes-and-no-roster"),
        pytest.param(Owes.NEVER, LOAN, None, True, id="a-debt-written-down-since"),
        pytest.param(Owes.YES, LOAN, ChangeKind.FORGIVEN, None, id="forgiven-and-others-not-known"),
        pytest.param(Owes.PAID, LOAN, ChangeKind.FORGIVEN, False, id="forgiven-and-all-is-paid"),
        pytest.param(None, Told(Lender.RELATIVE, Form.MORAL), None, True, id="a-promise"),
    ],
)
def test_matching_learns_whether_somebody_owes_and_never_guesses(
    person: Any, worker: Any, said: Owes | None, debt: Told | None, change: ChangeKind | None, expected: bool | None
) -> None:
    if said is not None:
        actions.note_talk(person=person, present=Presence.ALONE, six=Six(said), held_on=ON, by=worker, at=AT)
    if debt is not None:
        made = told(person, worker, debt)
        if change is not None:
            actions.note_change(debt=made, change=Change(change, ON), words="", by=worker, at=AT)
    assert list(owes.answers(person, worker, ON)) == [expected]
    stranger = builders.user(builders.office(), may=(returnees.VIEW,)).as_actor()
    assert list(owes.answers(person, stranger, ON)) == [None]


def test_what_a_home_lives_on_is_not_told_on_a_day_to_come(person: Any, worker: Any) -> None:
    with pytest.raises(actions.BadTalk) as bad:
        actions.note_budget(
            person=person, budget=Budget(own=Money(1, "XOF")), told_on=ON + timedelta(days=1), by=worker, at=AT
        )
    assert [found.code for found in bad.value.findings] == ["talk.ahead"]


def test_a_payment_remembered_late_leaves_the_debt_correctable(person: Any, worker: Any) -> None:
    told_on = ON - timedelta(days=30)
    made = actions.add_debt(person=person, told=LOAN, talk=None, told_on=told_on, by=worker, at=AT)
    more = Change(ChangeKind.MORE, ON, Money(50_000, "XOF"))
    actions.note_change(debt=made, change=more, words="", by=worker, at=AT)
    too_much = Change(ChangeKind.REPAID, ON - timedelta(days=9), Money(100_000, "XOF"))
    with pytest.raises(actions.BadDebt) as bad:
        actions.note_change(debt=made, change=too_much, words="", by=worker, at=AT)
    assert [found.code for found in bad.value.findings] == ["change.more_than_owed"]
    before = Change(ChangeKind.REPAID, told_on - timedelta(days=1), Money(1, "XOF"))
    with pytest.raises(actions.BadDebt) as bad:
        actions.note_change(debt=made, change=before, words="", by=worker, at=AT)
    assert [found.code for found in bad.value.findings] == ["change.before_told"]
    actions.amend_debt(debt=made, told=LOAN, by=worker, at=AT)


def test_joined_files_show_each_debt_once(office: Any, worker: Any) -> None:
    one, other = builders.person(office), builders.person(office)
    told(one, worker)
    told(other, worker)
    builders.sameperson(other, one)
    assert len(queries.debts_of(one, viewer=worker, on=ON)) == 2
    assert len(queries.debts_of(other, viewer=worker, on=ON)) == 2


def test_the_last_month_of_a_home_counts(person: Any, worker: Any) -> None:
    for minor, days in ((10, 9), (20, 0)):
        budget = Budget(own=Money(minor, "XOF"), size=3)
        told_on = ON - timedelta(days=days)
        actions.note_budget(person=person, budget=budget, told_on=told_on, by=worker, at=AT)
    found = queries.latest_budget(person, viewer=worker, on=ON)
    assert found is not None
    assert found[1] == Budget(own=Money(20, "XOF"), size=3)
    with pytest.raises(actions.BadTalk):
        actions.note_budget(
            person=person,
            budget=Budget(own=Money(1, "XOF"), needs=Money(1, "EUR")),
            told_on=ON,
            by=worker,
            at=AT,
        )


def test_erasing_somebody_clears_their_debts(person: Any, worker: Any) -> None:
    made = told(person, worker)
    actions.note_talk(person=person, present=Presence.ALONE, six=Six(Owes.YES), held_on=ON, by=worker, at=AT)
    actions.note_change(debt=made, change=Change(ChangeKind.FORGIVEN, ON), words="", by=worker, at=AT)
    actions.plan_private_talk(debt=made, talk_at="Tuesday", by=worker, at=AT)
    actions.note_budget(person=person, budget=Budget(), told_on=ON, by=worker, at=AT)
    gone = actions.erase_debts(Erasing(person, AT))
    assert len(gone) == 5
    assert not any(table._default_manager.exists() for table in (Debt, DebtTalk, DebtChange, DebtPressure, HomeBudget))


def test_nothing_is_written_about_somebody_who_was_erased(office: Any, worker: Any) -> None:
    gone = builders.person(office, given_name="", family_name="", native_name="", phone=None, erased_on=ON)
    with pytest.raises(AlreadyErased):
        told(gone, worker)
    with pytest.raises(AlreadyErased):
        actions.note_talk(person=gone, present=Presence.ALONE, six=Six(), held_on=ON, by=worker, at=AT)
    with pytest.raises(AlreadyErased):
        actions.note_budget(person=gone, budget=Budget(), told_on=ON, by=worker, at=AT)


def test_the_figures_count_everybody_once_and_nobody_protected(office: Any, worker: Any, person: Any) -> None:
    by = system("debts-brief", on=ON)
    other, hidden = builders.person(office), builders.person(office, is_protected=True)
    for one in (person, other, hidden):
        builders.debttalk(one)
        builders.debt(one)
    builders.sameperson(other, person)
    made = told(person, worker)
    insulted = Pressed(frozenset({Pressure.INSULTS}))
    actions.note_pressure(debt=made, present=Presence.ALONE, pressed=insulted, by=worker, at=AT)
    (found,) = counting.asked(by, country="", on=ON)
    assert found.owes is Owes.YES
    assert len(found.debts) == 3
    assert [held for held in found.pressed if held is not None] == [insulted]
    assert counting.asked(by, country="ML", on=ON) == []


def test_the_command_prints_the_papers_beside_the_register_and_hides_small_counts(person: Any) -> None:
    builders.debttalk(person)
    builders.debt(person)
    answer = CliRunner().invoke(commands.debts_brief, ["--json"], obj=lambda: None)
    told_all = json.loads(answer.output)
    assert {"papers", "conflicts", "register"} == set(told_all)
    assert {row["share"] for row in told_all["register"]} == {"hidden: too few", "hidden: too few people"}
    plain = CliRunner().invoke(commands.debts_brief, ["--papers", "--country", "ML"], obj=None).output
    assert "68 %" in plain
    assert "47 % took a new loan after return" in plain
    assert "100000 XOF" in plain
    assert "SN" not in plain


def test_what_many_said_is_kept_as_if_each_had_been_asked_alone(office: Any, person: Any, worker: Any) -> None:
    other = builders.person(office)
    part = Change(ChangeKind.REPAID, ON, amount=Money(5_000, "XOF"))
    rows = [
        actions.SaidByOne(
            person.pk,
            ON,
            Presence.ALONE,
            Six(Owes.YES, lenders=1),
            ((LOAN, (part,)),),
            Budget(own=Money(10_000, "XOF")),
        ),
        actions.SaidByOne(other.pk, ON, Presence.OTHERS, Six(Owes.NEVER)),
    ]
    kept = actions.note_many(office=office, rows=rows, by=worker, at=AT)
    (held,) = queries.debts_of(person, viewer=worker, on=ON)
    assert (held.told, held.changes, held.left) == (LOAN, (part,), Money(70_000, "XOF"))
    assert kept.debts == (held.record,)
    assert queries.latest_budget(person, viewer=worker, on=ON)
    assert queries.talked(DebtTalk.objects.get(person=other)).six.owes is Owes.NEVER
    assert Revision.objects.filter(subject_id=str(held.record.pk), number=1).exists()
    event = Event.objects.get(action="debts.note_many")
    assert set(event.detail["people"]) == {str(person.pk), str(other.pk)}


def test_nothing_is_kept_of_many_where_one_cannot_be(office: Any, person: Any, worker: Any) -> None:
    elsewhere = builders.person(builders.office())
    one = actions.SaidByOne(person.pk, ON, Presence.ALONE, Six(Owes.NEVER))
    for wrong, why in (
        (actions.SaidByOne(elsewhere.pk, ON, Presence.ALONE, Six(Owes.NEVER)), actions.NotOfThisOffice),
        (actions.SaidByOne(person.pk, ON + timedelta(days=1), Presence.ALONE, Six()), actions.BadTalk),
        (
            actions.SaidByOne(
                person.pk,
                ON,
                Presence.ALONE,
                Six(Owes.YES),
                ((LOAN, (Change(ChangeKind.REPAID, ON, amount=Money(500_000, "XOF")),)),),
            ),
            actions.BadDebt,
        ),
    ):
        with pytest.raises(why):
            actions.note_many(office=office, rows=[one, wrong], by=worker, at=AT)
    assert not DebtTalk.objects.exists()
    assert not Debt.objects.exists()


def test_many_are_protected_at_once_where_what_they_said_alone_is_a_threat(
    office: Any, person: Any, worker: Any
) -> None:
    debt, calm = told(person, worker), told(builders.person(office), worker)
    threat, none = Pressed(frozenset({Pressure.THREATS})), Pressed(frozenset())
    with pytest.raises(actions.NotAlone):
        actions.note_many_said_alone(office=office, rows=[(debt, ON, Presence.OTHERS, threat)], by=worker, at=AT)
    rows = [(debt, ON, Presence.ALONE, threat), (calm, ON, Presence.SMALL_CHILD, none)]
    actions.note_many_said_alone(office=office, rows=rows, by=worker, at=AT)
    assert [row.to_terms() for row in queries.pressed_on(debt, viewer=worker, on=ON)] == [threat]
    assert [one.person_id for one in concerns.open_concerns(worker, on=ON)] == [person.pk]


def test_on_the_persons_page_roster_and_talk_are_read_once(person: Any, worker: Any) -> None:
    builders.debt(person, talk=builders.debttalk(person))
    with CaptureQueriesContext(connection) as asked, contributions.read_as_one(None):
        assert contribution.contribution(person, worker, ON).panels
        assert next(said for said in owes.answers(person, worker, ON) if said is not None) is True
    for table in ("debts_debt", "debts_debttalk"):
        assert sum(f'FROM "{table}"' in one["sql"] for one in asked) == 1


def test_what_is_read_once_for_a_page_is_read_anew_for_the_next(person: Any, worker: Any) -> None:
    contributions.gathered(person, viewer=worker, on=ON)
    builders.debt(person)
    assert contributions.gathered(person, viewer=worker, on=ON).panels
