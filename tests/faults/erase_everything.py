"""Builds a person who has everything that the house can hold, in a deployment of its own, and erases them on the pages.

Run as a program with SANKOFA_HOME set and what to do: `fill`, `erase`, `later` or `read`.  Prints JSON.
"""

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

HOME = Path(os.environ["SANKOFA_HOME"])
GIVEN, FAMILY, NATIVE = "Zqgonegiven", "Zqgonefamily", "জকেগন"
PHONE, PAPER, REASON = "+8801744498765", "ZXG4443332", "Zqgonereturn"
WORDS = {
    name: f"Zqgone{name.replace('_', '')}"
    for name in (
        "draft", "parked", "looked", "witness", "said", "plan", "opened", "remark",
        "protected", "lifting", "comment", "approving", "ledger", "evidence",
        "granted", "receiver", "tried", "mediated", "spoken",
        "owed", "anew", "talk_at", "step", "came", "order",
        "lent", "paid", "late", "rang",
    )
}  # fmt: skip
SENTINELS = [GIVEN, FAMILY, NATIVE, PHONE.removeprefix("+"), PAPER, REASON, *WORDS.values()]
OFFICE = "Sylhet"


def main(what: str) -> None:
    """Do one thing, and die as a machine does that is carried away."""
    from sankofa.project.setup_home import prepare_home

    prepare_home(HOME)
    import django

    django.setup()
    from sankofa.project import hooks

    hooks.fill()
    print(json.dumps({"fill": fill, "erase": erase, "later": later, "read": read}[what]()))
    sys.stdout.flush()
    os._exit(0)


def fill() -> dict[str, Any]:
    """Let somebody come in with a list, and let every room write about them."""
    from sankofa.intake import commands as intake
    from sankofa.project.setup import steps
    from sankofa.returnees.models import Person
    from tests import builders, tables

    tables.lay_out()
    for _ in steps():
        pass
    office = builders.office(name=OFFICE)
    users = [builders.user(office, may=_everything(), name=name) for name in ("Zahra Ahmadi", "Rahim Uddin")]
    columns = "Given name,Family name,Native name,Phone,Passport,Reason for return"
    file = HOME.parent / "list.csv"
    file.write_text(f"{columns}\n{GIVEN},{FAMILY},{NATIVE},{PHONE},{PAPER},{REASON}\nSumon,Miah,,01712345678,,\n")
    told = intake.run(file, office=office.name, yes=True, as_json=True)
    person = Person.objects.get(given_name=GIVEN)
    _fields_that_a_list_may_lack(person)
    _written_by_every_room(person, *users)
    return {"person": str(person.pk), "file": told is not None, "count": Person.objects.count()}


def _everything() -> set[Any]:
    from sankofa.accounts import registry

    return set(registry.declared().values())


def _fields_that_a_list_may_lack(person: Any) -> None:
    """See to it that every protected field of the person holds its word, whatever the list was read as."""
    from sankofa.returnees.models import Document

    person.family_name, person.native_name, person.phone = FAMILY, NATIVE, PHONE
    person.born_on, person.born_precision = date(1991, 5, 17), "day"
    person.save()
    Document.objects.get_or_create(person=person, kind="passport", defaults={"number": PAPER})
    journey = person.journeys.first()
    journey.return_reason = REASON
    journey.save()


def _written_by_every_room(person: Any, first: Any, second: Any) -> None:  # noqa: PLR0915  one line per room
    from django.test import Client

    from sankofa.accounts import actions as accounts
    from sankofa.accounts.action import look, system
    from sankofa.accounts.models import Opening
    from sankofa.consent import actions as consents
    from sankofa.consent.rules.terms import Answer, Company, How, Purpose, WitnessKind
    from sankofa.consent.rules.texts import terms
    from sankofa.consent.rules.validity import Sitting
    from sankofa.kernel import clock
    from sankofa.kernel.identifiers import uuid7
    from sankofa.kernel.money import Money
    from sankofa.ledger import actions as books
    from sankofa.ledger.rules.terms import Line, Movement
    from sankofa.messages import actions as messages
    from sankofa.messages.rules.contact import Heard, Plan, Way, Whose
    from sankofa.returnees import actions as register
    from sankofa.returnees import permissions
    from sankofa.shell import drafts
    from sankofa.surveys import actions as surveys
    from sankofa.surveys import queries as forms
    from tests import builders
    from tests.rooms.test_consent import picture

    at, by = clock.now(), first.as_actor()
    form = forms.instrument(*forms.REINTEGRATION_SCORE)
    given = {asked.name: [asked.choices[0].code] for asked in form.questions if asked.choices}
    surveys.record_interview(
        person=person,
        instrument=form,
        answers=forms.understood(form, given),
        instance_id=uuid7(),
        answered_on=at.date(),
        by=by,
        at=at,
    )
    drafts.keep(owner_id=by.id, flow="talk", subject="x", content={"a": WORDS["draft"]}, about=person.pk)
    parked = {"path": f"/people/{person.pk}/talk/", "fields": [["w", [WORDS["parked"]]]], "had_files": False}
    drafts.keep(owner_id=by.id, flow=drafts.PARKED, subject=str(uuid7()), content=parked)
    look(person, permission=permissions.OPEN, by=by, at=at, what="test", purpose="other", words=WORDS["looked"])

    asked = Sitting(
        language="en",
        speaks="en",
        is_repeated_back=True,
        company=Company.ALONE,
        how=How.MARK,
        witness=WORDS["witness"],
        witness_kind=WitnessKind.INDEPENDENT,
    )
    yes = consents.Said(Purpose.CONTACT_SMS, Answer.GIVEN, None, terms()[Purpose.CONTACT_SMS].fields)
    sitting = consents.record_answers(subject=person, asked=asked, answers=[yes], sent_id=uuid7(), by=by, at=at)
    consents.attach_evidence(
        subject=person, sitting_id=sitting.pk, content=picture(comment=WORDS["evidence"].encode()), by=by, at=at
    )
    plan = Plan(PHONE, Whose.OWN, Heard.NOBODY, True, frozenset({Way.SMS}), 0, 24, "Asia/Dhaka", WORDS["plan"][:12])
    messages.keep_plan(person=person, plan=plan, by=by, at=at)
    messages.send_neutral(person=person, code="person.call_back", facts={}, by=by, at=at)
    consents.withdraw(
        subject=person, what=[(Purpose.CONTACT_SMS, None)], said=WORDS["said"], sent_id=uuid7(), by=by, at=at
    )

    Opening.objects.create(
        created_at=at,
        user=first,
        office=person.office,
        record_id=str(person.pk),
        number=person.case_number,
        category="other",
        words=WORDS["opened"],
        opened_at=at,
        ends_at=at + timedelta(hours=3),
    )
    accounts.review_opening(
        opening=Opening.objects.get(), is_questioned=True, remark=WORDS["remark"], by=second.as_actor(), at=at
    )
    book = builders.book(person.office.organisation)
    outside = builders.account(book, kind="outside", may_be_negative=True)
    own = books.open_account(
        book=book,
        kind="loans_out",
        currency="BDT",
        owner_kind="returnees.person",
        owner_id=str(person.pk),
        by=system("erase", on=at.date()),
        at=at,
    )
    line = Line(outside.pk, own.pk, Money(500, "BDT"))
    books.post(
        book=book,
        movement=Movement(uuid7(), (line,), at.date(), note=WORDS["ledger"]),
        by=system("erase", on=at.date()),
        at=at,
    )

    case = builders.case(person)
    grant = builders.plangrant(case, what=WORDS["granted"], approved_at=at)
    builders.handover(grant, received_by=WORDS["receiver"])
    builders.visittry(case, note=WORDS["tried"])
    mediation = builders.mediation(case, what={"whom": "family", "who": "", "why": WORDS["mediated"]})
    mediation.talks.create(held_on=at.date(), said=WORDS["spoken"])

    _owing(person, by, at)
    borrowed = builders.loan(person, said_by=WORDS["lent"])
    report = builders.loanreport(borrowed)
    report.what = {**report.what, "words": WORDS["paid"]}
    report.save()
    builders.caretry(borrowed, note=WORDS["rang"])
    builders.caretalk(borrowed, said={"reasons": [], "wishes": ["pause"], "words": WORDS["late"]})

    review = at.date() + timedelta(days=90)
    register.protect(person=person, kind="threat", reason=WORDS["protected"], review_on=review, by=by, at=at)
    assert person.named.filter(ended_at=None, user=second).exists(), "protection officers are named by themselves"
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(first)
    asked_for = browser.post(f"/people/{person.pk}/protection/lift/", {"reason": f"{WORDS['lifting']} it is safe now"})
    assert asked_for.status_code < 400, asked_for.content.decode()
    _decide(second, "refuse", comment=WORDS["comment"])


def _owing(person: Any, by: Any, at: Any) -> None:
    """Let the person say what they owe, with all that is written about a debt in words."""
    from sankofa.debts import actions as debts
    from sankofa.debts.rules.first_talk import Owes, Presence, Six
    from sankofa.debts.rules.plan import Kind, Outcome, Step
    from sankofa.debts.rules.roster import Change, ChangeKind, Told
    from sankofa.debts.rules.terms import Form, Lender

    day = at.date()
    talk = debts.note_talk(person=person, present=Presence.ALONE, six=Six(Owes.YES), held_on=day, by=by, at=at)
    told = Told(Lender.RELATIVE, Form.MONEY, own_words=WORDS["owed"])
    owed = debts.add_debt(person=person, told=told, talk=talk, told_on=day, by=by, at=at)
    debts.note_change(debt=owed, change=Change(ChangeKind.AGREED_ANEW, day), words=WORDS["anew"], by=by, at=at)
    debts.plan_private_talk(debt=owed, talk_at=WORDS["talk_at"], again_on=day, by=by, at=at)
    step = debts.plan_step(debt=owed, step=Step(Kind.TALK, words=WORDS["step"]), wants_reminder=False, by=by, at=at)
    debts.note_step(step=step, outcome=Outcome.TRIED, on=day, words=WORDS["came"], by=by, at=at)
    debts.order_debts(person=person, order=[owed.pk], why=WORDS["order"], by=by, at=at)
    debts.count_debts(office=person.office, by=by, at=at)


def _decide(user: Any, verdict: str, *, comment: str) -> None:
    """Let somebody decide the one open proposal on its page."""
    from django.test import Client

    from sankofa.approvals.models import Proposal

    proposal = Proposal.objects.get(decided_at=None)
    said = {
        "verdict": verdict,
        "comment": comment,
        "round": proposal.round,
        "step": "approve",
        "digest": proposal.digest,
    }
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(user)
    page = browser.post(f"/approvals/{proposal.pk}/", said, follow=True)
    assert page.status_code == 200, page.content.decode()


def erase() -> dict[str, Any]:
    """Let one propose the erasing and another approve it, both on the pages; then do the periodic work."""
    from django.test import Client

    from sankofa.accounts.models import User
    from sankofa.kernel import clock
    from sankofa.project import upkeep
    from sankofa.returnees.models import Person

    first, second = (User.objects.get(name=name) for name in ("Zahra Ahmadi", "Rahim Uddin"))
    person = Person.objects.get(given_name=GIVEN)
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(first)
    asked_for = browser.post(f"/people/{person.pk}/erase/", {"because": "asked", "is_meant": "on"}, follow=True)
    assert asked_for.status_code == 200, asked_for.content.decode()
    _decide(second, "approve", comment=f"Yes, {WORDS['approving']}")
    upkeep.forget(at=clock.now())
    return read()


def later() -> dict[str, Any]:
    """Let the time of the sent list be over, which holds the rows of others too and stays until then."""
    from sankofa.kernel import clock
    from sankofa.project import upkeep

    upkeep.forget(at=clock.now() + timedelta(days=3_653))
    return read()


def read() -> dict[str, Any]:
    """Open whatever the holder of all keys can open; say which of the words are there, and what is left to count."""
    from sankofa.accounts.action import words_of
    from sankofa.audit import queries as audit
    from sankofa.audit.models import Event
    from sankofa.returnees.models import Person
    from sankofa.store import blobs
    from sankofa.store.fields import sealed_fields
    from sankofa.store.models import Blob
    from sankofa.store.rules.sealing import Erased
    from sankofa.sustainability.models import Score

    told: list[str] = []
    for model, field in sealed_fields():
        for row in model._default_manager.all():
            try:
                told.append(f"{field}: {getattr(row, field.attname)}")
            except Erased:
                continue
    for blob in Blob.objects.all():
        try:
            told.append(f"blob: {blobs.content_of(blob)!r}")
        except (Erased, blobs.Destroyed):
            continue
    told += [f"row: {row}" for row in Person.objects.values()]
    for event in Event.objects.all():
        told.append(f"event: {event.detail}")
        try:
            told.append(f"words: {words_of(event)}")
        except Erased:
            continue
    for seen in audit.verify():
        last = seen
    return {
        "found": sorted({word for word in SENTINELS for one in told if word[:17] in one}),
        "where": sorted({one.split(":")[0] for word in SENTINELS for one in told if word[:17] in one}),
        "count": Person.objects.count(),
        "erased": Person.objects.exclude(erased_on=None).count(),
        "scores": Score.objects.exclude(composite=None).count(),
        "broken": [one.code for one in last.broken],
    }


if __name__ == "__main__":
    main(sys.argv[1])
