"""Introductions to lenders: consent first, all asked once more on sending, and a lender that reads its own alone."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sankofa.accounts.action import NotAllowed, system
from sankofa.accounts.hooks import Notice, notices
from sankofa.audit.models import Event
from sankofa.consent import actions as consents
from sankofa.consent import permissions as consent_may
from sankofa.consent.models import Handover
from sankofa.consent.rules.terms import Field
from sankofa.consent.sharing import MayNotShare
from sankofa.credit import actions, referred
from sankofa.credit.actions import Answered, CannotBeRead, MayNotSend
from sankofa.credit.models import LenderAnswer, NeedNoted, Question, Referral, SentPacket
from sankofa.credit.rules.needs import Stand
from sankofa.credit.rules.referrals import SENT, Channel, Ending, NotNow, Outcome, State, Why
from sankofa.kernel import clock
from sankofa.kernel.money import Money
from sankofa.lenders import actions as lenders
from sankofa.lenders import permissions as lenders_may
from sankofa.lenders.rules.offers import OutsideAmounts
from sankofa.project import hooks
from sankofa.returnees import actions as register
from sankofa.returnees import permissions as returnees
from sankofa.returnees.erasing import AlreadyErased
from tests import builders
from tests.introduced import PHONE, SECRETS, STAFF, WISH, Introduced, checked, unchecked

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NO = Answered(Outcome.NO, why=Why.GUARANTOR)


@pytest.fixture
def both() -> Iterator[Introduced]:
    hooks.fill()
    with checked():
        yield Introduced(builders.office())


@pytest.fixture
def sent(both: Introduced) -> Referral:
    both.agree()
    held: Referral = both.send()
    return held


def codes(error: Any) -> list[str]:
    return [found.code for found in error.value.findings]


def opened(both: Introduced, held: Referral) -> SentPacket:
    packet: SentPacket = actions.receive_packet(packet=held.packet, by=both.officer.as_actor(), at=clock.now())
    return packet


def test_what_was_agreed_is_sent_and_written_down(both: Introduced) -> None:
    both.agree(Field.NAME, Field.PLAN, Field.PHONE)
    held = both.send(fields={Field.NAME, Field.PLAN, Field.PHONE})
    assert held.packet.content == {
        "name": "Rahima Khatun",
        "phone": PHONE,
        "plan": "10,000.00\xa0BDT for 6 months. What for: A fridge for the shop",
    }
    handover = Handover.objects.get()
    assert (handover.pk, handover.fields) == (held.packet.handover_id, ["name", "phone", "plan"])
    assert (held.state, held.organisation_id) == ("sent", both.house.pk)


def test_without_consent_nothing_is_sent(both: Introduced) -> None:
    with pytest.raises(MayNotShare):
        both.send()
    assert not Referral.objects.exists()
    assert not SentPacket.objects.exists()


def test_one_part_too_many_stops_the_whole(both: Introduced) -> None:
    both.agree(Field.NAME, Field.PLAN)
    with pytest.raises(MayNotShare):
        both.send(fields={Field.NAME, Field.PLAN, Field.PHONE})
    assert not Referral.objects.exists()


def test_without_who_asks_there_is_nothing_to_introduce(both: Introduced) -> None:
    both.agree(Field.PLAN, Field.PHONE)
    with pytest.raises(actions.NothingLeft):
        both.send(fields={Field.PLAN, Field.PHONE})


def test_what_a_lender_must_never_read_is_in_no_packet_whatever_was_agreed(both: Introduced) -> None:
    builders.debt(both.person, told={**builders.debt(both.person).told, "words": SECRETS["debt"]})
    builders.case(both.person, closing_note=SECRETS["note"])
    both.agree()
    held = both.send()
    text = json.dumps(held.packet.content)
    assert not [word for word in SECRETS.values() if word in text]
    assert not {"money_owed", "health", "needs", "journey", "family"} & set(held.packet.content)
    assert "money_owed" not in Handover.objects.get().fields


def test_no_check_no_introduction(both: Introduced) -> None:
    both.agree()
    assert referred.checked(both.person, both.product, clock.today("UTC")) is None
    with unchecked(), pytest.raises(MayNotSend) as no:
        both.send()
    assert codes(no) == ["referral.no_check"]


def test_an_expired_check_of_the_lender_stops_it(both: Introduced) -> None:
    both.agree()
    both.lender.assessments.update(valid_until=clock.today("UTC"))
    with pytest.raises(MayNotSend) as no:
        both.send()
    assert codes(no) == ["referral.lender_run_out"]


def test_terms_that_changed_since_they_were_seen_stop_it(both: Introduced) -> None:
    both.agree()
    seen = both.seen()
    keeper = builders.user(both.office, may=(lenders_may.VIEW, lenders_may.KEEP)).as_actor()
    version = both.product.versions.get()
    said = lenders.ProductSaid(
        both.product.name, replace(version.to_terms(), insurance_percent=None), clock.today("UTC"), "their leaflet"
    )
    lenders.amend_product(product=both.product, said=said, by=keeper, at=clock.now())
    with pytest.raises(MayNotSend) as no:
        both.send(seen=seen)
    assert codes(no) == ["referral.repriced"]
    assert both.send().version_id == both.seen()


def test_a_protected_person_is_introduced_by_the_protection_officer_alone(both: Introduced) -> None:
    both.agree()
    both.person.is_protected = True
    both.person.save()
    builders.named(both.person, both.worker)
    with pytest.raises(MayNotSend) as no:
        both.send()
    assert codes(no) == ["referral.protected"]
    officer = builders.user(both.office, may=(*STAFF, returnees.LOOK_AFTER))
    builders.named(both.person, officer)
    held = both.send(by=officer.as_actor())
    assert held.is_of_protected
    assert referred.packet(held.packet.pk, viewer=both.officer.as_actor(), on=clock.today("UTC")) is not None


def test_protection_takes_what_was_sent_from_the_lender(both: Introduced, sent: Referral) -> None:
    today, officer = clock.today("UTC"), both.officer.as_actor()
    assert referred.packet(sent.packet.pk, viewer=officer, on=today) is not None
    type(both.person).objects.filter(pk=both.person.pk).update(is_protected=True)
    assert referred.packet(sent.packet.pk, viewer=officer, on=today) is None
    with pytest.raises(actions.NoLongerShown):
        actions.answer_as_lender(packet=sent.packet, told=NO, by=officer, at=clock.now())


def test_the_same_lender_is_sent_somebody_once_at_a_time_also_on_another_file(both: Introduced, sent: Referral) -> None:
    with pytest.raises(MayNotSend) as no:
        both.send()
    assert codes(no) == ["referral.sent_already"]
    other = builders.person(both.office, born_on=both.person.born_on, born_precision="day", language="bn")
    builders.sameperson(both.person, other)
    both.agree(person=other)
    with pytest.raises(MayNotSend) as no:
        both.send(person=other)
    assert codes(no) == ["referral.sent_already"]
    with pytest.raises(MayNotSend) as no:
        both.send()
    assert codes(no) == ["referral.joined", "referral.sent_already"]
    actions.end_referral(referral=sent, ending=Ending.BY_MISTAKE, by=both.worker.as_actor(), at=clock.now())
    assert both.send(person=other).state == "sent"


def test_more_than_the_lender_lends_is_not_asked_for(both: Introduced) -> None:
    both.agree()
    with pytest.raises(OutsideAmounts):
        both.send(wish=replace(WISH, amount=Money.of(90_000, "BDT")))
    assert not Referral.objects.exists()


def test_the_consent_taken_back_while_the_lender_reads_ends_it_at_once(both: Introduced, sent: Referral) -> None:
    opened(both, sent)
    both.take_back()
    sent.refresh_from_db()
    assert (sent.state, sent.ending) == ("withdrawn", "withdrawn")
    packet = referred.packet(sent.packet.pk, viewer=both.officer.as_actor(), on=clock.today("UTC"))
    assert packet is not None, "the lender sees that it was taken back"
    assert not referred.may_read(packet, on=clock.today("UTC"))
    with pytest.raises(actions.NoLongerShown):
        actions.answer_as_lender(packet=packet, told=NO, by=both.officer.as_actor(), at=clock.now())
    with pytest.raises(actions.NoLongerShown):
        actions.ask_office(packet=packet, text="Since when?", by=both.officer.as_actor(), at=clock.now())
    assert not LenderAnswer.objects.exists()


def test_the_consent_taken_back_on_a_joined_file_counts_too(both: Introduced, sent: Referral) -> None:
    other = builders.person(both.office, born_on=both.person.born_on, born_precision="day", language="bn")
    both.agree(person=other)
    builders.sameperson(both.person, other)
    both.take_back(other)
    sent.refresh_from_db()
    assert sent.state == "withdrawn"


def test_a_consent_that_ran_out_closes_the_packet_by_itself(both: Introduced, sent: Referral) -> None:
    packet = referred.packet(sent.packet.pk, viewer=both.officer.as_actor(), on=clock.today("UTC"))
    assert packet is not None
    assert referred.may_read(packet, on=clock.today("UTC"))
    assert not referred.may_read(packet, on=clock.today("UTC") + timedelta(days=200))


def test_the_officer_asks_and_the_office_answers_once_the_person_agreed(both: Introduced, sent: Referral) -> None:
    opened(both, sent)
    asked = actions.ask_office(packet=sent.packet, text="Who guarantees?", by=both.officer.as_actor(), at=clock.now())
    sent.refresh_from_db()
    assert sent.state == "asked"
    with pytest.raises(NotNow):
        actions.ask_office(packet=sent.packet, text="And since when?", by=both.officer.as_actor(), at=clock.now())
    said = {"text": "Her brother.", "by": both.worker.as_actor(), "at": clock.now()}
    with pytest.raises(actions.NotAgreed):
        actions.answer_question(question=asked, is_agreed=False, **said)
    actions.answer_question(question=asked, is_agreed=True, **said)
    with pytest.raises(actions.AnsweredAlready):
        actions.answer_question(question=asked, is_agreed=True, **said)
    sent.refresh_from_db()
    assert (sent.state, Question.objects.get().answer) == ("received", "Her brother.")


def test_of_two_officers_who_answer_the_first_stands(both: Introduced, sent: Referral) -> None:
    colleague = builders.user(both.officer.office, may=("credit.answer_as_lender",), scope="organisation")
    actions.answer_as_lender(packet=sent.packet, told=Answered(Outcome.YES), by=both.officer.as_actor(), at=clock.now())
    with pytest.raises(actions.AnsweredAlready):
        actions.answer_as_lender(packet=sent.packet, told=NO, by=colleague.as_actor(), at=clock.now())
    sent.refresh_from_db()
    assert (sent.state, LenderAnswer.objects.get().outcome) == ("offered", "yes")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(Answered(Outcome.NO), id="a-no-without-its-reason"),
        pytest.param(Answered(Outcome.OTHER_TERMS), id="other-terms-without-saying-which"),
        pytest.param(Answered(Outcome.YES, channel=Channel.PHONE), id="the-officer-does-not-phone-themselves"),
    ],
)
def test_an_answer_that_is_not_whole_is_none(both: Introduced, sent: Referral, told: Answered) -> None:
    with pytest.raises(actions.BadAnswer):
        actions.answer_as_lender(packet=sent.packet, told=told, by=both.officer.as_actor(), at=clock.now())


def test_an_answer_by_phone_says_who_said_it_and_when(both: Introduced, sent: Referral) -> None:
    today = clock.today(both.worker.office.zone)
    told = Answered(Outcome.NO, why=Why.NO_MONEY, channel=Channel.PHONE, said_by="Mr Roy", said_on=today)
    note = {"referral": sent, "by": both.worker.as_actor(), "at": clock.now()}
    with pytest.raises(actions.BadAnswer):
        actions.note_lender_answer(told=replace(told, said_by=""), **note)
    with pytest.raises(actions.DayToCome):
        actions.note_lender_answer(told=replace(told, said_on=today + timedelta(days=1)), **note)
    kept = actions.note_lender_answer(told=told, **note)
    assert (kept.why, kept.said_by, kept.channel) == ("no_money", "Mr Roy", "phone")
    assert not referred.may_read(SentPacket.objects.get(), on=today), "a lender that said no needs it no more"


@pytest.mark.parametrize(("is_taken", "state"), [(True, "taken"), (False, "not_taken")])
def test_the_person_decides_on_the_offer(both: Introduced, sent: Referral, is_taken: bool, state: str) -> None:
    today = clock.today(both.worker.office.zone)
    decide = {"is_taken": is_taken, "decided_on": today, "by": both.worker.as_actor(), "at": clock.now()}
    with pytest.raises(NotNow):
        actions.decide_on_offer(referral=sent, **decide)
    told = Answered(Outcome.OTHER_TERMS, amount=Money.of(8_000, "BDT"), months=4)
    actions.answer_as_lender(packet=sent.packet, told=told, by=both.officer.as_actor(), at=clock.now())
    with pytest.raises(actions.DayToCome):
        actions.decide_on_offer(referral=sent, **{**decide, "decided_on": today + timedelta(days=1)})
    assert actions.decide_on_offer(referral=sent, **decide).state == state


def test_an_officer_of_another_lender_and_the_office_itself_reach_no_packet(both: Introduced, sent: Referral) -> None:
    elsewhere = builders.user(
        builders.office(builders.organisation(kind="lender")), may=("credit.lender_desk",), scope="organisation"
    )
    for somebody in (elsewhere, both.worker):
        assert not referred.packets(somebody.as_actor(), on=clock.today("UTC")).exists()
    with pytest.raises(NotAllowed):
        actions.receive_packet(packet=sent.packet, by=elsewhere.as_actor(), at=clock.now())


def test_the_officer_reaches_nothing_but_packets(both: Introduced, sent: Referral) -> None:
    today, officer = clock.today("UTC"), both.officer.as_actor()
    assert not referred.referrals(officer, on=today).exists()
    assert referred.packets(officer, on=today).get() == sent.packet


def test_help_is_noted_with_who_helps_and_by_when(both: Introduced) -> None:
    today, by = clock.today(both.worker.office.zone), both.worker.as_actor()
    note = {"person": both.person, "product": both.product, "by": by, "at": clock.now()}
    with pytest.raises(actions.NotAskedFor):
        actions.note_need(key="land_deed", stand=Stand.THERE, **note)
    with pytest.raises(actions.DayIsOver):
        actions.note_need(key="guarantors", stand=Stand.MISSING, due_on=today - timedelta(days=1), **note)
    helped = {"helper": both.worker.pk, "due_on": today + timedelta(days=9)}
    kept = actions.note_need(key="guarantors", stand=Stand.MISSING, note=SECRETS["need"], **helped, **note)
    assert (kept.stand, kept.helper_id, kept.note) == ("missing", both.worker.pk, SECRETS["need"])
    kept = actions.note_need(key="guarantors", stand=Stand.THERE, **note)
    assert (NeedNoted.objects.count(), kept.helper_id, kept.due_on) == (1, None, None)


def test_erasing_somebody_clears_what_was_sent_and_ends_it(both: Introduced, sent: Referral) -> None:
    opened(both, sent)
    actions.ask_office(packet=sent.packet, text="Who guarantees?", by=both.officer.as_actor(), at=clock.now())
    by = system("test", on=clock.today("UTC"))
    register.erase(person=both.person, because=register.Because.ASKED, by=by, at=clock.now())
    sent.refresh_from_db()
    assert (sent.state, sent.ending) == (State.ENDED, "erased")
    assert (SentPacket.objects.get().content, Question.objects.get().text) == (None, None)
    assert not referred.packets(both.officer.as_actor(), on=clock.today("UTC")).exists()


def test_the_record_of_events_says_what_was_done_and_nothing_of_the_person(both: Introduced, sent: Referral) -> None:
    held = Event.objects.filter(action__in=["credit.send_referral", "consent.hand_over"])
    assert {one.action for one in held} == {"credit.send_referral", "consent.hand_over"}
    assert "Rahima" not in "".join(json.dumps(one.detail) for one in held)


def test_an_office_manager_says_which_organisation_a_lender_is(both: Introduced) -> None:
    manager = builders.user(both.office, may=(lenders_may.LINK,)).as_actor()
    agency = builders.organisation(kind="agency")
    with pytest.raises(lenders.NotALender):
        lenders.link_organisation(lender=both.lender, organisation_id=agency.pk, by=manager, at=clock.now())
    held = lenders.link_organisation(lender=both.lender, organisation_id=None, by=manager, at=clock.now())
    assert held.organisation_id is None
    both.agree()
    with pytest.raises(MayNotSend) as no:
        both.send(product=type(both.product).objects.get(pk=both.product.pk))
    assert codes(no) == ["referral.no_organisation"]


def test_an_exception_that_others_decided_introduces_nobody_to_a_lender(both: Introduced) -> None:
    judge = builders.user(both.office, may=(*STAFF, consent_may.COURT_ORDER)).as_actor()
    order = {"partner": both.house.pk, "fields": sorted(SENT), "why": "A court asks for it.", "days": 30}
    consents.decide_court_order(subject=both.person, **order, by=judge, at=clock.now())
    with pytest.raises(MayNotShare) as no:
        both.send()
    assert no.value.finding.code == "never_asked"
    assert not Referral.objects.exists()


def test_a_no_on_a_file_that_was_joined_since_counts_too(both: Introduced, sent: Referral) -> None:
    other = builders.person(both.office, born_on=both.person.born_on, born_precision="day", language="bn")
    both.agree(person=other)
    both.take_back(other)
    today = clock.today("UTC")
    packet = referred.packet(sent.packet.pk, viewer=both.officer.as_actor(), on=today)
    assert packet is not None
    assert referred.may_read(packet, on=today), "as long as nobody knows that they are one person"
    builders.sameperson(other, both.person)
    assert not referred.may_read(packet, on=today)
    actions.end_referral(referral=sent, ending=Ending.BY_MISTAKE, by=both.worker.as_actor(), at=clock.now())
    with pytest.raises(MayNotShare) as no:
        both.send()
    assert no.value.finding.code == "withdrawn"
    both.agree()
    assert both.send().state == "sent", "asked again, the last word counts"


def test_a_lender_that_was_stopped_reads_and_answers_nothing_until_the_stop_is_lifted(
    both: Introduced, sent: Referral
) -> None:
    today, officer = clock.today("UTC"), both.officer.as_actor()
    opened(both, sent)
    first, second = (builders.user(both.office, may=(lenders_may.VIEW, lenders_may.DECIDE)).as_actor() for _ in "ab")
    stop = lenders.suspend_lender(lender=both.lender, why="Threats at the door", by=first, at=clock.now())
    packet = referred.packet(sent.packet.pk, viewer=officer, on=today)
    assert packet is not None
    assert not referred.may_read(packet, on=today)
    for act in (
        lambda: actions.ask_office(packet=packet, text="Since when?", by=officer, at=clock.now()),
        lambda: actions.answer_as_lender(packet=packet, told=NO, by=officer, at=clock.now()),
    ):
        with pytest.raises(actions.NoLongerShown):
            act()
    lenders.lift_suspension(suspension=stop, why="It was another lender.", by=second, at=clock.now())
    assert referred.may_read(packet, on=today)


def test_an_organisation_that_turns_out_not_to_be_the_lender_reads_nothing_more(
    both: Introduced, sent: Referral
) -> None:
    today = clock.today("UTC")
    manager = builders.user(both.office, may=(lenders_may.LINK,)).as_actor()
    other = builders.organisation("Another house", kind="lender")
    lenders.link_organisation(lender=both.lender, organisation_id=other.pk, by=manager, at=clock.now())
    packet = referred.packet(sent.packet.pk, viewer=both.officer.as_actor(), on=today)
    assert packet is not None
    assert not referred.may_read(packet, on=today)


def test_nothing_more_is_told_to_a_lender_that_may_not_read_it(both: Introduced, sent: Referral) -> None:
    opened(both, sent)
    asked = actions.ask_office(packet=sent.packet, text="Who guarantees?", by=both.officer.as_actor(), at=clock.now())
    later = clock.now() + timedelta(days=200)
    with pytest.raises(actions.NoLongerShown):
        actions.answer_question(
            question=asked, text="Her brother.", is_agreed=True, by=both.worker.as_actor(), at=later
        )
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_at) == (None, None)


def test_an_answer_is_told_to_a_colleague_who_may_still_read_of_it(both: Introduced, sent: Referral) -> None:
    elsewhere = builders.user(builders.office(), may=STAFF)
    type(both.person).objects.filter(pk=both.person.pk).update(owner=elsewhere)
    told: list[Notice] = []
    with notices.filled_for_now(told.append):
        actions.answer_as_lender(packet=sent.packet, told=NO, by=both.officer.as_actor(), at=clock.now())
    assert [one.to for one in told] == [both.worker]


def test_of_somebody_erased_no_need_is_noted(both: Introduced) -> None:
    by = system("test", on=clock.today("UTC"))
    register.erase(person=both.person, because=register.Because.ASKED, by=by, at=clock.now())
    note = {"person": both.person, "product": both.product, "by": both.worker.as_actor(), "at": clock.now()}
    with pytest.raises(AlreadyErased):
        actions.note_need(key="guarantors", stand=Stand.THERE, **note)
    assert not NeedNoted.objects.exists()


def test_what_cannot_be_opened_is_neither_received_nor_asked_about_nor_answered(
    both: Introduced, sent: Referral, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referred, "opens", lambda _packet: False)
    now: dict[str, Any] = {"packet": sent.packet, "by": both.officer.as_actor(), "at": clock.now()}
    with pytest.raises(CannotBeRead):
        actions.receive_packet(**now)
    with pytest.raises(CannotBeRead):
        actions.ask_office(text="Since when?", **now)
    with pytest.raises(CannotBeRead):
        actions.answer_as_lender(told=Answered(Outcome.YES), **now)
    sent.refresh_from_db()
    assert sent.state == State.SENT
