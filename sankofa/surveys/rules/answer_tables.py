"""What came in with a form as tables: wide (a row for a filled form), long (a row for an answer), and their codebook.

Every row carries a mark instead of a name or a number.  Free words, places on the map and pictures may tell who
somebody is, so they are left out unless they are asked for by name.  What was not answered is an empty cell; what was
left unsaid, or could not be read on the paper, keeps its code.

Source: docs/adr/0039 (lists that leave); xlsform.org for the kinds of questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from sankofa.surveys.rules.outline import Outline
from sankofa.surveys.rules.path import whole_number
from sankofa.surveys.rules.shape import Place, Shape, shape

Cell: TypeAlias = str | int | None
Table: TypeAlias = list[list[Cell]]

_TELLING_NOBODY: Final = frozenset({"date", "time", "dateTime", "datetime", "acknowledge", "trigger"})
BETWEEN: Final = "; "
LEAD: Final = ("mark", "answered_on", "office", "source")
"""The columns before the questions: the mark of the row, the day, the office, and how the form came in."""


@dataclass(frozen=True, slots=True)
class Held:
    """One filled form as a table sees it: its mark, the day, the office, how it came in, and its answers as stored."""

    mark: str
    day: str
    office: str
    source: str
    answers: Mapping[str, Any]

    @property
    def lead(self) -> list[Cell]:
        """The cells before the answers."""
        return [self.mark, self.day, self.office, self.source]


@dataclass(frozen=True, slots=True)
class Count:
    """How often one choice of a question was chosen."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What came in to one question: how many answered, and how often each choice was chosen."""

    place: Place
    answered: int
    asked_of: int
    counts: tuple[Count, ...]
    smallest: int | None = None
    largest: int | None = None


def shown(form: Shape, *, texts: bool) -> tuple[Place, ...]:
    """Return the questions that tables show; with `texts` also those whose answers may tell who somebody is."""
    return tuple(place for place in form.places if place.item.number is not None and (texts or tells_nobody(place)))


def tells_nobody(place: Place) -> bool:
    """Whether answers to a question are choices, numbers or days, which alone tell nobody's name."""
    return not place.is_other and (place.is_one or place.is_several or place.is_number or place.word in _TELLING_NOBODY)


def wide(form: Outline, held: Sequence[Held], *, texts: bool) -> dict[str, Table]:
    """Return a table with a row for each filled form, and one for each part that repeats with a row each time."""
    whole = shape(form)
    places = shown(whole, texts=texts)
    tables: dict[str, Table] = {}
    for repeat in ("", *_outer(whole)):
        mine = [place for place in places if (place.repeats[0] if place.repeats else "") == repeat]
        if repeat and not mine:
            continue
        head: list[Cell] = [*LEAD, *(["row"] if repeat else [])]
        table: Table = [[*head, *(column for place in mine for column in _columns(place, form))]]
        for one in held:
            rows = [one.answers] if not repeat else one.answers.get(repeat, ())
            for number, answers in enumerate(rows, start=1):
                lead = [*one.lead, *([number] if repeat else [])]
                table.append([*lead, *(cell for place in mine for cell in _cells(place, answers, form))])
        tables[repeat or "answers"] = table
    return tables


def long(form: Outline, held: Sequence[Held], *, texts: bool) -> dict[str, Table]:
    """Return one table with a row for each answer: which form, which part and row of it, which question, which code."""
    table: Table = [[*LEAD, "part", "row", "question", "answer"]]
    places = shown(shape(form), texts=texts)
    for one in held:
        for place in places:
            repeat = place.repeats[0] if place.repeats else ""
            rows = [one.answers] if not repeat else one.answers.get(repeat, ())
            for number, answers in enumerate(rows, start=1):
                for said in codes_of(place, answers):
                    table.append([*one.lead, repeat, number if repeat else None, place.name, _typed(place, said)])
    return {"answers": table}


def codebook(form: Outline, words: Mapping[str, str], *, texts: bool, choice: Any) -> Table:
    """Return what every column means: its number in the form, its question, its kind, its choices.

    `words` are the questions' words by name; `choice(list, code)` returns the words of a choice.
    """
    rows: Table = []
    for place in shown(shape(form), texts=texts):
        choices = form.lists.get(place.item.listed, {})
        said = BETWEEN.join(f"{code} = {choice(place.item.listed, code)}" for code in choices)
        rows.append([place.name, place.item.number, words.get(place.name, ""), place.word, place.repeat, said])
    return rows


def left_out(form: Outline) -> list[str]:
    """Return the questions that tables without names leave out."""
    return [place.name for place in shape(form).places if place.item.number is not None and not tells_nobody(place)]


def summaries(form: Outline, held: Sequence[Mapping[str, Any]]) -> Iterator[Summary]:
    """Yield what came in to every question that tells nobody, in the order of the form."""
    whole = shape(form)
    for place in shown(whole, texts=False):
        repeat = place.repeats[0] if place.repeats else ""
        rows = held if not repeat else [row for one in held for row in one.get(repeat, ())]
        said = [given for row in rows if (given := codes_of(place, row))]
        counts: Counter[str] = Counter(code for given in said for code in given)
        if place.is_one or place.is_several:
            order = [code for code in form.lists.get(place.item.listed, {}) if code in counts]
            order += sorted(code for code in counts if code not in order)
            yield Summary(place, len(said), len(rows), tuple(Count(code, counts[code]) for code in order))
        else:
            read = (whole_number(code) for code in counts) if place.is_number else ()
            numbers = [number for number in read if number is not None]
            yield Summary(place, len(said), len(rows), (), min(numbers, default=None), max(numbers, default=None))


def codes_of(place: Place, answers: Mapping[str, Any]) -> list[str]:
    """Return what was answered to a question, one text for each choice; none where nothing was."""
    texts = answers.get(place.name) or ()
    held = [texts] if isinstance(texts, str) else [str(text) for text in texts]
    return [code for text in held for code in text.split()] if place.is_several else held


def _outer(form: Shape) -> list[str]:
    return [repeat for repeat, around in form.repeats.items() if not around]


def _columns(place: Place, form: Outline) -> list[str]:
    if not place.is_several:
        return [place.name]
    return [place.name, *(f"{place.name}/{code}" for code in form.lists.get(place.item.listed, {}))]


def _cells(place: Place, answers: Mapping[str, Any], form: Outline) -> list[Cell]:
    said = codes_of(place, answers)
    if not place.is_several:
        return [_typed(place, said[0]) if len(said) == 1 else BETWEEN.join(said) or None]
    chosen = set(said)
    ticks: list[Cell] = [int(code in chosen) if said else None for code in form.lists.get(place.item.listed, {})]
    return [" ".join(said) or None, *ticks]


def _typed(place: Place, text: str) -> Cell:
    number = whole_number(text) if place.is_number else None
    return text if number is None else number
