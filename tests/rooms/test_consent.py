"""Consents are recorded once, whole and for good; a no wins at once; only the door lets data out, and says so."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from PIL import Image

from sankofa.accounts.action import NotAllowed, system
from sankofa.audit.models import Event
from sankofa.consent import actions, evidence, hooks, permissions, queries, sharing
from sankofa.consent.actions import Said
from sankofa.consent.models import Consent, Evidence, Exemption, Handover, Sitting
from sankofa.consent.rules import texts
from sankofa.consent.rules.terms import (
    AGE_NOT_KNOWN,
    Answer,
    Assent,
    Channel,
    Company,
    Field,
    Guardian,
    How,
    Purpose,
    State,
    WitnessKind,
)
from sankofa.consent.rules.validity import Sitting as Asked
from sankofa.kernel.identifiers import uuid7
from sankofa.messages import hooks as outgoing
from sankofa.messages.models import ContactPlan, Message
from sankofa.messages.rules.contact import Heard, Plan, Way, Whose
from sankofa.messages.rules.terms import Channel as Ways
from sankofa.project import hooks as house
from sankofa.returnees import permissions as returnees
from sankofa.store import blobs, subjects
from sankofa.store.rules import sealing
from tests import builders
from tests.builders import AT, ON

pytestmark = [pytest.mark.django_db, pytest.mark.database]
ASKED = Asked(language="ur", speaks="ur", is_repeated_back=True, company=Company.ALONE, how=How.SPOKEN, interpreter="")
MAY = {returnees.VIEW, permissions.VIEW, permissions.ASK, permissions.SHARE}
ALL = {*MAY, permissions.DECIDE_FOR_CHILD, permissions.LIFE_AT_RISK, permissions.COURT_ORDER}


@pytest.fixture(autouse=True)
def _hooks() -> None:
    house.fill()


@pytest.fixture
def office() -> Any:
    return builders.office()


@pytest.fixture
def worker(office: Any) -> Any:
    return builders.user(office, may=MAY, name="Shirin Das").as_actor()


@pytest.fixture
def officer(office: Any) -> Any:
    return builders.user(office, may=ALL, name="Nadia Islam").as_actor()


@pytest.fixture
def person(office: Any) -> Any:
    return builders.person(office, born_on=date(1992, 4, 13), born_precision="day", language="ur")


@pytest.fixture
def child(office: Any) -> Any:
    return builders.person(office, born_on=date(2012, 4, 13), born_precision="day", language="ur")


@pytest.fixture
def lender() -> UUID:
    return builders.organisation(kind="lender").pk


def yes(purpose: Purpose = Purpose.CONTACT_SMS, partner: UUID | None = None, *fields: Field) -> Said:
    return Said(purpose, Answer.GIVEN, partner, frozenset(fields) or texts.terms()[purpose].fields)


def no(purpose: Purpose = Purpose.CONTACT_SMS, partner: UUID | None = None) -> Said:
    return Said(purpose, Answer.REFUSED, partner)


def record(subject: Any, by: Any, answers: Sequence[Said], **changes: Any) -> Sitting:
    told: dict[str, Any] = {"asked": ASKED, "sent_id": uuid7(), "at": AT}
    return actions.record_answers(subject=subject, answers=answers, by=by, **{**told, **changes})


def take_back(subject: Any, by: Any, *what: tuple[Purpose, UUID | None], **changes: Any) -> Sitting:
    told: dict[str, Any] = {"said": "", "sent_id": uuid7(), "at": AT}
    return actions.withdraw(subject=subject, what=what, by=by, **{**told, **changes})


def state(subject: Any, purpose: Purpose = Purpose.CONTACT_SMS, partner: UUID | None = None, on: date = ON) -> State:
    found = hooks.subject(str(subject.pk), viewer=system("test", on=on), on=on)
    assert found is not None
    rows = queries.rows(found, on=on)
    return next(
        (row.standing.state for row in rows if (row.purpose, row.partner) == (purpose, partner)), State.NEVER_ASKED
    )


def test_a_yes_is_kept_with_the_words_that_were_read_and_until_when(person: Any, worker: Any) -> None:
    record(person, worker, [yes(), no(Purpose.PHOTO_STORY)])
    kept = Consent.objects.get(answer="given")
    words = texts.text(Purpose.CONTACT_SMS, "1", "ur")
    assert (kept.language, kept.version, kept.digest) == ("ur", "1", words.digest)
    assert kept.expires_on == date(2027, 11, 22)
    assert state(person) is State.GIVEN
    assert state(person, Purpose.PHOTO_STORY) is State.REFUSED
    assert state(person, Purpose.REGISTRATION) is State.NEVER_ASKED


def test_sending_twice_records_once(person: Any, worker: Any) -> None:
    number = uuid7()
    assert record(person, worker, [yes()], sent_id=number) == record(person, worker, [yes()], sent_id=number)
    assert Consent.objects.count() == 1


def test_the_number_of_another_persons_answers_is_refused(person: Any, worker: Any, office: Any) -> None:
    number = uuid7()
    record(person, worker, [yes()], sent_id=number)
    with pytest.raises(actions.NumberTaken):
        record(builders.person(office), worker, [no()], sent_id=number)
    with pytest.raises(actions.NumberTaken):
        take_back(builders.person(office), worker, (Purpose.CONTACT_SMS, None), sent_id=number)


def test_a_yes_that_was_not_said_back_is_not_recorded_and_a_no_is(person: Any, worker: Any) -> None:
    asked = replace(ASKED, is_repeated_back=False)
    with pytest.raises(actions.NotAConsent) as refused:
        record(person, worker, [yes()], asked=asked)
    assert [found.code for found in refused.value.findings] == ["not_repeated_back"]
    assert not Sitting.objects.exists()
    record(person, worker, [no()], asked=Asked())
    assert state(person) is State.REFUSED


def test_a_language_without_a_text_is_not_replaced(person: Any, worker: Any) -> None:
    with pytest.raises(texts.NoText):
        record(person, worker, [yes()], asked=replace(ASKED, language="ps", speaks="ps"))
    made = record(person, worker, [yes()], asked=replace(ASKED, language="fr", speaks="ps", interpreter="Gul"))
    assert (made.language, made.speaks, made.interpreter) == ("fr", "ps", "Gul")


def test_nothing_answered_is_nothing_recorded(person: Any, worker: Any) -> None:
    with pytest.raises(actions.NothingAnswered):
        record(person, worker, [])


@pytest.mark.parametrize(
    ("purpose", "with_partner"),
    [
        pytest.param(Purpose.CREDIT_REFERRAL, False, id="a-partner-is-missing"),
        pytest.param(Purpose.STATISTICS, True, id="a-partner-too-many"),
    ],
)
def test_a_purpose_and_its_partner_belong_together(
    person: Any, worker: Any, lender: UUID, purpose: Purpose, with_partner: bool
) -> None:
    with pytest.raises(actions.WrongPartner):
        record(person, worker, [yes(purpose, lender if with_partner else None)])
    with pytest.raises(actions.WrongPartner):
        record(person, worker, [yes(Purpose.REFERRAL, uuid7())])


def test_no_more_is_allowed_than_a_purpose_may_ask_for(person: Any, worker: Any, lender: UUID) -> None:
    with pytest.raises(actions.FieldsBeyondPurpose) as refused:
        record(person, worker, [yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME, Field.HEALTH)])
    assert refused.value.fields == (Field.HEALTH,)


def test_taking_back_wins_at_once_and_over_a_clock_that_ran_ahead(person: Any, worker: Any) -> None:
    record(person, worker, [yes()], at=AT + timedelta(hours=2))
    take_back(person, worker, (Purpose.CONTACT_SMS, None))
    assert state(person) is State.WITHDRAWN
    assert not queries.may_contact(str(person.pk), Channel.SMS, on=ON).is_allowed


def test_what_was_taken_back_can_be_given_again(person: Any, worker: Any) -> None:
    record(person, worker, [yes()])
    take_back(person, worker, (Purpose.CONTACT_SMS, None))
    record(person, worker, [yes()], at=AT + timedelta(minutes=1))
    assert state(person) is State.GIVEN
    assert [row.answer for row in Consent.objects.order_by("at", "pk")] == ["given", "withdrawn", "given"]


def test_a_yes_that_arrives_late_does_not_undo_a_later_no(person: Any, worker: Any) -> None:
    record(person, worker, [no()])
    record(person, worker, [yes()], at=AT - timedelta(days=3))
    assert state(person) is State.REFUSED


def test_taking_back_what_was_never_given_is_told(person: Any, worker: Any) -> None:
    with pytest.raises(actions.NothingToWithdraw):
        take_back(person, worker, (Purpose.CONTACT_SMS, None))
    record(person, worker, [no()])
    with pytest.raises(actions.NothingToWithdraw):
        take_back(person, worker, (Purpose.CONTACT_SMS, None))


def test_rooms_that_send_are_told_inside_the_withdrawal(person: Any, worker: Any, monkeypatch: Any) -> None:
    told: list[hooks.Withdrawn] = []
    monkeypatch.setattr(hooks.withdrawn, "_filled", [told.append])
    record(person, worker, [yes()])
    take_back(person, worker, (Purpose.CONTACT_SMS, None), (Purpose.CONTACT_PHONE, None))
    assert [one.consents for one in told] == [((Purpose.CONTACT_SMS, None),)]


def test_a_child_needs_the_guardian_and_its_own_yes(child: Any, worker: Any) -> None:
    with pytest.raises(actions.NotAConsent):
        record(child, worker, [yes()])
    asked = replace(ASKED, guardian_is=Guardian.PRESENT, guardian="Amina", assent=Assent.GIVEN)
    record(child, worker, [yes()], asked=asked)
    assert state(child) is State.GIVEN
    assert state(child, on=date(2030, 4, 13)) is not State.GIVEN


def test_a_child_is_not_asked_about_loans_or_pictures_and_may_say_no(child: Any, worker: Any, lender: UUID) -> None:
    asked = replace(ASKED, guardian_is=Guardian.PRESENT, guardian="Amina", assent=Assent.GIVEN)
    for answer in (yes(Purpose.PHOTO_STORY), yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME)):
        with pytest.raises(actions.NotAConsent) as refused:
            record(child, worker, [answer], asked=asked)
        assert [found.code for found in refused.value.findings] == ["not_for_children"]
    record(child, worker, [no(Purpose.PHOTO_STORY)])
    assert state(child, Purpose.PHOTO_STORY) is State.REFUSED


def test_the_age_is_the_registers_whatever_the_form_says(child: Any, worker: Any) -> None:
    with pytest.raises(actions.NotAConsent):
        record(child, worker, [yes()], asked=replace(ASKED, age=AGE_NOT_KNOWN, needs_support=False))


def test_without_a_guardian_only_a_child_protection_officer_records_it(child: Any, worker: Any, officer: Any) -> None:
    asked = replace(
        ASKED, guardian_is=Guardian.ABSENT, assent=Assent.GIVEN, best_interests="A doctor.", officer="Somebody else"
    )
    with pytest.raises(NotAllowed) as refused:
        record(child, worker, [yes()], asked=asked)
    assert refused.value.permission == permissions.DECIDE_FOR_CHILD
    made = record(child, officer, [yes()], asked=asked)
    assert made.officer == "Nadia Islam"


def test_consents_lapse_the_day_somebody_turns_eighteen(office: Any, worker: Any) -> None:
    nearly = builders.person(office, born_on=date(2008, 12, 1), born_precision="day", language="ur")
    asked = replace(ASKED, guardian_is=Guardian.PRESENT, guardian="Amina", assent=Assent.GIVEN)
    record(nearly, worker, [yes()], asked=asked)
    assert state(nearly, on=date(2026, 11, 30)) is State.GIVEN
    assert state(nearly, on=date(2026, 12, 1)) is State.LAPSED


def test_a_helped_decision_runs_out_on_the_day_of_its_review(person: Any, worker: Any) -> None:
    asked = replace(
        ASKED, needs_support=True, supporter="Karim", support_note="Pictures.", review_on=ON + timedelta(days=30)
    )
    record(person, worker, [yes()], asked=asked)
    assert state(person, on=ON + timedelta(days=29)) is State.GIVEN
    assert state(person, on=ON + timedelta(days=30)) is State.EXPIRED


def test_names_and_notes_are_sealed_and_stay_out_of_the_record(person: Any, worker: Any) -> None:
    asked = replace(ASKED, how=How.THUMB, witness="Rokeya Begum", witness_kind=WitnessKind.INDEPENDENT)
    record(person, worker, [yes()], asked=asked)
    made = take_back(person, worker, (Purpose.CONTACT_SMS, None), said="My brother reads my phone")
    held = Sitting.objects.values_list("witness", "said")
    assert not any(
        b"Rokeya" in bytes(one.sealed) or b"brother" in bytes(one.sealed) for row in held for one in row if one
    )
    assert made.said == "My brother reads my phone"
    assert "Rokeya" not in str(list(Event.objects.values_list("detail", flat=True)))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_said(person: Any, worker: Any, change: str) -> None:
    record(person, worker, [no()])
    rows = Consent.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(answer="given") if change == "update" else rows._raw_delete("default")
    assert state(person) is State.REFUSED


def test_the_database_refuses_a_yes_without_an_end(person: Any, worker: Any) -> None:
    made = record(person, worker, [no()])
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            sitting=made, subject_id=person.pk, purpose="statistics", answer="given", at=AT, capacity="adult"
        )


def test_what_is_handed_over_is_what_was_allowed_and_is_written_down(person: Any, worker: Any, lender: UUID) -> None:
    record(person, worker, [yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME, Field.PHONE)])
    told: dict[str, Any] = {"subject": person, "purpose": Purpose.CREDIT_REFERRAL, "partner": lender, "by": worker}
    packet = actions.hand_over(**told, facts={Field.NAME: "Rahima Khatun"}, at=AT).packet
    assert dict(packet.facts) == {Field.NAME: "Rahima Khatun"}
    entry = Handover.objects.get()
    assert (entry.pk, entry.partner_id, entry.fields, entry.basis) == (packet.handover_id, lender, ["name"], "consent")
    event = Event.objects.get(action="consent.hand_over")
    assert event.detail["fields"] == ["name"]
    assert "Rahima" not in str(event.detail)


def test_one_field_too_many_stops_the_whole(person: Any, worker: Any, lender: UUID) -> None:
    record(person, worker, [yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME)])
    facts = {Field.NAME: "Rahima Khatun", Field.MONEY_OWED: "much"}
    with pytest.raises(sharing.MayNotShare) as refused:
        actions.hand_over(
            subject=person, purpose=Purpose.CREDIT_REFERRAL, partner=lender, facts=facts, by=worker, at=AT
        )
    assert refused.value.finding.facts["fields"] == ("money_owed",)
    assert not Handover.objects.exists()


def test_after_taking_back_nothing_goes_out(person: Any, worker: Any, lender: UUID) -> None:
    record(person, worker, [yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME)])
    take_back(person, worker, (Purpose.CREDIT_REFERRAL, lender))
    with pytest.raises(sharing.MayNotShare):
        sharing.check_may_share(
            str(person.pk), purpose=Purpose.CREDIT_REFERRAL, partner=lender, fields=[Field.NAME], on=ON
        )


def test_of_somebody_whom_the_register_does_not_know_nothing_goes_out(lender: UUID) -> None:
    with pytest.raises(sharing.MayNotShare):
        sharing.check_may_share(str(uuid7()), purpose=Purpose.REFERRAL, partner=lender, fields=[Field.NAME], on=ON)


def test_a_packet_cannot_be_made_changed_copied_or_inherited_by_hand(person: Any, worker: Any, lender: UUID) -> None:
    import copy

    with pytest.raises(sharing.NotForHands):
        sharing.Packet(object(), facts={})
    with pytest.raises(sharing.NotForHands):
        type("Forged", (sharing.Packet,), {})
    record(person, worker, [yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME)])
    packet = actions.hand_over(
        subject=person, purpose=Purpose.CREDIT_REFERRAL, partner=lender, facts={Field.NAME: "R"}, by=worker, at=AT
    ).packet
    for forge in (lambda: setattr(packet, "facts", {}), lambda: copy.copy(packet), lambda: delattr(packet, "facts")):
        with pytest.raises(sharing.NotForHands):
            forge()
    with pytest.raises(TypeError):
        packet.facts[Field.PHONE] = "1"  # type: ignore[index]


def test_life_at_risk_opens_the_door_for_what_a_professional_decided(person: Any, officer: Any, lender: UUID) -> None:
    told: dict[str, Any] = {"subject": person, "partner": lender, "fields": [Field.NAME], "by": officer, "at": AT}
    actions.record_life_at_risk(**told, professional="Dr. Sen, register 4411", why="Spoke of ending her life.", days=2)
    facts = {Field.NAME: "Rahima Khatun"}
    done = actions.hand_over(subject=person, purpose=Purpose.REFERRAL, partner=lender, facts=facts, by=officer, at=AT)
    assert done.basis == "life_at_risk"
    assert not queries.may_share(
        str(person.pk), purpose=Purpose.REFERRAL, partner=lender, fields=[Field.NAME], on=ON + timedelta(days=2)
    ).is_allowed
    with pytest.raises(actions.TooLong):
        actions.record_life_at_risk(**told, professional="Dr. Sen", why="Still.", days=8)
    with pytest.raises(actions.NotAConsent):
        actions.record_life_at_risk(**told, professional=" ", why="Still.", days=1)


def test_a_court_order_is_decided_by_who_may_and_named(person: Any, worker: Any, officer: Any, lender: UUID) -> None:
    told: dict[str, Any] = {"subject": person, "partner": lender, "fields": [Field.NAME], "why": "Order 12", "days": 30}
    with pytest.raises(NotAllowed):
        actions.decide_court_order(**told, by=worker, at=AT)
    made = actions.decide_court_order(**told, by=officer, at=AT)
    assert (made.decided_by, made.decider) == ("Nadia Islam", "data_officer")
    assert Exemption.objects.count() == 1


def picture(**kinds: Any) -> bytes:
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    Image.new("RGB", (40, 30), "teal").save(drawn, format="JPEG", exif=exif, **kinds)
    return drawn.getvalue()


def test_a_picture_is_kept_without_what_the_camera_added(person: Any, worker: Any) -> None:
    made = record(person, worker, [yes()], asked=replace(ASKED, how=How.WRITTEN))
    kept = actions.attach_evidence(subject=person, sitting_id=made.pk, content=picture(), by=worker, at=AT)
    content = queries.content_of(kept)
    assert b"PhoneMaker" in picture()
    assert b"PhoneMaker" not in content
    assert not dict(Image.open(io.BytesIO(content)).getexif())
    assert (kept.kind, kept.media_type) == ("image", "image/jpeg")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"", "empty", id="nothing"),
        pytest.param(b"\x00" * (evidence.SIZE_MAX + 1), "too_big", id="too-big"),
        pytest.param(b"<html><script>alert(1)</script>", "not_known", id="a-page-called-picture"),
        pytest.param(b"%PDF-1.7", "not_known", id="another-kind"),
        pytest.param(picture()[:200], "not_known", id="half-a-picture"),
    ],
)
def test_what_is_no_evidence_is_told_by_its_content(content: bytes, problem: str) -> None:
    with pytest.raises(evidence.NotEvidence) as refused:
        evidence.kept(content)
    assert refused.value.problem in {problem, "broken"} if problem == "not_known" else refused.value.problem == problem


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        pytest.param(b"OggS" + bytes(20), "audio/ogg", id="ogg"),
        pytest.param(b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav", id="wav"),
        pytest.param(b"\x00\x00\x00\x18ftypM4A \x00\x00", "audio/mp4", id="m4a"),
        pytest.param(b"#!AMR\n" + bytes(20), "audio/amr", id="amr"),
    ],
)
def test_a_voice_note_is_told_by_its_content(head: bytes, media_type: str) -> None:
    assert evidence.kept(head).media_type == media_type


def test_somebody_of_another_office_may_not_ask(person: Any) -> None:
    stranger = builders.user(may=MAY).as_actor()
    with pytest.raises(NotAllowed):
        record(person, stranger, [no()])
    assert not Sitting.objects.exists()


def test_erasing_somebody_takes_names_notes_and_pictures_and_leaves_what_was_agreed(
    person: Any, worker: Any, officer: Any, lender: UUID
) -> None:
    asked = replace(ASKED, how=How.MARK, witness="Rokeya Begum", witness_kind=WitnessKind.INDEPENDENT)
    made = record(person, worker, [yes()], asked=asked)
    kept = actions.attach_evidence(subject=person, sitting_id=made.pk, content=picture(), by=worker, at=AT)
    gone = actions.erase_evidence(person.pk)
    subjects.destroy(person.pk, at=AT)
    assert set(gone) == {made, kept}
    with pytest.raises(sealing.Erased):
        _ = Sitting.objects.get(pk=made.pk).witness
    with pytest.raises(blobs.Destroyed):
        queries.content_of(Evidence.objects.get(pk=kept.pk))
    assert Consent.objects.get().answer == "given"


def test_short_messages_go_out_only_on_a_yes_that_holds(person: Any, worker: Any) -> None:
    def answer() -> list[Any]:
        said = outgoing.may_contact.answers(person.pk, Ways.SMS, AT)
        return [one for one in said if one is not None]

    assert answer() == []
    record(person, worker, [yes()])
    assert answer() == [outgoing.Contact.YES]
    take_back(person, worker, (Purpose.CONTACT_SMS, None))
    assert answer() == [outgoing.Contact.NO]
    assert set(outgoing.may_contact.answers(person.pk, Ways.MAIL, AT)) == {None}


def test_a_call_announces_a_packet_and_carries_no_fact(person: Any, worker: Any, lender: UUID) -> None:
    record(person, worker, [yes(Purpose.CREDIT_REFERRAL, lender, Field.NAME)])
    facts = {Field.NAME: "Rahima Khatun"}
    packet = actions.hand_over(
        subject=person, purpose=Purpose.CREDIT_REFERRAL, partner=lender, facts=facts, by=worker, at=AT
    ).packet
    told = [held for held in outgoing.packets.answers(packet, lender) if held is not None]
    assert told == [{"handover": str(packet.handover_id), "purpose": "credit_referral", "fields": ["name"]}]
    assert all(held is None for held in outgoing.packets.answers({"name": "Rahima Khatun"}, lender))
    assert all(held is None for held in outgoing.packets.answers(packet, builders.organisation().pk))


def _waiting_sms(person: Any) -> Message:
    made: Message = Message.objects.create(
        channel="sms",
        code="person.call_back",
        language="ur",
        facts={},
        subject_id=person.pk,
        office=person.office,
        state="held",
        held_because="not_asked",
        expires_at=AT + timedelta(days=3),
    )
    return made


@pytest.fixture
def reachable(person: Any) -> Any:
    plan = Plan(
        number="+8801712345678",
        whose=Whose.OWN,
        heard_by=Heard.NOBODY,
        is_safe=True,
        ways=frozenset({Way.SMS}),
        from_hour=9,
        until_hour=17,
        zone="Asia/Dhaka",
        word="Mina",
    )
    ContactPlan.objects.create(subject_id=person.pk, plan=plan.record(), confirmed_on=ON)
    return person


def test_a_yes_lets_go_what_was_held_and_a_no_holds_it_at_once(reachable: Any, worker: Any) -> None:
    message = _waiting_sms(reachable)

    def stands() -> tuple[str, str]:
        message.refresh_from_db()
        return message.state, message.held_because

    record(reachable, worker, [yes()])
    assert stands() == ("waiting", "")
    take_back(reachable, worker, (Purpose.CONTACT_SMS, None))
    assert stands() == ("held", "refused")
    record(reachable, worker, [yes()], at=AT + timedelta(minutes=1))
    assert stands() == ("waiting", "")
    record(reachable, worker, [no()], at=AT + timedelta(minutes=2))
    assert stands() == ("held", "refused")


def test_a_yes_to_something_else_lets_nothing_go(reachable: Any, worker: Any) -> None:
    message = _waiting_sms(reachable)
    record(reachable, worker, [yes(Purpose.PHOTO_STORY)])
    message.refresh_from_db()
    assert (message.state, message.held_because) == ("held", "not_asked")


def test_who_said_no_to_being_counted_is_left_out(person: Any, child: Any, office: Any, worker: Any) -> None:
    others = [builders.person(office, born_on=date(1980, 1, 1), born_precision="day") for _ in range(2)]
    record(person, worker, [no(Purpose.STATISTICS)])
    record(others[0], worker, [yes(Purpose.STATISTICS)])
    everybody = {one.pk for one in (person, child, *others)}
    assert queries.refused_statistics(everybody) == {person.pk}
    take_back(others[0], worker, (Purpose.STATISTICS, None))
    assert queries.refused_statistics(everybody) == {person.pk, others[0].pk}
    assert queries.refused_statistics({others[0].pk}) == {others[0].pk}
    record(person, worker, [yes(Purpose.STATISTICS)], at=AT + timedelta(minutes=1))
    assert queries.refused_statistics(everybody) == {others[0].pk}
