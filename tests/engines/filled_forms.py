"""Filled forms made up at random, always the same ones: every answer fits, and only what is asked is answered."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from sankofa.surveys.rules import path
from sankofa.surveys.rules.filled import Filled, asked_in_row
from sankofa.surveys.rules.terms import Answer, Instrument, Kind, Question, Unsaid, codes

TODAY = date(2026, 11, 22)
UNSAID = {unsaid.value: unsaid for unsaid in Unsaid}


def filled(form: Instrument, seed: int) -> Filled:
    """Return a form filled from its first question to its last, opening what the answers open."""
    rng = random.Random(f"{form.code} {seed}")
    outside: dict[str, Answer] = {}
    _answer(rng, lambda: path.asked(form, outside), outside)
    rows = {}
    for group in form.groups:
        if group.is_repeat and asked_in_row(form, group.code, outside, {}):
            many: list[dict[str, Answer]] = [{} for _ in range(rng.randint(1, 3))]
            for row in many:
                _answer(rng, lambda row=row, code=group.code: asked_in_row(form, code, outside, row), row)
            rows[group.code] = tuple(many)
    return Filled(outside, rows)


def wrong(form: Instrument) -> list[tuple[str, list[str]]]:
    """Return answers that a phone must not take: beyond a limit, or two where one stands alone."""
    found: list[tuple[str, list[str]]] = []
    for question in form.questions:
        for limit in question.limits:
            if limit.bound is None:
                found.append((question.name, ["2999-01-01" if not limit.at_least else "1900-01-01"]))
            else:
                found.append((question.name, [str(limit.bound + (-1 if limit.at_least else 1))]))
        alone = [choice.code for choice in question.choices if choice.is_exclusive]
        if question.kind is Kind.SEVERAL and alone:
            found.append((question.name, [question.choices[0].code, alone[-1]]))
    return found


def _answer(rng: random.Random, asked: Callable[[], tuple[Question, ...]], answers: dict[str, Answer]) -> None:
    """Answer what is asked, in order: an answer may open what follows it."""
    done: set[str] = set()
    while following := next((one for one in asked() if one.name not in done), None):
        done.add(following.name)
        if following.is_asked and (following.is_required or rng.random() < 0.7):
            answers[following.name] = _any(rng, following)


def _any(rng: random.Random, question: Question) -> Answer:
    match question.kind:
        case Kind.ONE:
            # What opens most is the first choice; every choice comes up over the seeds.
            picked = question.choices[0].code if rng.random() < 0.5 else rng.choice(question.choices).code
            return UNSAID.get(picked, picked)
        case Kind.SEVERAL:
            offered = [choice.code for choice in question.choices if not choice.is_exclusive]
            alone = [choice.code for choice in question.choices if choice.is_exclusive]
            if alone and rng.random() < 0.3:
                picked = rng.choice(alone)
                return UNSAID.get(picked, frozenset({picked}))
            return frozenset(rng.sample(offered, rng.randint(1, min(3, len(offered)))))
        case Kind.WHOLE_NUMBER:
            least = max(limit.bound for limit in question.limits if limit.at_least and limit.bound is not None)
            most = min((limit.bound for limit in question.limits if not limit.at_least and limit.bound is not None),
                       default=least + 10**6)  # fmt: skip
            return rng.choice([least, most, rng.randint(least, most)])
        case Kind.DAY:
            return TODAY - timedelta(days=rng.randint(1, 4000))
        case _:
            return rng.choice(["Rahima & sons <1>", "دکان", "Épicerie “du coin”", "x"])


def sent(answers: dict[str, Answer]) -> dict[str, list[str]]:
    """Return answers as the engine takes them."""
    return {name: sorted(codes(given)) for name, given in answers.items()}
