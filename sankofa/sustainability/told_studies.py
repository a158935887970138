"""What a study of the questions found, in sentences and tables: how much, on how many people, with its limits."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext, ngettext

from sankofa.kernel.labels import label
from sankofa.shell import words
from sankofa.surveys import queries as surveys
from sankofa.sustainability import queries
from sankofa.sustainability.contribution import named
from sankofa.sustainability.rules.study_many import Step
from sankofa.sustainability.rules.weighing_many import ALIKE_LEAST
from sankofa.sustainability.studies import LANGUAGE

if TYPE_CHECKING:
    from sankofa.surveys.rules.terms import Instrument
    from sankofa.sustainability.models import Study

HUNDREDTH = Decimal("0.01")


def sides(held: "Study") -> list[dict[str, Any]]:
    """Return what was found, side of life by side of life, as the page shows it."""
    scheme = queries.scheme_named(held.scheme)
    form = surveys.instrument(scheme.instrument, scheme.instrument_version)
    return [
        {
            "name": named(f"dimension.{side.code}"),
            "parts": _parts({step: held.found.get(f"{step}.{side.code}", {}) for step in Step}, form),
        }
        for side in scheme.dimensions
    ]


def _parts(found: Mapping[Step, Mapping[str, Any]], form: "Instrument") -> list[dict[str, Any]]:
    """Return the parts of one side; what stands in the way of all of them is said once."""
    whys = [_why_not(part, form) for part in found.values()]
    if whys[0] and all(why == whys[0] for why in whys):
        return [{"title": "", "sentences": whys[0], "table": None}]
    return [_part(step, part, form) for step, part in found.items()]


def _part(step: Step, found: Mapping[str, Any], form: "Instrument") -> dict[str, Any]:
    titles = {
        Step.TOGETHER: gettext("Do the questions hang together?"),
        Step.WEIGHTS: gettext("What would they weigh?"),
        Step.SEX: gettext("Women and men"),
        Step.LANGUAGE: gettext("Languages of the talk"),
    }
    told = {"title": titles[step], "sentences": _why_not(found, form), "table": None}
    if told["sentences"] or not found:
        return told
    if step is Step.TOGETHER:
        return {**told, "sentences": _together(found, form), "table": _beside(found, form)}
    if step is Step.WEIGHTS:
        return {**told, "sentences": _weights(found), "table": _weight_table(found, form)}
    return {**told, "sentences": _fairness(found, form), "table": _fairness_table(found, form)}


def _why_not(found: Mapping[str, Any], form: "Instrument") -> list[str]:
    """Return why there is no figure; nothing where there is one."""
    needed = words.number(found.get("needed", 0))
    if found.get("too_few") == "people":
        return [
            gettext("Too few people: at least %(needed)s must have answered all its questions.") % {"needed": needed}
        ]
    if found.get("too_few") == "questions":
        return [gettext("Too few questions that enough people answered: at least %(needed)s.") % {"needed": needed}]
    if found.get("too_few") == "group":
        return [gettext("Too few people: it takes two groups of at least %(needed)s.") % {"needed": needed}]
    if "against" in found:
        some = _quoted(found["against"], form)
        return [
            gettext("There are no honest weights: better answers to these go with worse ones elsewhere: %(questions)s.")
            % {"questions": some},
            gettext("Look at their words and translations first."),
        ]
    return []


def _together(found: Mapping[str, Any], form: "Instrument") -> list[str]:
    people = words.number(found["people"])
    low, high = (_figure(one) for one in found["alpha_between"])
    told = [
        _how_well(Decimal(found["alpha"])),
        gettext("Alpha is %(alpha)s, and between %(low)s and %(high)s had other people been asked.")
        % {"alpha": _figure(found["alpha"]), "low": low, "high": high},
    ]
    if found["omega"] is not None:
        told.append(gettext("Omega is %(omega)s.") % {"omega": _figure(found["omega"])})
    elif found["no_omega"] == "not_installed":
        told.append(gettext("There is no omega: the extra “analytics” is not installed here. All else is complete."))
    else:
        told.append(gettext("There is no omega: these answers do not fit one common source."))
    told.append(
        gettext("This rests on %(people)s people, %(share)s in a hundred, who answered all these questions.")
        % {"people": people, "share": words.number(found["answered_all"])}
    )
    return told + _aside(found, form)


def _how_well(alpha: Decimal) -> str:
    if alpha < Decimal("0.5"):
        return gettext("They hardly hang together.")
    if alpha < Decimal("0.7"):
        return gettext("They hang together somewhat.")
    if alpha < Decimal("0.95"):
        return gettext("They hang together well.")
    return gettext("They hang together so closely that some may ask the same twice.")


def _aside(found: Mapping[str, Any], form: "Instrument") -> list[str]:
    aside = found.get("aside", {})
    few = [name for name, why in aside.items() if why == "few_answered"]
    alike = [name for name, why in aside.items() if why == "all_alike"]
    told = []
    if few:
        told.append(
            gettext("Set aside, because fewer than four in five people have a value for it: %(questions)s.")
            % {"questions": _quoted(few, form)}
        )
    if alike:
        told.append(
            gettext("Set aside, because everybody answers alike: %(questions)s.") % {"questions": _quoted(alike, form)}
        )
    return told


def _weights(found: Mapping[str, Any]) -> list[str]:
    told = [_how_alike(Decimal(found["alike"]))]
    told.append(
        gettext("Two halves of the people weigh alike by %(alike)s, and seldom by less than %(least)s; 1 is the same.")
        % {"alike": _figure(found["alike"]), "least": _figure(found["least_alike"])}
    )
    told.append(
        gettext("The weights stand for %(share)s in a hundred of all differences between people.")
        % {"share": _hundred(found["explained"])}
    )
    told.append(
        gettext("With them %(share)s in a hundred people would stand in another band.")
        % {"share": _hundred(found["moved"])}
    )
    told.append(
        gettext("This rests on %(people)s people who answered all these questions.")
        % {"people": words.number(found["people"])}
    )
    return told


def _how_alike(alike: Decimal) -> str:
    if Fraction(alike) < ALIKE_LEAST:
        return gettext("These weights are chance: two halves of the people weigh differently. They are not taken over.")
    if alike < HUNDREDTH * 95:
        return gettext("These weights are fairly steady.")
    return gettext("These weights are steady.")


def _fairness(found: Mapping[str, Any], form: "Instrument") -> list[str]:
    told = []
    for pair in found["pairs"]:
        facts = {
            "group": _group(pair["group"], form),
            "beside": _group(pair["beside"], form),
            "people": words.number(pair["people"]),
            "others": words.number(pair["people_beside"]),
        }
        differing = [one["question"] for one in pair["questions"] if one["judged"] != "alike"]
        compared = gettext("%(group)s (%(people)s people) beside %(beside)s (%(others)s):") % facts
        told.append(" ".join([compared, _count(len(differing)), _quoted(differing, form)]).strip())
    return told


def _count(differing: int) -> str:
    if not differing:
        return gettext("No question is answered differently by people who stand alike.")
    told = ngettext(
        "%(count)s question is answered differently by people who stand alike.",
        "%(count)s questions are answered differently by people who stand alike.",
        differing,
    )
    return told % {"count": words.number(differing)}


def _beside(found: Mapping[str, Any], form: "Instrument") -> dict[str, Any]:
    columns = [gettext("Goes with the rest"), gettext("Alpha without it")]
    rows = [
        (_question(one["question"], form), [_figure(one["with_rest"]), _figure(one["alpha_without"])])
        for one in found["beside"]
    ]
    return _table(gettext("Question by question"), columns, rows)


def _weight_table(found: Mapping[str, Any], form: "Instrument") -> dict[str, Any]:
    columns = [gettext("Weighs now"), gettext("Would weigh"), gettext("Between")]
    rows = [
        (
            _question(one["question"], form),
            [
                _share(one["now"]),
                _share(one["weight"]),
                gettext("%(low)s to %(high)s")
                % {"low": _figure(one["between"][0]), "high": _figure(one["between"][1])},
            ],
        )
        for one in found["weights"]
    ]
    return _table(gettext("Question by question"), columns, rows)


def _fairness_table(found: Mapping[str, Any], form: "Instrument") -> dict[str, Any]:
    judged = {"alike": gettext("alike"), "somewhat": gettext("somewhat different"), "much": gettext("much different")}
    columns = [gettext("Group"), gettext("How different"), gettext("In standard deviations"), gettext("Chance")]
    rows = [
        (
            _question(one["question"], form),
            [_group(pair["group"], form), judged[one["judged"]], _figure(one["size"]), _figure(one["chance"])],
        )
        for pair in found["pairs"]
        for one in pair["questions"]
    ]
    return _table(gettext("Question by question"), columns, rows)


def _table(caption: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> dict[str, Any]:
    return {
        "caption": caption,
        "columns": [gettext("Question"), *columns],
        "rows": [{"label": name, "cells": list(zip(columns, cells, strict=True))} for name, cells in rows],
    }


def _question(name: str, form: "Instrument") -> str:
    return f"{name} {label(form.question(name).label, get_language() or 'en')}"


def _quoted(names: Sequence[str], form: "Instrument") -> str:
    return " ".join(f"“{_question(name, form)}”" for name in names)


def _group(code: str, form: "Instrument") -> str:
    if code in ("female", "male"):
        return gettext("Women") if code == "female" else gettext("Men")
    choice = form.question(LANGUAGE).choice(code)
    return code if choice is None else label(choice.label, get_language() or "en")


def _figure(text: str) -> str:
    # Adding nothing takes the sign from a nought that was a little below it.
    return words.figure(Decimal(text).quantize(HUNDREDTH) + 0)


def _share(text: str) -> str:
    exact = Fraction(text)
    return words.figure((Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(HUNDREDTH))


def _hundred(text: str) -> str:
    return words.number(round(Decimal(text) * 100))
