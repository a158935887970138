"""A talk under way: its draft, kept at every step, and the page of one question.

The draft holds the number under which the talk will be sent, so that sending twice records once, and every answer as
it was given.  It is sealed and belongs to the interviewer alone until it is sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext

from sankofa.kernel import wording
from sankofa.kernel.finding import Finding
from sankofa.kernel.identifiers import uuid7
from sankofa.kernel.labels import label
from sankofa.shell import drafts
from sankofa.surveys import queries
from sankofa.surveys.rules import path
from sankofa.surveys.rules.terms import CANNOT_READ, Answer, Instrument, Kind, Question, Unsaid, codes

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from sankofa.returnees.models import Person
    from sankofa.shell.models import Draft
    from sankofa.surveys.models import FormVersion

ROOM = "sankofa.surveys"
OTHERS_HEAR = ("present", "others")


@dataclass(slots=True)
class Talk:
    """A talk under way with one person."""

    owner_id: str
    person_id: str
    form: Instrument
    instance_id: UUID
    began_on: date
    given: dict[str, list[str]]

    @property
    def answers(self) -> dict[str, Answer]:
        """The answers so far, as the rules know them."""
        return queries.understood(self.form, self.given)

    def keep(self, question: Question, given: Sequence[str]) -> None:
        """Keep an answer; an empty one takes the earlier one back."""
        said = path.answer(question, given)
        if said is None:
            self.given.pop(question.name, None)
        else:
            self.given[question.name] = sorted(codes(said))
        self.save()

    def save(self) -> None:
        """Keep the talk as it stands."""
        content = {"instance": str(self.instance_id), "began": self.began_on.isoformat(), "given": self.given}
        drafts.keep(
            owner_id=self.owner_id,
            flow=flow(self.form),
            subject=self.person_id,
            content=content,
            about=UUID(self.person_id),
        )

    def drop(self) -> None:
        """Delete the draft: the talk was sent."""
        drafts.drop(owner_id=self.owner_id, flow=flow(self.form), subject=self.person_id)


def flow(form: Instrument) -> str:
    """Return the name under which drafts of a form are kept."""
    return f"interview {form.code}/{form.version}"


def talk(*, owner_id: str, person_id: str, form: Instrument) -> Talk | None:
    """Return somebody's talk under way with a person, or None."""
    held = drafts.draft(owner_id=owner_id, flow=flow(form), subject=person_id)
    if held is None:
        return None
    content = held.content
    began_on = date.fromisoformat(content["began"])
    return Talk(owner_id, person_id, form, UUID(content["instance"]), began_on, dict(content["given"]))


def form_of_talk(*, owner_id: str, person_id: str, code: str, among: "QuerySet[FormVersion]") -> Instrument | None:
    """Return the form of somebody's talk under way, in the version it began with; else the one that is asked now.

    None where there is no such form for talks among those that are seen.
    """
    for draft in drafts.drafts_named(owner_id=owner_id, beginning=f"interview {code}/"):
        if draft.subject == person_id:
            return queries.instrument(code, draft.flow.rpartition("/")[2])
    return queries.talk_form(code, among=among)


def under_way(*, owner_id: str) -> list[tuple["Draft", str]]:
    """Return somebody's talks that are not sent yet, latest first, each with the code of its form."""
    found = drafts.drafts_named(owner_id=owner_id, beginning="interview ")
    return [(draft, draft.flow.removeprefix("interview ").rpartition("/")[0]) for draft in found]


def begun(*, owner_id: str, person_id: str, form: Instrument, on: date) -> Talk:
    """Return somebody's talk with a person, begun now where none is under way."""
    held = talk(owner_id=owner_id, person_id=person_id, form=form)
    if held is None:
        held = Talk(owner_id, person_id, form, uuid7(), on, {})
        held.save()
    return held


def resume_url(person: "Person", code: str) -> str:
    """Return the address at which a talk goes on."""
    return reverse("surveys:begin", args=[person.pk, code])


def reason(found: Finding, question: Question) -> str:
    """Return what is wrong with an answer, in the words of the reader and of the question itself."""
    language = get_language() or "en"
    if found.code == "answer.beyond_its_limits" and question.limit_words:
        return label(question.limit_words, language)
    choice = question.choice(str(found.facts.get("code", "")))
    if choice is not None:
        found = Finding(
            found.code, found.weight, found.source, **{**found.facts, "code": label(choice.label, language)}
        )
    return wording.text(found, language, ROOM)


def page_of(question: Question, held: Talk, *, error: str = "", typed: Sequence[str] | None = None) -> dict[str, Any]:
    """Return what the page of one question shows."""
    language = get_language() or "en"
    answers = held.answers
    now = [asked for asked in path.asked(held.form, answers) if asked.is_asked]
    group = next((known for known in held.form.groups if known.code == question.group), None)
    chosen = codes(answers.get(question.name)) if typed is None else frozenset(typed)
    unsaid = {value.value for value in Unsaid}
    options = [
        {"value": choice.code, "label": label(choice.label, language), "checked": choice.code in chosen, "hint": ""}
        for choice in question.choices
    ]
    return {
        "name": "answer",
        "number": now.index(question) + 1 if question in now else None,
        "total": len(now) if question in now else None,
        "section": "" if group is None else label(group.label, language),
        "text": label(question.label, language),
        "why": label(question.hint, language) if question.hint else "",
        "guidance": label(question.guidance, language) if question.guidance else "",
        "kind": "many" if question.kind is Kind.SEVERAL else "one",
        "hint": gettext("Tick all that apply.") if question.kind is Kind.SEVERAL else "",
        "choices": [option for option in options if option["value"] not in unsaid],
        "apart": [option for option in options if option["value"] in unsaid],
        "error": error,
        "typed": next(iter(chosen), ""),
        "is_day": question.kind is Kind.DAY,
        "is_note": question.kind is Kind.NOTE,
        "is_typed": not question.kind.has_choices and question.is_asked,
        "others_hear": question.is_sensitive and codes(answers.get(OTHERS_HEAR[0])) == {OTHERS_HEAR[1]},
    }


def answer_words(question: Question, given: Answer | None) -> str | None:
    """Return an answer in the reader's language; None where nothing was answered."""
    if given is None:
        return None
    if given is CANNOT_READ:
        return gettext("Cannot be read on the paper")
    if not question.kind.has_choices:
        return str(given) if not isinstance(given, Unsaid) else None
    language = get_language() or "en"
    return " · ".join(label(choice.label, language) for choice in question.choices if choice.code in codes(given))
