"""What came in as pages show it: why it waits, what stands in it, and two filled forms side by side."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.kernel import clock
from sankofa.kernel.finding import Finding, Weight
from sankofa.kernel.identifiers import receipt_number
from sankofa.kernel.labels import label
from sankofa.returnees import from_phones, portrait, typed
from sankofa.returnees.rules import retention
from sankofa.shell import words
from sankofa.surveys import actions, interview, queries, reading
from sankofa.surveys.actions import Understood, Waits
from sankofa.surveys.models import Arrival, Clash, PhoneChange, State
from sankofa.surveys.rules import filled, unlinked
from sankofa.surveys.rules.terms import Instrument, Question

SHOWN_SIGNS = 4_000
"""How much is shown of what nobody could read."""


def row(arrival: Arrival) -> dict[str, Any]:
    """Return one line of a list: what came in, when, from whom, and why it waits."""
    return {
        "pk": arrival.pk,
        "number": receipt_number(arrival.pk),
        "title": _title(arrival),
        "at": words.moment(arrival.received_at),
        "by": "" if arrival.user is None else arrival.user.name,
        "how": _how(arrival),
        "office": arrival.office.name,
        "reasons": reasons(arrival),
    }


def _how(arrival: Arrival) -> str:
    """Return how a form came in, and who brought it where that was not who wrote it."""
    how = str(arrival.get_source_display())
    if arrival.carried_by is None:
        return how
    return gettext("%(how)s, brought in by %(name)s") % {"how": how, "name": arrival.carried_by.name}


def waited(arrival: Arrival, *, on: date) -> str:
    """Return how long a form that is linked to nobody has waited, and until when; nothing of one with a person."""
    if arrival.person_id is not None or arrival.state != State.WAITING:
        return ""
    found = unlinked.waiting(clock.day_of(arrival.received_at, arrival.office.zone), on=on, policy=retention.shipped())
    facts = {"count": words.number(found.days), "day": words.day(found.until_on)}
    if found.is_over:
        return gettext("Linked to nobody. Its time ended on %(day)s: link it, or have it destroyed.") % facts
    return (
        ngettext(
            "Linked to nobody for %(count)s day. Its time ends on %(day)s.",
            "Linked to nobody for %(count)s days. Its time ends on %(day)s.",
            found.days,
        )
        % facts
    )


def reasons(arrival: Arrival) -> list[str]:
    """Return why something waits, or what was noted about it, in the reader's language."""
    found = [Finding.of_record(record) for record in arrival.reasons]
    form = _form_of(arrival)
    return list(dict.fromkeys(_said(one, form) for one in found))


def becomes(state: str) -> str:
    """Return what whoever sent a form is told of what becomes of it; nothing where it was simply taken in."""
    return {
        State.ARRIVED: gettext("It waits for somebody to look at it. Nothing is lost."),
        State.WAITING: gettext("It waits for somebody to look at it. Nothing is lost."),
        State.CLASHES: gettext("Another form of the same days says something else. Somebody decides which counts."),
        State.SET_ASIDE: gettext("It was set aside. It is kept all the same."),
        State.DESTROYED: gettext("Nobody could link it to a person in time. Two people agreed to destroy it."),
    }.get(State(state), "")


def answers(arrival: Arrival) -> list[dict[str, str | None]]:
    """Return what stands in a filled form, question by question; nothing where it cannot be read."""
    read = _read(arrival)
    return [] if read is None else [{"label": name, "value": value} for name, value in _rows(read).items()]


def as_it_came(arrival: Arrival) -> str:
    """Return the beginning of something nobody could read, as it came."""
    return "" if arrival.content is None else arrival.content[: 4 * SHOWN_SIGNS].decode(errors="replace")[:SHOWN_SIGNS]


def side_by_side(clash: Clash) -> list[dict[str, Any]]:
    """Return the answers of two filled forms by question: first those in which they differ."""
    after = _read(clash.arrival)
    if after is None or clash.earlier is None:
        return []
    held = clash.earlier
    version = queries.version(held.instrument, held.version, among=queries.published())
    form = after.form if version is None or version == after.version else queries.reading_of(version)
    before = _told(form, held.answers or {}, after)
    now = _rows(after)
    rows = [
        {"label": name, "left": before.get(name), "right": now.get(name), "same": before.get(name) == now.get(name)}
        for name in {**before, **now}
    ]
    return sorted(rows, key=lambda one: bool(one["same"]))


def decided(clash: Clash) -> str:
    """Return what was decided of a clash, by whom and when; nothing while it is open."""
    if clash.decided_at is None:
        return ""
    counts = {
        "earlier": gettext("The first one counts."),
        "later": gettext("The second one counts."),
        "both": gettext("Both count: they were two talks."),
    }[clash.decision]
    who = gettext("somebody") if clash.decided_by is None else clash.decided_by.name
    said = gettext("Decided by %(name)s, %(when)s.") % {"name": who, "when": words.moment(clash.decided_at)}
    return f"{counts} {said}"


def change_row(held: PhoneChange) -> dict[str, Any]:
    """Return one line of what phones say of people: whom, which fact, from which form, and why it waits."""
    return {
        **row(held.arrival),
        "name": portrait.name(held.person),
        "person_url": portrait.link(held.person),
        "fact": typed.fact_name(held.fact),
        "because": reading.said(Finding(f"change.{held.because}", Weight.NOTE, "docs/adr/0050")),
        "url": reverse("surveys:change", args=[held.pk]),
    }


def both(held: PhoneChange) -> dict[str, str | None]:
    """Return what the register says of a fact now and what the phone says; None where it is not known."""
    fact = typed.fact(held.fact)
    assert fact is not None
    said = portrait.opened(held, "said")
    return {
        "register": from_phones.now_said(held.person, fact),
        "phone": None if said is None else from_phones.then_said(fact, said),
    }


def change_decided(held: PhoneChange) -> str:
    """Return what was decided about a fact, by whom and when; nothing while it is open."""
    if held.decided_at is None:
        return ""
    counts = {
        "phone": gettext("What the form says was taken over."),
        "register": gettext("What the register says stays."),
    }[held.decision]
    who = gettext("somebody") if held.decided_by is None else held.decided_by.name
    said = gettext("Decided by %(name)s, %(when)s.") % {"name": who, "when": words.moment(held.decided_at)}
    return f"{counts} {said}"


def _read(arrival: Arrival) -> Understood | None:
    if arrival.content is None:
        return None
    try:
        return actions.understood(arrival.content)
    except Waits:
        return None


def _rows(read: Understood) -> dict[str, str | None]:
    return _told(read.form, read.answers, read)


def _told(form: Instrument | None, stored: Mapping[str, Any], read: Understood) -> dict[str, str | None]:
    """Return answers in words by question, in the order of the form; rows of a repeating part one after the other."""
    language = get_language() or "en"
    if form is None:
        shown = queries.outline_of(read.version)
        names = {item.name: reading.in_language(item.label, shown) or item.name for item in shown.items if item.name}
        return {names.get(name, name): _texts(given) for name, given in stored.items() if name not in _SILENT}
    known = filled.understood(form, stored)
    said: dict[str, str | None] = {}
    for question in form.questions:
        if question.repeat or not question.is_asked or question.name not in known.answers:
            continue
        given = known.answers[question.name]
        said[_unlike(said, label(question.label, language))] = interview.answer_words(question, given)
    for repeat, rows in known.rows.items():
        for number, held in enumerate(rows, start=1):
            for question in form.questions:
                if question.repeat == repeat and question.name in held:
                    name = f"{label(question.label, language)} ({words.number(number)})"
                    said[_unlike(said, name)] = interview.answer_words(question, held[question.name])
    return said


_SILENT = frozenset({"start", "end", "today", "deviceid", "instanceID", "instanceName", "audit"})


def _unlike(said: Mapping[str, object], name: str) -> str:
    """Return a label that is not there yet: two questions may be asked in the same words."""
    while name in said:
        name += " "
    return name


def _texts(given: Any) -> str:
    if given and isinstance(given[0], dict):
        rows = [", ".join(f"{name}: {_texts(value)}" for name, value in row.items()) for row in given]
        return " / ".join(rows)
    return " · ".join(str(text) for text in given)


def _title(arrival: Arrival) -> str:
    if not arrival.form_code:
        return gettext("A form that could not be read")
    version = queries.version(arrival.form_code, arrival.form_version, among=queries.published())
    if version is None:
        return gettext("A form that is not known here")
    return queries.title_of(arrival.form_code, queries.outline_of(version).title)


def _form_of(arrival: Arrival) -> Instrument | None:
    version = (
        queries.version(arrival.form_code, arrival.form_version, among=queries.published())
        if arrival.form_code
        else None
    )
    return None if version is None else queries.reading_of(version)


def _said(found: Finding, form: Instrument | None) -> str:
    """Return a finding in words; one about a question with what the question asks."""
    asked = _question(found, form)
    if asked is None or found.code.startswith("arrival."):
        return reading.said(found)
    return f"{label(asked.label, get_language() or 'en')} {interview.reason(found, asked)}"


def _question(found: Finding, form: Instrument | None) -> Question | None:
    name = str(found.facts.get("question", ""))
    return None if form is None else next((one for one in form.questions if one.name == name), None)
