"""What the pages of the map say of an entry: its rows, tags and cards."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from sankofa.intake.rules.terms import row_of
from sankofa.kernel.finding import Finding
from sankofa.provision import queries, sayings
from sankofa.provision.models import Origin
from sankofa.provision.rules.checking import State, status_on
from sankofa.provision.rules.conditions import conditions as conditions_of
from sankofa.provision.rules.conditions import meant_for, rules_on
from sankofa.provision.rules.terms import Entry, Status
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.provision.models import Check, EntryVersion
    from sankofa.provision.models import Entry as EntryRow

_STATES = dict(sayings.STATES)
_KINDS = dict(sayings.KINDS)
_STATUSES = dict(sayings.STATUSES)


def row(held: "EntryRow", *, on: date) -> dict[str, Any]:
    """Return an entry as a row of a list."""
    return {
        "code": held.code,
        "name": held.name,
        "note": f"{_KINDS[held.kind]} · {sayings.country(held.country_id)}",
        "tag": tag(held, on=on),
    }


def tag(held: "EntryRow", *, on: date) -> dict[str, str]:
    """Return in a word how far an entry can be relied upon."""
    if held.status == Status.CLOSED:
        return {"label": gettext("closed"), "kind": "care"}
    if is_ended(held, on=on):
        return {"label": gettext("ended"), "kind": "care"}
    state = queries.state_of(held, on=on)
    if state is State.NOT_CHECKED:
        return {"label": reported(held), "kind": ""}
    return {"label": str(_STATES[state.value]), "kind": sayings.TONES[state]}


def is_ended(held: "EntryRow", *, on: date) -> bool:
    """Whether an entry is past its last day, whatever is written of it."""
    return status_on(Status(held.status), held.ends_on, on=on) is Status.CLOSED


def reported(held: "EntryRow") -> str:
    """Return what is said of an entry that nobody has checked."""
    return gettext("Reported, not checked (as of %(year)s)") % {"year": held.as_of}


def status(held: "EntryRow", *, on: date) -> dict[str, Any]:
    """Return how far an entry can be relied upon, in full."""
    state = queries.state_of(held, on=on)
    said = {
        State.NOT_CHECKED: gettext(
            "A paper or an office reports it. Nobody nearby has confirmed it yet, so nobody is sent there."
        ),
        State.HOLDS: gettext("Phone, place and rules were confirmed. It is offered to people until %(day)s."),
        State.ENDED: gettext("The last check ran out on %(day)s. Ask there again before you send anybody."),
        State.NOT_SO: gettext("Whoever asked last found something else than what is written here."),
    }[state]
    day = "" if held.holds_until is None else words.day(held.holds_until)
    if state is State.HOLDS and not held.microcredit and (held.office_id is None or held.is_public):
        said = f"{said} {_public(held, on=on)}"
    if held.status == Status.CLOSED:
        said = gettext("It is closed. It stays on the map, and nobody is sent there.")
    elif held.ends_on is not None and is_ended(held, on=on):
        said = gettext("It ended on %(day)s. It stays on the map, and nobody is sent there.")
        day = words.day(held.ends_on)
    if held.microcredit:
        lends = gettext("It lends money, so it is never offered to a person here.")
        said = f"{said} {lends}"
    return {"tag": tag(held, on=on), "text": said.replace("%(day)s", day), "state": state.value}


def _public(held: "EntryRow", *, on: date) -> str:
    if held.public_until is not None and on < held.public_until:
        return gettext("Two people said the same number, so everybody finds it on the public page.")
    return gettext("On the public page it is found once a second person has confirmed the same number.")


def facts(said: Entry, *, on: date) -> list[dict[str, object]]:
    """Return what an entry is, for the card of facts; what nobody says is left out."""
    span = " – ".join(part for part in (said.span.start, said.span.end) if part)
    told = [
        (gettext("What it is"), str(_KINDS[said.kind.value])),
        (gettext("Also called"), ", ".join(map(sayings.quoted, said.also))),
        (gettext("Does it run?"), _runs(said, on=on)),
        (gettext("From, until"), span),
        (gettext("Where"), sayings.listed(sayings.areas(said.areas)) if said.areas else ""),
        (gettext("Kinds of help"), sayings.listed(sayings.named(sayings.APPROACHES, _codes(said.approaches)))),
        (gettext("Meant for"), sayings.listed(sayings.named(sayings.GROUPS, _codes(said.groups)))),
        (gettext("Part of life"), sayings.listed(sayings.named(sayings.DIMENSIONS, _codes(said.dimensions)))),
        (gettext("Helps"), sayings.listed(sayings.named(sayings.LEVELS, _codes(said.levels)))),
        (gettext("When"), sayings.listed(sayings.named(sayings.PHASES, _codes(said.phases)))),
        (gettext("What it costs the person"), sayings.quoted(said.cost)),
        (gettext("How one gets there or calls"), sayings.quoted(said.contact)),
        (gettext("Says anything about return"), _yes_or_no(said.returns_clause)),
    ]
    return [{"label": label, "value": value} for label, value in told if value]


def _runs(said: Entry, *, on: date) -> str:
    last_day = said.span.last_day
    if last_day is not None and said.status is not Status.CLOSED and on > last_day:
        return gettext("no, it ended on %(day)s") % {"day": words.day(last_day)}
    return str(_STATUSES[said.status.value])


def asked(said: Entry, *, on: date) -> list[Finding]:
    """Return who can use it, each condition as a finding."""
    return [*conditions_of(rules_on(said, on=on)), *meant_for(said)]


def conditions(said: Entry, *, on: date) -> list[str]:
    """Return who can use it, each condition as a sentence."""
    return sayings.sentences(asked(said, on=on))


def behind(said: Entry) -> list[dict[str, Any]]:
    """Return who runs it, who pays for it and what it is part of, each with the way to its own entry."""
    names = queries.names_of([*said.run_by, *said.funded_by, *said.within])
    parts = (
        (gettext("Who runs it"), said.run_by),
        (gettext("Who pays for it"), said.funded_by),
        (gettext("Part of"), said.within),
    )
    return [
        {
            "label": label,
            "who": [{"name": names.get(one, one), "code": one if one in names else ""} for one in listed],
        }
        for label, listed in parts
        if listed
    ]


def source(said: Entry, now: "EntryVersion") -> str:
    """Return where all this stands: the paper with its pages, or who said so."""
    if now.origin == Origin.DIRECTORY:
        return _said_by(now)
    if now.origin != Origin.PAPER and now.said_by:
        return gettext("Said by: %(who)s") % {"who": now.said_by}
    if not said.source.paper:
        return ""
    papers = {
        "mapping": gettext("the mapping of reintegration support in South Asia (IOM and ILO, 2022)"),
        "microcredit": gettext("the knowledge paper on microcredit (2021)"),
        "practices": gettext("the compendium of practices"),
        "mali": gettext("the brief on debts in Mali"),
    }
    pages = ", ".join(map(str, said.source.pages))
    return gettext("Source: %(paper)s, pages %(pages)s.") % {
        "paper": papers.get(said.source.paper, said.source.paper),
        "pages": pages,
    }


def _said_by(held: "EntryVersion") -> str:
    """Who said so, in words: of what came in by a list, its row, and never the key of the file."""
    if held.origin != Origin.DIRECTORY:
        return held.said_by
    row = row_of(held.said_by)
    return (
        gettext("From a list of services")
        if row is None
        else gettext("From row %(row)s of a list of services") % {"row": row}
    )


def figures(said: Entry) -> list[str]:
    """Return the figures of the source, each as a line with its year and page."""
    lines = []
    for one in said.figures:
        number = words.figure(one.number) if one.number % 1 else words.number(int(one.number))
        where = [str(one.year)] if one.year else []
        if one.page:
            where.append(gettext("page %(page)s") % {"page": one.page})
        beside = f" ({', '.join(where)})" if where else ""
        lines.append(f"{sayings.quoted(one.what)}: {number} {sayings.quoted(one.unit)}{beside}")
    return lines


def checks(held: "Sequence[Check]") -> list[dict[str, Any]]:
    """Return the checks of an entry, the latest first."""
    return [
        {
            "title": gettext("Confirmed") if one.holds_until else gettext("Not as written"),
            "kind": "good" if one.holds_until else "care",
            "who": f"{one.checked_by.name}, {one.office.name}",
            "day": words.day(one.checked_on),
            "how": one.get_how_display(),
            "rows": [
                (label, value)
                for label, value in (
                    (gettext("Phone"), one.phone),
                    (gettext("Place"), one.place),
                    (gettext("Opening hours"), one.hours),
                    (gettext("Languages"), one.languages),
                    (gettext("How long one waits"), one.waiting),
                    (gettext("Getting in"), one.access),
                    (gettext("What is not as written"), one.found),
                )
                if value
            ],
            "is_demonstration": one.is_demonstration,
        }
        for one in held
    ]


def version(held: "EntryVersion") -> dict[str, Any]:
    """Return a version of an entry as a line of its history."""
    who = "" if held.noted_by is None else held.noted_by.name
    if held.origin == Origin.PAPER:
        title = gettext("As the paper says it")
    elif held.number == 1:
        title = gettext("Written down")
    else:
        title = gettext("Put right")
    day = gettext("waits for somebody to look at it") if held.from_at is None else words.day(held.from_at.date())
    return {
        "number": held.number,
        "title": title,
        "who": who,
        "day": day,
        "note": held.note,
        "said_by": _said_by(held),
        "counts": held.from_at is not None and held.until_at is None,
    }


def _codes(held: frozenset[Any]) -> list[str]:
    return [str(one) for one in held]


def _yes_or_no(said: bool | None) -> str:
    if said is None:
        return ""
    return gettext("yes") if said else gettext("no")
