"""Who can use a programme, said of the programme alone: each condition as the finding that names it.

They are the findings that a person gets who does not meet it, so that the page of a programme and the page of a
person say the same words.

Source: the same as `eligibility`.
"""

from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from typing import Final

from sankofa.kernel.finding import Finding, Weight
from sankofa.provision.rules.eligibility import SOURCE, Bounds, Conditions, Rules
from sankofa.provision.rules.terms import DatedRules, Entry

NONE: Final = Rules()
"""The conditions of what asks nothing."""


def rules_on(entry: Entry, *, on: date) -> Rules:
    """Return the conditions that hold on a day; where none are known for it, none."""
    return next((dated.rules for dated in entry.rules if _holds(dated, on)), NONE)


def asked_on(entry: Entry, *, on: date) -> Conditions:
    """Return all that help asks on a day: its conditions, for whom it is meant above all, and where it is given."""
    rules = rules_on(entry, on=on)
    return Conditions(
        **{field.name: getattr(rules, field.name) for field in fields(Rules)},
        meant_for=frozenset(map(str, entry.groups)),
        given_in=frozenset(entry.areas),
    )


def conditions(rules: Rules) -> tuple[Finding, ...]:
    """Return every condition of a programme, in the order in which a caseworker asks; empty: it asks nothing."""
    return tuple(_conditions(rules))


def meant_for(entry: Entry) -> tuple[Finding, ...]:
    """Return for whom help was made above all; nothing where it is for everybody."""
    groups = tuple(sorted(str(group) for group in entry.groups))
    return (_note("ask.meant_for", groups=groups),) if groups else ()


def _holds(dated: DatedRules, on: date) -> bool:
    return (dated.start is None or dated.start <= on) and (dated.end is None or on < dated.end)


def _note(code: str, **facts: str | int | tuple[str, ...]) -> Finding:
    return Finding(code, Weight.NOTE, SOURCE, **facts)


def _conditions(rules: Rules) -> Iterator[Finding]:
    for code, wanted in (
        ("sex", rules.sexes),
        ("returned_from", rules.returned_from),
        ("way", rules.ways),
        ("return_kind", rules.return_kinds),
        ("lives_in", rules.lives_in),
        ("household", rules.households),
    ):
        if wanted:
            yield _note(f"{code}.other", wanted=tuple(sorted(wanted)))
    yield from _bounds("age", rules.age)
    yield from _bounds("months_abroad", rules.months_abroad)
    yield from _bounds("months_since_return", rules.months_since_return)
    for register in sorted(rules.registered_with):
        yield _note("register_first", register=register)
    for kinds in rules.papers:
        yield _note("paper_first", papers=kinds)
    for code, said in (("in_debt", rules.in_debt), ("disability", rules.disability)):
        if said is not None:
            yield _note(f"{code}.{'wanted' if said else 'unwanted'}")
    for entry in sorted(rules.after):
        yield _note("after_first", entry=entry)
    for condition in rules.asked:
        yield _note("ask.in_words", condition=condition)


def _bounds(code: str, bounds: Bounds) -> Iterator[Finding]:
    if bounds.start is not None:
        yield _note(f"{code}.too_few", start=bounds.start)
    if bounds.end is not None:
        yield _note(f"{code}.too_many", end=bounds.end)
