"""How tables are called, and their rows and columns, in the reader's language."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sankofa.returnees import counting as register
from sankofa.returnees import portrait
from sankofa.shell import words
from sankofa.statistics.rules import asking, columns
from sankofa.statistics.rules.asking import ALL_SCORES, LATEST, UNKNOWN, Question
from sankofa.statistics.rules.tables import TOTAL, Counted

WAYS: Mapping[str, Any] = {
    "group": _("Came back or abroad"),
    "sex": _("Sex"),
    "education": _("Schooling"),
    "learned": _("What they learned abroad"),
    "age": _("Age at the return"),
    "abroad": _("Months abroad"),
    "home": _("Months since the return"),
    "reasons": _("Why they came back"),
    "return_kind": _("How the return came about"),
    "wanted": _("Help they want at home"),
    "destination": _("Country returned from"),
    "district": _("District"),
    "office": _("Office"),
    "year": _("Year of the talk"),
}
"""In the order in which they are offered."""
SCORES: Mapping[str, Any] = {
    "economic": _("Money and work"),
    "social": _("Home, school and services"),
    "psychosocial": _("People and feelings"),
    "composite": _("Overall"),
}
TURNS: Mapping[str, Any] = {
    LATEST: _("everybody’s latest talk"),
    "1": _("everybody’s first talk"),
    "2": _("everybody’s second talk"),
    "3": _("everybody’s third talk"),
    "4": _("everybody’s fourth talk"),
}
NOT_RECORDED = _("not recorded")
assert set(WAYS) == set(asking.WAYS)
assert set(TURNS) == set(asking.TURNS)


def row_name(way: str, code: str, names: Mapping[str, str]) -> str:
    """Return how a row or a column is called."""
    if code == TOTAL:
        return gettext("all together")
    if way in asking.BANDS:
        return gettext("not recorded") if code == UNKNOWN else _band(way, code)
    if way in register.LABELS:
        return str(register.LABELS[way].get(code, code))
    if not code or code == UNKNOWN:
        return str(NOT_RECORDED)
    match way:
        case "destination":
            return portrait.country(code)
        case "district":
            return names.get(code, code)
        case "office":
            return names.get(code, gettext("another office"))
        case _:
            return code


def score_name(score: str) -> str:
    """Return how a score is called."""
    return gettext("All four scores") if score == ALL_SCORES else str(SCORES[score])


def code_name(code: str) -> str:
    """Return how a score or a group is called; anything else as it is."""
    return str(SCORES.get(code) or register.LABELS["group"].get(code) or code)


def title(question: Question) -> str:
    """Return what a table is called, such as: Overall, by Schooling and Sex."""
    told = {"score": score_name(question.score), "rows": WAYS[question.rows], "columns": ""}
    if question.columns:
        return gettext("%(score)s, by: %(rows)s; %(columns)s") % {**told, "columns": WAYS[question.columns]}
    return gettext("%(score)s, by: %(rows)s") % told


def narrowed(question: Question, names: Mapping[str, str], schemes: Mapping[str, str]) -> list[str]:
    """Return of whom a table is, in short sentences."""
    told = [gettext("Of %(turn)s.") % {"turn": TURNS[question.turn]}]
    if question.place:
        told.append(gettext("Only: %(place)s.") % {"place": place_name(question.place, names)})
    if question.from_on is not None:
        told.append(gettext("Talks from %(day)s on.") % {"day": words.plain_day(question.from_on)})
    if question.until_on is not None:
        told.append(gettext("Talks before %(day)s.") % {"day": words.plain_day(question.until_on)})
    if question.is_screened:
        told.append(gettext("Only those whom the mapping’s survey would have asked."))
    if question.scheme:
        told.append(gettext("Way of scoring: %(scheme)s.") % {"scheme": schemes.get(question.scheme, question.scheme)})
    return told


def place_name(place: str, names: Mapping[str, str]) -> str:
    """Return how an office or a place is called."""
    if place.startswith("office:"):
        return names.get(place.removeprefix("office:"), gettext("another office"))
    return names.get(place, place)


def places_offered(
    held: columns.Columns, offices: Mapping[str, str], names: Mapping[str, str]
) -> Sequence[tuple[str, str]]:
    """Return the offices and districts that a table can be narrowed to, by name."""
    by_office = sorted((name, f"office:{key}") for key, name in offices.items()) if len(offices) > 1 else []
    paths = {path for path in held.names["district"] if path}
    by_place = sorted((place_name(path, names), path) for path in paths)
    return [(code, name) for name, code in (*by_office, *by_place)]


def names_of(question: Question, counted: Counted, names: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Return how the rows and columns of a table are called, for what is said about single ones of them."""
    ways = {"rows": str(WAYS[question.rows])} | ({"columns": str(WAYS[question.columns])} if question.columns else {})
    return {
        "ways": ways,
        "rows": {code: row_name(question.rows, code, names) for code in counted.rows},
        "columns": {code: row_name(question.columns, code, names) for code in counted.columns},
    }


def _band(way: str, code: str) -> str:
    first, dash, last = code.partition("-")
    assert dash
    unit = gettext("%(span)s years") if way == "age" else gettext("%(span)s months")
    if not first:
        span = gettext("up to %(last)s") % {"last": words.number(int(last))}
    elif not last:
        span = gettext("%(first)s and more") % {"first": words.number(int(first))}
    else:
        span = gettext("%(first)s to %(last)s") % {"first": words.number(int(first)), "last": words.number(int(last))}
    return unit % {"span": span}
