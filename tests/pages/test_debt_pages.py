"""Pages of debts: six questions, the roster only where debts matter, one debt, and what is asked alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sankofa.accounts.models import Office
from sankofa.audit.models import Event
from sankofa.debts import permissions
from sankofa.debts.models import Debt, DebtChange, DebtPressure, DebtTalk, PlanStep
from sankofa.kernel import clock
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.rules.terms import PartialDay, Precision
from sankofa.sustainability.models import Concern
from sankofa.sustainability.permissions import CARE
from tests import builders
from tests.drawn import settled
from tests.pages.conftest import CASEWORKER

pytestmark = pytest.mark.django_db
SIX = {
    "present": "others",
    "held_on": "22/11/2025",
    "held_on_calendar": "gregorian",
    "owes": "yes",
    "lenders": "2",
    "total": "150 000",
    "paid": "5,000",
    "paid_every": "weekly",
    "currency": "XOF",
    "strain": "often",
    "wants_help": "yes",
}
LOAN = {
    "lender": "relative",
    "purpose": "trip",
    "stage": "before",
    "lent_on": "2019",
    "lent_on_calendar": "gregorian",
    "agreed": "spoken",
    "amount": "100,000",
    "repaid_before": "25,000",
    "still_owed": "",
    "currency": "xof",
    "extra": "nothing",
    "rhythm": "when_i_can",
    "instalment": "",
    "frequency": "",
    "due_on": "",
    "asked_back": "unknown",
    "payer": "self",
    "guarantor": "unknown",
    "own_words": "He asks every Friday.",
}


@pytest.fixture
def worker(office: Office) -> Any:
    may = (*CASEWORKER, permissions.VIEW, permissions.NOTE, permissions.ASK_ALONE, CARE)
    return builders.user(office, may=may, name="Shirin Das")


def page(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(f"debts:{name}", args=args)).content.decode()


def test_six_questions_lead_to_the_roster_where_debts_matter(signed_in: Client, person: Any) -> None:
    assert "Nobody has asked yet" in page(signed_in, "debts", person.pk)
    answer = signed_in.post(reverse("debts:six", args=[person.pk]), SIX, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("debts:what", args=[person.pk])
    assert "Of a promise or a duty nobody asks for a sum." in answer.content.decode()
    text = page(signed_in, "debts", person.pk)
    assert "5,000\u00a0XOF every week, which is 21,667\u00a0XOF a month" in text


def test_whoever_owes_nothing_is_asked_no_more(signed_in: Client, person: Any) -> None:
    said = {**SIX, "owes": "never", "lenders": "", "total": "", "paid": "", "paid_every": ""}
    answer = signed_in.post(reverse("debts:six", args=[person.pk]), said, follow=True)
    assert "Nothing more needs to be asked about debts." in answer.content.decode()
    assert "They never owed anything, they say." in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        pytest.param("currency", "ZZZ", "is no money we know", id="unknown-currency"),
        pytest.param("currency", "", "Write in which money it is", id="no-currency"),
        pytest.param("total", "some", "some", id="not-an-amount"),
        pytest.param("paid_every", "", "Choose how often", id="without-a-rhythm"),
        pytest.param("present", "", "Choose who is present.", id="nobody-asked-who-hears"),
    ],
)
def test_a_slip_in_the_six_questions_is_said_and_nothing_typed_is_lost(
    signed_in: Client, person: Any, field: str, typed: str, says: str
) -> None:
    answer = signed_in.post(reverse("debts:six", args=[person.pk]), {**SIX, field: typed})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert says in text
    assert 'value="2"' in text
    assert not DebtTalk.objects.exists()


def test_a_talk_to_come_is_refused_and_the_day_said(signed_in: Client, person: Any) -> None:
    ahead = clock.today("Asia/Dhaka") + timedelta(days=3)
    typed = {**SIX, "held_on": f"{ahead:%d/%m/%Y}"}
    answer = signed_in.post(reverse("debts:six", args=[person.pk]), typed)
    assert answer.status_code == 422
    assert "is still to come. Write the day of the talk." in answer.content.decode()


def test_a_debt_is_written_down_shown_and_corrected(signed_in: Client, person: Any) -> None:
    address = reverse("debts:add", args=[person.pk, "money"])
    assert signed_in.post(address, LOAN).status_code == 302
    made = Debt.objects.get()
    assert "75,000\u00a0XOF on 1 debt." in page(signed_in, "debts", person.pk)
    assert "75,000\u00a0XOF on 1 debt." in signed_in.get(reverse("returnees:person", args=[person.pk])).content.decode()
    text = page(signed_in, "debt", made.pk)
    assert "He asks every Friday." in text
    assert "2019" in text
    form = page(signed_in, "correct", made.pk)
    assert 'value="100000"' in form
    assert 'value="2019"' in form
    assert signed_in.post(reverse("debts:correct", args=[made.pk]), {**LOAN, "amount": "110000"}).status_code == 302
    assert "85,000\u00a0XOF" in page(signed_in, "debt", made.pk)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        pytest.param({"repaid_before": "100,001"}, "is more than was owed", id="repaid-more"),
        pytest.param({"due_on": "31/12/2018", "due_on_calendar": "gregorian"}, "before it was lent", id="due-before"),
        pytest.param({"currency": "QQQ"}, "is no money we know", id="unknown-currency"),
        pytest.param({"instalment": "500"}, "Choose how often", id="half-an-instalment"),
        pytest.param({"pledges": "land", "no_pledges": "on"}, "Leave one of them", id="ticked-and-denied"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    signed_in: Client, person: Any, typed: dict[str, str], says: str
) -> None:
    answer = signed_in.post(reverse("debts:add", args=[person.pk, "money"]), {**LOAN, **typed})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert "He asks every Friday." in answer.content.decode()
    assert not Debt.objects.exists()


@pytest.mark.parametrize("form", ["money", "goods", "moral"])
def test_an_empty_page_is_not_taken_for_a_debt(signed_in: Client, person: Any, form: str) -> None:
    told = dict.fromkeys(("lender", "purpose", "stage", "agreed", "asked_back", "payer", "guarantor"), "unknown")
    if form != "moral":
        told |= {"extra": "unknown", "rhythm": "unknown", "currency": "XOF"}
    address = reverse("debts:add", args=[person.pk, form])
    answer = signed_in.post(address, told)
    assert answer.status_code == 422
    assert "Nothing is said of this debt yet." in answer.content.decode()
    assert not Debt.objects.exists()
    assert signed_in.post(address, {**told, "purpose": "health"}).status_code == 302
    assert "to whom is not known" in page(signed_in, "debts", person.pk)


def test_an_empty_month_is_not_taken_for_one(signed_in: Client, person: Any) -> None:
    told = {"told_on": f"{clock.today('Asia/Dhaka'):%d/%m/%Y}", "own_kind": "other", "is_head": "unknown"}
    address = reverse("debts:month", args=[person.pk])
    answer = signed_in.post(address, told)
    assert answer.status_code == 422
    assert "Nothing is said of the month yet." in answer.content.decode()
    assert signed_in.post(address, {**told, "size": "4"}).status_code == 302


def test_an_amount_that_is_none_is_said_together_with_an_unknown_money(signed_in: Client, person: Any) -> None:
    text = signed_in.post(
        reverse("debts:six", args=[person.pk]), {**SIX, "total": "some", "currency": "ZZZ"}
    ).content.decode()
    assert "is no money we know" in text
    assert "“some”" in text


def test_a_weekly_sum_typed_as_a_monthly_one_is_asked_again_with_both(signed_in: Client, person: Any) -> None:
    signed_in.post(reverse("debts:six", args=[person.pk]), SIX)
    address = reverse("debts:add", args=[person.pk, "money"])
    typed = {**LOAN, "instalment": "5000", "frequency": "monthly"}
    text = signed_in.post(address, typed).content.decode()
    assert "5,000\u00a0XOF a month" in text
    assert "21,667\u00a0XOF a month" in text
    assert "He asks every Friday." in text
    assert not Debt.objects.exists()
    assert signed_in.post(address, {**typed, "asks_again": "1", "is_right": "on"}).status_code == 302
    assert Debt.objects.count() == 1


def test_a_moral_debt_is_recorded_as_what_it_is_and_no_sum_is_asked(signed_in: Client, person: Any) -> None:
    address = reverse("debts:add", args=[person.pk, "moral"])
    assert 'name="amount"' not in signed_in.get(address).content.decode()
    said = {key: LOAN[key] for key in ("lender", "purpose", "stage", "agreed", "asked_back", "payer", "guarantor")}
    assert signed_in.post(address, {**said, "own_words": "They sold a field for me."}).status_code == 302
    assert "no sum is asked" in page(signed_in, "debts", person.pk)
    assert "They sold a field for me." in page(signed_in, "debt", Debt.objects.get().pk)


@pytest.mark.parametrize(
    ("field", "typed"),
    [pytest.param("lenders", "2", id="lenders"), pytest.param("total", "150 000", id="total")],
)
def test_a_debt_of_somebody_who_never_owed_is_asked_again_and_not_dropped(
    signed_in: Client, person: Any, field: str, typed: str
) -> None:
    nothing = {**SIX, "owes": "never", "lenders": "", "total": "", "paid": "", "paid_every": ""}
    answer = signed_in.post(reverse("debts:six", args=[person.pk]), {**nothing, field: typed})
    assert answer.status_code == 422
    assert "Nothing is owed, it says above." in answer.content.decode()
    assert not DebtTalk.objects.exists()


def test_a_promise_is_made_good_without_a_sum(signed_in: Client, person: Any) -> None:
    made = builders.debt(person, told={"form": "moral", "lender": "relative"}, told_on=date(2025, 11, 1))
    address = reverse("debts:happened", args=[made.pk])
    assert 'name="amount"' not in signed_in.get(address).content.decode()
    said = {"kind": "repaid", "on": "22/11/2025", "on_calendar": "gregorian"}
    assert signed_in.post(address, said).status_code == 302
    text = page(signed_in, "debts", person.pk)
    assert "Nothing is owed any more" in text


@pytest.mark.parametrize(
    ("kind", "stray"),
    [
        pytest.param("agreed_anew", {"amount": "5,000"}, id="new-terms-and-a-payment"),
        pytest.param("repaid", {"amount": "1", "instalment": "5,000", "frequency": "weekly"}, id="a-payment-and-terms"),
        pytest.param("forgiven", {"due_on": "22/11/2026"}, id="forgiven-and-to-be-paid"),
    ],
)
def test_what_belongs_to_another_happening_is_asked_again_and_not_dropped(
    signed_in: Client, person: Any, kind: str, stray: dict[str, str]
) -> None:
    made = builders.debt(person, told_on=date(2025, 11, 1))
    said = {"kind": kind, "on": "22/11/2025", "on_calendar": "gregorian", "currency": "XOF"}
    answer = signed_in.post(
        reverse("debts:happened", args=[made.pk]), {**said, "due_on_calendar": "gregorian", **stray}
    )
    assert answer.status_code == 422
    assert "This does not belong to what happened." in answer.content.decode()
    assert not DebtChange.objects.exists()


def test_what_happened_since_stands_in_the_list_and_counts(signed_in: Client, person: Any) -> None:
    made = builders.debt(person, told_on=date(2025, 11, 1))
    address = reverse("debts:happened", args=[made.pk])
    said = {"kind": "repaid", "on": "22/11/2025", "on_calendar": "gregorian", "amount": "75,001", "currency": "XOF"}
    answer = signed_in.post(address, said)
    assert answer.status_code == 422
    assert "is more than what is left" in answer.content.decode()
    assert signed_in.post(address, {**said, "amount": "5,000", "words": "At the market."}).status_code == 302
    text = page(signed_in, "debt", made.pk)
    assert "Repaid: 5,000\u00a0XOF" in text
    assert "At the market." in text
    assert "70,000\u00a0XOF" in text
    assert DebtChange.objects.count() == 1


def test_a_month_of_the_home_gives_each_share_its_base(signed_in: Client, person: Any) -> None:
    builders.debt(person)
    said = {"told_on": "22/11/2025", "told_on_calendar": "gregorian", "own": "50000", "own_kind": "wage"}
    said |= {"others": "45000", "needs": "", "currency": "XOF", "size": "5", "is_head": "no"}
    assert signed_in.post(reverse("debts:month", args=[person.pk]), said).status_code == 302
    text = page(signed_in, "debts", person.pk)
    assert "3.3 of 100 (3,125\u00a0XOF of 95,000\u00a0XOF)" in text
    assert "It is not known what the home needs each month." in text


def test_pressure_is_asked_alone_else_a_private_talk_is_booked(signed_in: Client, person: Any) -> None:
    made = builders.debt(person)
    address = reverse("debts:alone", args=[made.pk])
    assert "blows" not in signed_in.get(address).content.decode()
    text = signed_in.post(address, {"present": "others"}).content.decode()
    assert "Book a private talk" in text
    assert "blows" not in text
    assert signed_in.post(address, {"present": "others", "step": "pressure", "pressure": "threats"}).status_code == 200
    assert not DebtPressure.objects.exists()
    later = {"present": "others", "step": "later", "talk_at": "Tuesday, at the well"}
    assert signed_in.post(address, {**later, **day(clock.today("Asia/Dhaka") - timedelta(days=1))}).status_code == 422
    assert signed_in.post(address, {**later, **day(clock.today("Asia/Dhaka"))}).status_code == 302
    assert "blows or violence" in signed_in.post(address, {"present": "alone"}).content.decode()
    text = signed_in.post(
        address,
        {"present": "alone", "step": "pressure", "pressure": "threats", "hard_terms": "no", "for_ransom": "yes"},
        follow=True,
    ).content.decode()
    assert "The protection officers are told now." in text
    assert "threats" not in text
    assert Concern.objects.count() == 1
    text = page(signed_in, "said_alone", made.pk)
    assert "threats" in text
    assert "Tuesday, at the well" in text
    assert Event.objects.filter(action="debts.said_alone_page", subject_id=str(made.pk)).count() == 1


def test_a_private_talk_put_off_stands_on_the_list_of_whoever_put_it_off_until_it_is_held(
    signed_in: Client, office: Office, person: Any
) -> None:
    made = builders.debt(person)
    address = reverse("debts:alone", args=[made.pk])
    today = reverse("desks:today")
    line = "1 private talk was put off: find a moment alone"
    assert line not in signed_in.get(today).content.decode()
    signed_in.post(
        address, {"present": "others", "step": "later", "talk_at": "at the well", **day(clock.today("Asia/Dhaka"))}
    )
    assert line in signed_in.get(today).content.decode()
    text = page(signed_in, "put_off")
    assert address in text
    assert "at the well" not in text
    main = text.partition("<main")[2].partition("</main>")[0]
    assert "debt" not in settled(main.replace(address, "")).lower()
    colleague = Client()
    colleague.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW, permissions.ASK_ALONE)))
    assert line not in colleague.get(today).content.decode()
    said = {"present": "alone", "step": "pressure", "no_pressure": "on", "hard_terms": "no", "for_ransom": "no"}
    assert colleague.post(address, said).status_code == 302
    assert line not in signed_in.get(today).content.decode()
    assert "No talk waits for you" in page(signed_in, "put_off")


def test_what_a_home_owes_together_is_told_when_each_agreed(signed_in: Client, office: Office, person: Any) -> None:
    worker = builders.user(office, may=(returnees.VIEW, returnees.AMEND)).as_actor()
    other = builders.person(office, born_on=None)
    since = PartialDay(date(2020, 1, 1), Precision.DAY)
    at = clock.now()
    register.form_household(person=person, since=since, together="head", called="", place=None, by=worker, at=at)
    register.add_member(person=person, member_id=other.pk, together="spouse", since=since, by=worker, at=at)
    builders.debt(person, talk=builders.debttalk(person))
    builders.debt(other, talk=builders.debttalk(other))
    assert "0 of 2 grown members have agreed" in page(signed_in, "debts", person.pk)
    assert signed_in.post(reverse("debts:home", args=[person.pk]), {"agrees": ""}).status_code == 422
    for one in (person, other):
        assert signed_in.post(reverse("debts:home", args=[one.pk]), {"agrees": "yes"}).status_code == 302
    assert "150,000\u00a0XOF on 2 debts." in page(signed_in, "debts", person.pk)
    assert "150,000" not in page(signed_in, "plan_sheet", person.pk)
    signed_in.post(reverse("debts:home", args=[other.pk]), {"agrees": "no"})
    assert "1 of 2 grown members have agreed" in page(signed_in, "debts", person.pk)


def test_nobody_without_a_home_is_asked_about_it(signed_in: Client, person: Any) -> None:
    assert "The home together" not in page(signed_in, "debts", person.pk)
    assert signed_in.get(reverse("debts:home", args=[person.pk])).status_code == 404


def day(on: date) -> dict[str, str]:
    """Return a day as the page of a talk that is put off takes it."""
    return {"again_on": f"{on:%d/%m/%Y}", "again_on_calendar": "gregorian"}


def test_a_colleague_who_may_only_look_is_led_to_no_form_and_to_nothing_asked_alone(
    client: Client, office: Office, person: Any
) -> None:
    made = builders.debt(person)
    client.force_login(builders.user(office, may=(*CASEWORKER, permissions.VIEW)))
    for name, key in (("debts", person.pk), ("debt", made.pk)):
        text = page(client, name, key)
        assert "Ask the six short questions" not in text
        assert "Begin a talk alone" not in text
    for name, key in (("six", person.pk), ("correct", made.pk), ("alone", made.pk), ("said_alone", made.pk)):
        assert client.get(reverse(f"debts:{name}", args=[key])).status_code == 403


def test_more_debts_ask_the_database_no_more_often(signed_in: Client, person: Any) -> None:
    def count(name: str, key: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            page(signed_in, name, key)
        return len(asked)

    def more(number: int) -> Any:
        for _ in range(number):
            made = builders.debt(person)
            what = {"kind": "repaid", "amount": {"minor": 1, "currency": "XOF"}}
            DebtChange.objects.create(person=person, debt=made, happened_on=made.told_on, what=what)
        return made

    made = more(2)
    page(signed_in, "debts", person.pk)
    few = count("debts", person.pk), count("debt", made.pk)
    made = more(6)
    assert (count("debts", person.pk), count("debt", made.pk)) == few


def test_the_pages_of_a_stranger_show_nobody(stranger: Client, person: Any) -> None:
    assert stranger.get(reverse("debts:debts", args=[person.pk])).status_code == 403


def test_a_plan_is_made_step_by_step_and_a_new_loan_is_refused(signed_in: Client, person: Any) -> None:
    made = builders.debt(person)
    text = page(signed_in, "plan", person.pk)
    assert "No step yet." in text
    address = reverse("debts:plan_step", args=[made.pk])
    said = {"kind": "pay", "amount": "5,000", "currency": "XOF", "paid_from": "borrowed", "words": "at the market"}
    answer = signed_in.post(address, said)
    assert answer.status_code == 422
    assert "A new loan does not end an old debt: it adds one." in answer.content.decode()
    assert not PlanStep.objects.exists()
    said |= {"paid_from": "earned", "wants_reminder": "on"}
    assert signed_in.post(address, said).status_code == 302
    assert "Pay what can be paid: 5,000\u00a0XOF" in page(signed_in, "plan", person.pk)
    step = PlanStep.objects.get()
    text = page(signed_in, "step", step.pk)
    assert "at the market" in text
    assert "Send a reminder" in text
    came = {"outcome": "tried", "on": "22/11/2025", "on_calendar": "gregorian", "words": "He was away."}
    assert signed_in.post(reverse("debts:step", args=[step.pk]), came).status_code == 302
    assert "He was away." in page(signed_in, "step", step.pk)
    assert signed_in.post(reverse("debts:step", args=[step.pk]), {**came, "outcome": "done"}).status_code == 302
    assert "Send a reminder" not in page(signed_in, "step", step.pk)


def test_the_order_is_the_persons_and_each_debt_has_its_own_place(signed_in: Client, person: Any) -> None:
    for _number in range(2):
        builders.debt(person)
    address = reverse("debts:plan_order", args=[person.pk])
    answer = signed_in.post(address, {"place_1": "1", "place_2": "1", "why": "Mother first."})
    assert answer.status_code == 422
    assert "Give each its own place" in answer.content.decode()
    assert signed_in.post(address, {"place_1": "2", "place_2": "1", "why": "Mother first."}).status_code == 302
    assert "Mother first." in page(signed_in, "plan", person.pk)


def test_the_sheet_for_the_person_says_nowhere_what_it_is_about(signed_in: Client, person: Any) -> None:
    made = builders.debt(person)
    builders.planstep(made, what={"kind": "talk", "words": "about the debt"})
    answer = signed_in.get(reverse("debts:plan_sheet", args=[person.pk]))
    text = answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert "Talk with them" in text
    assert person.case_number in text
    main = text[text.index("<main") : text.index("</main")]
    shown = main[main.index("</div></div>") if "</div></div>" in main else main.index("<h1") :]
    for word in ("debt", "owe", "loan", "lent", person.family_name.lower()):
        assert word not in settled(shown).lower(), word
    assert "debt" not in text[text.index("<title") : text.index("</title")].lower()
