"""Asking under way: its draft, kept at every step, and the order of its pages.

First who is there and in which language; then who decides; then what is asked about; then each purpose is read, said
back and answered; then how the answers were given.  The draft is sealed and belongs to whoever asks until it is sent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sankofa.accounts import queries as accounts
from sankofa.consent.actions import Said
from sankofa.consent.hooks import Subject
from sankofa.consent.rules import texts, validity
from sankofa.consent.rules.terms import Answer, Assent, Company, Field, Guardian, How, Purpose, WitnessKind
from sankofa.kernel.identifiers import uuid7
from sankofa.shell import drafts

FLOW = "consent"
BEFORE, DECIDING, TOPICS, HOW, CHECK = "before", "deciding", "topics", "how", "check"
YES, NO, LATER, NOT_YET = "yes", "no", "later", "not_yet"
PARTNERS: Mapping[Purpose, frozenset[str]] = {
    Purpose.REFERRAL: frozenset({"agency", "association", "ministry"}),
    Purpose.CREDIT_REFERRAL: frozenset({"lender"}),
    Purpose.RESEARCH: frozenset({"agency", "ministry"}),
    Purpose.MINISTRY: frozenset({"ministry"}),
    Purpose.EMBASSY: frozenset({"ministry"}),
    Purpose.RETURNING_COUNTRY: frozenset({"ministry"}),
    Purpose.DONOR_VISIT: frozenset({"donor"}),
}
"""Which kinds of organisations a purpose can be about."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One purpose that is asked about, with the partner where it has one."""

    purpose: Purpose
    partner: UUID | None = None
    partner_name: str = ""

    @property
    def key(self) -> str:
        """The name under which the draft and the addresses know it."""
        return self.purpose.value if self.partner is None else f"{self.purpose}.{self.partner}"


@dataclass(slots=True)
class Asking:
    """Asking under way with one person."""

    owner_id: str
    subject: Subject
    content: dict[str, Any]
    flow: str = FLOW
    """The name under which the draft is kept."""

    @property
    def sent_id(self) -> UUID:
        """The number under which the answers will be sent, so that sending twice records once."""
        return UUID(self.content["sent"])

    def get(self, name: str) -> str:
        """Return what was noted under a name; empty where nothing was."""
        return str(self.content.get(name, ""))

    def keep(self, **noted: Any) -> None:
        """Keep what a page noted."""
        self.content.update(noted)
        held = {"owner_id": self.owner_id, "flow": self.flow, "subject": self.subject.id}
        drafts.keep(**held, content=self.content, about=UUID(self.subject.id))

    def drop(self) -> None:
        """Delete the draft: it was sent."""
        drafts.drop(owner_id=self.owner_id, flow=self.flow, subject=self.subject.id)

    def topics(self) -> list[Topic]:
        """Return what is asked about, in the order of the purposes."""
        chosen = self.content.get("topics", [])
        return [topic for topic in self.offered() if topic.key in chosen]

    def offered(self) -> list[Topic]:
        """Return everything this person can be asked about; a child is not asked about loans or pictures."""
        is_child = validity.capacity_of(self.subject.age).counts_as_child
        every = offered(self.content.get("partners", {}))
        return [topic for topic in every if not (is_child and texts.terms()[topic.purpose].is_for_adults)]

    def answer(self, topic: Topic) -> dict[str, Any]:
        """Return what was noted about one topic so far."""
        return dict(self.content.get("answers", {}).get(topic.key, {}))

    def note_answer(self, topic: Topic, **noted: Any) -> None:
        """Note something about one topic."""
        answers = dict(self.content.get("answers", {}))
        answers[topic.key] = {**self.answer(topic), **noted}
        self.keep(answers=answers)

    def steps(self) -> list[str]:
        """Return the pages in their order, as far as what was noted so far tells."""
        found = [BEFORE, DECIDING, TOPICS]
        for topic in self.topics():
            noted = self.answer(topic)
            found.append(f"read-{topic.key}")
            if noted.get("said") == NO and noted.get("back") == NO:
                continue
            if texts.terms()[topic.purpose].has_partner:
                found.append(f"fields-{topic.key}")
            found.append(f"answer-{topic.key}")
        return [*found, HOW, CHECK]

    def is_done(self, step: str) -> bool:
        """Whether a page has been filled in."""
        if step == BEFORE:
            return bool(self.get("language"))
        if step == DECIDING:
            return "is_decided" in self.content
        if step == TOPICS:
            return bool(self.content.get("topics"))
        if step == HOW:
            return bool(self.get("how"))
        topic = self.topic(step)
        noted = {} if topic is None else self.answer(topic)
        match step.partition("-")[0]:
            case "read":
                return noted.get("back") in {YES, NO}
            case "fields":
                return bool(noted.get("fields"))
            case "answer":
                return bool(noted.get("said"))
        return False

    def first_open(self) -> str:
        """Return the page to go on with."""
        return next((step for step in self.steps() if not self.is_done(step)), CHECK)

    def may_open(self, step: str) -> bool:
        """Whether a page is one of these and nothing before it is left out: nobody is asked before they were told."""
        order = self.steps()
        return step in order and order.index(step) <= order.index(self.first_open())

    def around(self, step: str) -> tuple[str, str]:
        """Return the page before a page, empty for the first, and the page after it."""
        order = self.steps()
        place = order.index(step)
        return (order[place - 1] if place else "", order[min(place + 1, len(order) - 1)])

    def topic(self, step: str) -> Topic | None:
        """Return the topic that a page is about, or None."""
        key = step.partition("-")[2]
        return next((topic for topic in self.topics() if topic.key == key), None)

    def sitting(self) -> validity.Sitting:
        """Return how it was asked, as the rules know it."""
        noted = self.content
        review_on = self.get("review_on")
        agreed = [self.answer(topic) for topic in self.topics() if self.answer(topic).get("said") == YES]
        return validity.Sitting(
            age=self.subject.age,
            needs_support=noted.get("needs_support") == YES,
            how=How(self.get("how") or How.SPOKEN),
            company=Company(self.get("company") or Company.UNKNOWN),
            language=self.get("language"),
            speaks=self.get("speaks"),
            interpreter=self.get("interpreter"),
            is_repeated_back=bool(agreed) and all(answer.get("back") == YES for answer in agreed),
            witness=self.get("witness"),
            witness_kind=WitnessKind(self.get("witness_kind") or WitnessKind.NONE),
            guardian_is=Guardian(self.get("guardian_is") or Guardian.UNKNOWN),
            guardian=self.get("guardian"),
            assent=Assent(self.get("assent") or Assent.NOT_ASKED),
            best_interests=self.get("best_interests"),
            supporter=self.get("supporter"),
            support_note=self.get("support_note"),
            review_on=date.fromisoformat(review_on) if review_on else None,
        )

    def answers(self) -> list[Said]:
        """Return the answers; what was left open is none."""
        found = []
        for topic in self.topics():
            noted = self.answer(topic)
            if noted.get("said") == NO:
                found.append(Said(topic.purpose, Answer.REFUSED, topic.partner))
            elif noted.get("said") == YES:
                terms = texts.terms()[topic.purpose]
                chosen = frozenset(map(Field, noted.get("fields", ()))) if terms.has_partner else terms.fields
                found.append(Said(topic.purpose, Answer.GIVEN, topic.partner, chosen))
        return found


def asking(*, owner_id: str, subject: Subject, flow: str = FLOW) -> Asking | None:
    """Return somebody's asking under way with a person, or None."""
    held = drafts.draft(owner_id=owner_id, flow=flow, subject=subject.id)
    return None if held is None else Asking(owner_id, subject, dict(held.content), flow)


def begun(*, owner_id: str, subject: Subject, organisation_id: str) -> Asking:
    """Return somebody's asking with a person, begun now where none is under way."""
    held = asking(owner_id=owner_id, subject=subject)
    if held is None:
        held = Asking(owner_id, subject, {})
        beside = accounts.organisations_beside(organisation_id)
        held.keep(sent=str(uuid7()), partners={key: list(told) for key, told in beside.items()})
    return held


def offered(partners: Mapping[str, Sequence[str]]) -> list[Topic]:
    """Return everything that can be asked about: each purpose, and those with a partner once for each that fits."""
    found = []
    for purpose in Purpose:
        if not texts.terms()[purpose].has_partner:
            found.append(Topic(purpose))
            continue
        for key, (name, kind) in partners.items():
            if kind in PARTNERS[purpose]:
                found.append(Topic(purpose, UUID(key), name))
    return found
