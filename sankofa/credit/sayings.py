"""Checks in the words of their pages: every line with where it is from, every finding with its source and who helps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sankofa.credit import labels
from sankofa.credit.rules.early import is_waived_early
from sankofa.credit.rules.kept import Kept
from sankofa.credit.rules.policy import DEFAULT
from sankofa.credit.rules.suitability import Outcome, rule_of, said
from sankofa.credit.rules.table import LINES, From, Line, Part, parts_of
from sankofa.credit.rules.terms import EarlierLoan, Source
from sankofa.kernel import wording
from sankofa.kernel.finding import Finding, Value, Weight
from sankofa.kernel.money import Money, NotAnAmount, TooManyDecimals
from sankofa.lenders.sentences import percent
from sankofa.shell import words

if TYPE_CHECKING:
    from sankofa.credit.known import Table
    from sankofa.credit.models import LoanCheck
    from sankofa.lenders.models import ProductVersion

SAID_ALONE: Final = frozenset({"HS6.threat", "HS6.harm", "HS7b", "HS12"})
"""Findings that rest on what somebody said alone: others learn that something comes first, and not what."""
AT_EASE: Final = frozenset(
    {"HS6", "HS7b", "HS12", "HS4", "W02", "W04", "W08", "HS8", "W11", "HS2", "HS5", "HS5b", "PR7", "PR8"}
)
"""Rules that speak of debts, threats or money at home: never on a paper that lies about."""
_NO_CAP = "1000000"
_AMOUNTS = frozenset({"gap", "opening_cash", "lean_income", "amount", "borrowed_before"})
_DAYS = frozenset({"business_started_on", "needs_assessed_on", "own_decision_on"})
_CHOICES: Mapping[str, Any] = {
    "wants_loan": labels.WISH,
    "accepts_interest": labels.WISH,
    "wants_to_run_business": labels.INTEREST,
    "business": labels.BUSINESS,
    "viability": labels.VIABILITY,
    "plan": labels.PLAN,
    "grant": labels.GRANT,
    **dict.fromkeys(
        (
            "registered",
            "rules_agreed",
            "trained_money",
            "trained_business",
            "follow_up_agreed",
            "instead_of_grant",
            "threatened_over_debt",
            "self_harm_risk",
            "bondage",
            "another_takes_or_threatens",
        ),
        labels.ANSWER,
    ),
}
_SEVERAL: Mapping[str, Any] = {"purposes": labels.PURPOSE, "pledges": labels.PLEDGE}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: whether what was said alone is for their eyes."""

    may_read_alone: bool
    may_set_aside: bool = False
    """Whether they decide on setting rules aside: then they learn what was found, never what was said."""
    may_check: bool = False
    """Whether they look at loans with people, and may ask for an early one."""

    @property
    def may_read_findings(self) -> bool:
        """Whether what follows from words said alone is for their eyes: a stop that they decide on has a name."""
        return self.may_read_alone or self.may_set_aside


def say(found: Finding) -> str:
    """Return a finding in the reader's language."""
    return said(found, get_language() or "en", show=_shown)


def _shown(value: Value) -> str:
    match value:
        case Money():
            return words.money(value)
        case Decimal():
            return words.figure(value)
        case Fraction():
            return percent(value)
        case date():
            return words.day(value)
        case int():
            return words.number(value)
    return wording.plain(value)


def table_cards(table: "Table", check: "LoanCheck", reader: Reader) -> list[dict[str, Any]]:
    """Return the whole table as cards, a card for each of its pages."""
    return [_card(part, table, check, reader) for part in parts_of(table.beside.offer)]


def _card(part: Part, table: "Table", check: "LoanCheck", reader: Reader) -> dict[str, Any]:
    is_hidden = part is Part.ALONE and not reader.may_read_alone
    rows = [] if is_hidden else [_row(table.lines[name], table) for name in LINES[part]]
    if part is Part.OTHERS:
        rows = [row for row in rows if row["value"] is not None]
    opened = sum(table.lines[name].is_open for name in LINES[part])
    if part is Part.OTHERS:
        opened = max(0, DEFAULT.alternatives_least - len(rows))
    return {
        "part": part.value,
        "title": labels.PARTS[part],
        "url": "" if is_hidden else reverse("credit:part", args=[check.pk, part.value]),
        "rows": [*_beside(part, table), *rows],
        "open": opened,
        "is_hidden": is_hidden,
        "follows": _asked_alone(table) if is_hidden and reader.may_set_aside else "",
    }


def _asked_alone(table: "Table") -> str:
    """Return when somebody was asked alone, for whoever decides on what follows; empty where nobody was yet."""
    days = [line.since for name in LINES[Part.ALONE] if (line := table.lines[name]).since and not line.is_open]
    if not days:
        return ""
    told = gettext("Asked on %(day)s. You will see what follows from it, never what was said.")
    return told % {"day": words.day(max(day for day in days if day is not None))}


def _beside(part: Part, table: "Table") -> list[dict[str, Any]]:
    """Return what stands on a card before its lines: what another page keeps."""
    keeps = {Part.WISH: _earlier, Part.MONEY: _home, Part.DEBTS: _owing, Part.OFFER: _offer}
    rows = [keeps[part](table)] if part in keeps else []
    return [*rows, *_earned(table)] if part is Part.MONEY else rows


def _earned(table: "Table") -> list[dict[str, Any]]:
    """Return what the business brought in by the last visit that could tell; nothing where none could."""
    for one in table.visits:
        if one.left is not None and one.currency and one.sold is not None and one.spent is not None:
            value = gettext("%(sold)s sold, %(spent)s spent, %(left)s left") % {
                name: _amount(str(number), one.currency)
                for name, number in (("sold", one.sold), ("spent", one.spent), ("left", one.left))
            }
            origin = labels.ORIGINS[From.VISIT] % {"day": words.day(one.on)}
            return [{"label": gettext("The business, in the month before"), "value": value, "origin": origin}]
    return []


def _earlier(table: "Table") -> dict[str, Any]:
    """Return how earlier loans went, the last one first; not known where nothing is told here."""
    told = table.borrowed
    if told is None:
        return {"label": gettext("Earlier loans"), "value": None, "origin": ""}
    return {
        "label": gettext("Earlier loans"),
        "value": "; ".join(_went(one) for one in reversed(told.loans)) or gettext("only in other money"),
        "origin": labels.ORIGINS[From.LOANS] % {"day": words.day(told.told_on)},
    }


def _went(one: EarlierLoan) -> str:
    said = f"{words.money(one.amount)}, {labels.WENT[one.went]}"
    if not one.worst_days_late:
        return said
    text = ngettext("%(count)s day late at worst", "%(count)s days late at worst", one.worst_days_late)
    return f"{said}, {text % {'count': words.number(one.worst_days_late)}}"


def _home(table: "Table") -> dict[str, Any]:
    budget = table.beside.budget
    value = None
    if budget is not None and budget.needs is not None and budget.own is not None:
        value = gettext("%(own)s earned, %(needs)s needed") % {
            "own": words.money(budget.own),
            "needs": words.money(budget.needs),
        }
    return {"label": gettext("A usual month at home"), "value": value, "origin": _told(table.budget_on)}


def _owing(table: "Table") -> dict[str, Any]:
    debts = table.owing.debts
    value = None
    if debts is not None:
        left = sum(one.is_open for one in debts.values())
        value = (
            ngettext("%(count)s debt still open", "%(count)s debts still open", left) % {"count": words.number(left)}
            if left
            else gettext("nothing is owed")
        )
    return {"label": gettext("What is owed"), "value": value, "origin": _told(table.owing.asked_on)}


def _offer(table: "Table") -> dict[str, Any]:
    version, lender = table.version, table.lender
    if version is None or lender is None:
        return {"label": gettext("Which offer"), "value": None, "origin": ""}
    price = table.beside.offer.price_percent
    known = gettext("no whole price yet") if price is None else gettext("%(price)s a year") % {"price": percent(price)}
    return {
        "label": gettext("Which offer"),
        "value": offer_name(version),
        "origin": gettext("%(price)s; terms since %(day)s") % {"price": known, "day": words.day(version.from_on)},
    }


def offer_name(version: "ProductVersion") -> str:
    """Return what an offer is called: the lender and its product."""
    return words.named(version.product.lender.name, version.product.name)


def _told(on: date | None) -> str:
    return "" if on is None else gettext("told on %(day)s") % {"day": words.day(on)}


def _row(line: Line, table: "Table") -> dict[str, Any]:
    origin = ""
    if line.origin is not None and line.since is not None:
        origin = labels.ORIGINS[line.origin] % {"day": words.day(line.since)}
    if line.why:
        origin += " · " + gettext("changed: %(why)s") % {"why": line.why}
        if line.known is not None:
            before = _value(line.name, line.known, table.beside.currency, table)
            origin += " " + gettext("(was: %(before)s)") % {"before": before}
    is_unknown = line.value is None or line.value == "unknown"
    value = None if is_unknown else _value(line.name, line.value, table.beside.currency, table)
    return {"label": _label(line.name), "value": value, "origin": origin}


def _label(name: str) -> Any:
    if name.startswith("way_"):
        return labels.SOURCE[Source(name.removeprefix("way_"))]
    return labels.LINES[name]


def _value(name: str, value: Any, currency: str, table: "Table") -> str:
    if value is None:
        return str(labels.UNKNOWN)
    if name in _CHOICES:
        return str({str(key): label for key, label in _CHOICES[name].items()}[value])
    if name in _SEVERAL:
        of = {str(key): str(label) for key, label in _SEVERAL[name].items()}
        return ", ".join(of[one] for one in value) or gettext("nothing")
    if name in _AMOUNTS:
        return _amount(value, currency)
    if name in _DAYS:
        return words.day(date.fromisoformat(value))
    if name.startswith("way_"):
        return _other(value, currency)
    return _rest(name, value, table)


def _rest(name: str, value: Any, table: "Table") -> str:
    match name:
        case "lean_months":
            return ", ".join(words.number(one) for one in value) or gettext("every month is much alike")
        case "lateness":
            late = [one for key, one in value.items() if one["days"] and key in (table.owing.debts or {})]
            text = ngettext("%(count)s debt is late", "%(count)s debts are late", len(late))
            return text % {"count": words.number(len(late))} if late else gettext("nothing is late")
        case "guarantors":
            return ", ".join(one["name"] for one in value) or gettext("nobody")
        case "documents":
            return ", ".join(value) or gettext("none yet")
        case "price_cap_percent":
            return gettext("none is set") if value == _NO_CAP else percent(Decimal(value))
        case "sacrifices":
            return gettext("%(count)s of seven") % {"count": words.number(value)}
    return words.number(value) if isinstance(value, int) else str(value)


def _amount(value: str, currency: str) -> str:
    try:
        return words.money(Money.of(value, currency))
    except (NotAnAmount, TooManyDecimals):
        return str(value)


def _other(value: Mapping[str, Any], currency: str) -> str:
    told = [str(labels.LOOKED[value["available"]])]
    if value.get("covers"):
        told.append(_amount(value["covers"], currency))
    if value.get("declined_because"):
        told.append(gettext("not wanted: “%(why)s”") % {"why": value["declined_because"]})
    return ", ".join(told)


def result(found: Kept, check: "LoanCheck", reader: Reader) -> dict[str, Any]:
    """Return a verdict for its page: what speaks against it, what comes first, what to mind, what would make it fit."""
    of_weight = {weight: _told_findings(found.findings, weight, check, reader) for weight in Weight}
    return {
        "top": say(found.top),
        "kind": {
            Outcome.SUITABLE: "good",
            Outcome.WITH_CONDITIONS: "",
            Outcome.NOT_YET: "care",
            Outcome.NOT_SUITABLE: "care",
        }[found.outcome],
        "barriers": of_weight[Weight.BARRIER],
        "firsts": [one for one in of_weight[Weight.PREREQUISITE] if not one["is_question"]],
        "questions": [one for one in of_weight[Weight.PREREQUISITE] if one["is_question"]],
        "concerns": of_weight[Weight.CONCERN],
        "notes": of_weight[Weight.NOTE],
        "set_aside": _told_set_aside(found.set_aside, reader),
        "fits": [say(one) for one in found.sheet if one.code.startswith("fit.")],
        "sheet": [say(one) for one in found.sheet if not one.code.startswith("fit.")],
        "known": gettext("%(known)s of %(asked)s answers are known.")
        % {"known": words.number(found.known[0]), "asked": words.number(found.known[1])},
        "only_talk_left": is_only_talk_left(found),
    }


def is_only_talk_left(found: Kept) -> bool:
    """Whether nothing is left to do but the talk about the loan and the time to think."""
    open_ones = [one for one in found.findings if one.weight <= Weight.PREREQUISITE]
    return bool(open_ones) and all(rule_of(one) in {"PR7", "PR8"} for one in open_ones)


def _told_findings(
    findings: Iterable[Finding], weight: Weight, check: "LoanCheck", reader: Reader
) -> list[dict[str, Any]]:
    """Return the findings of one weight.  What was said alone stands first and without its source, whatever it was."""
    held = [one for one in findings if one.weight is weight]
    seen = [one for one in held if not _is_hidden(one, reader)]
    hidden = [_row_of(gettext("Something that was said alone comes first."), "")] if len(seen) < len(held) else []
    return hidden + [
        {**_row_of(say(one), one.source), **help_for(one, check), "early_url": _early_url(one, check, reader)}
        for one in seen
    ]


def _early_url(found: Finding, check: "LoanCheck", reader: Reader) -> str:
    """Return where an early loan can be asked for; empty where nothing of it waits for the grant or for time."""
    if not reader.may_check or check.ended_on is not None or not is_waived_early(found.code):
        return ""
    return reverse("credit:early", args=[check.pk])


def _told_set_aside(findings: Iterable[Finding], reader: Reader) -> list[dict[str, Any]]:
    held = list(findings)
    seen = [one for one in held if not _is_hidden(one, reader)]
    hidden = [_row_of(gettext("Something that was said alone"), "")] if len(seen) < len(held) else []
    return hidden + [_row_of(say(one), one.source) for one in seen]


def _is_hidden(found: Finding, reader: Reader) -> bool:
    return found.code in SAID_ALONE and not reader.may_read_findings


def _row_of(text: str, source: str) -> dict[str, Any]:
    return {"text": text, "source": source, "is_question": False, "url": "", "help": ""}


def help_for(found: Finding, check: "LoanCheck") -> dict[str, Any]:
    """Return who helps with a first step, and the way there."""
    person, rule = check.person_id, rule_of(found)
    if found.code.startswith("ask."):
        part = labels.PART_OF_QUESTION[found.code.removeprefix("ask.")]
        url, text = _way(part, check)
        return {"is_question": True, "url": url, "help": text}
    if rule in {"HS2", "HS6", "HS12"}:
        return {"url": reverse("debts:plan", args=[person]), "help": gettext("The plan out of debt")}
    if rule in {"HS3", "HS4", "PR3", "PR4"}:
        return {"url": reverse("provision:matches", args=[person]), "help": gettext("Help that fits")}
    if rule in {"PR2", "PR5"}:
        return {"url": reverse("cases:begin", args=[person]), "help": gettext("The case and its plan")}
    if rule == "PR1":
        return {"url": reverse("surveys:forms_for", args=[person]), "help": gettext("The form of needs")}
    if rule in {"PR7", "PR8"}:
        return {"url": reverse("credit:talk", args=[check.pk]), "help": gettext("The talk about the loan")}
    parts = {"PR6": Part.OTHERS, "PR9": Part.OFFER, "PR10": Part.GROUP, "PR11": Part.HELP}
    if rule in parts and check.decided_on is None:
        return {"url": reverse("credit:part", args=[check.pk, parts[rule].value]), "help": labels.PARTS[parts[rule]]}
    return {}


def _way(part: Part, check: "LoanCheck") -> tuple[str, str]:
    if check.decided_on is None:
        return reverse("credit:part", args=[check.pk, part.value]), str(labels.PARTS[part])
    return "", str(labels.PARTS[part])


def paper_lines(found: Kept) -> dict[str, Any]:
    """Return what stands on the person's own sheet: steps and what to mind, and nothing of debts, threats or home."""
    firsts = [
        say(one)
        for one in found.findings
        if one.weight is Weight.PREREQUISITE and not one.code.startswith("ask.") and rule_of(one) not in AT_EASE
    ]
    minds = [say(one) for one in found.findings if one.weight is Weight.CONCERN and _may_lie_about(one)]
    fits = found.outcome in {Outcome.SUITABLE, Outcome.WITH_CONDITIONS}
    return {
        "top": say(found.top) if fits else gettext("First these steps. Then come by, and we look again."),
        "firsts": firsts,
        "minds": minds if fits else [],
        "asks": [say(one) for one in found.findings if one.code.startswith("lender.")] if fits else [],
        "come_by": not firsts and not fits,
    }


def _may_lie_about(found: Finding) -> bool:
    return not found.code.startswith("ask.") and rule_of(found) not in AT_EASE


def ways() -> list[dict[str, Any]]:
    """Return the ways that always stand beside a loan."""
    return [{"title": labels.WAYS[way], "text": text} for way, text in labels.WAYS_SAID.items()]


def chosen(check: "LoanCheck") -> dict[str, str] | None:
    """Return which way the person chose, in words; None where nobody noted one."""
    if check.chosen is None or check.chosen_on is None:
        return None
    return {
        "way": str(labels.WAYS[check.chosen["way"]]),
        "words": check.chosen["words"],
        "on": words.day(check.chosen_on),
    }


def days_of(checks: Sequence["LoanCheck"]) -> list[dict[str, Any]]:
    """Return the checks of a person as a list: when, and where each stands in days."""
    return [{"url": reverse("credit:check", args=[one.pk]), "title": title(one), "note": note(one)} for one in checks]


def title(check: "LoanCheck") -> str:
    """Return what a check is called in a list."""
    if check.decided_on is None:
        return gettext("Being looked at since %(day)s") % {"day": words.day(check.begun_on)}
    return gettext("Looked at on %(day)s") % {"day": words.day(check.decided_on)}


def note(check: "LoanCheck") -> str:
    """Return what a list says beside a check: its end, or until when it counts."""
    if check.ended_on is not None:
        text = {
            "withdrawn": gettext("The person did not want to go on, %(day)s."),
            "looked_again": gettext("Looked at anew on %(day)s."),
        }.get(check.ended_because, "%(day)s")
        return text % {"day": words.day(check.ended_on)}
    if check.valid_until is not None:
        return gettext("Counts until %(day)s at most.") % {"day": words.day(check.valid_until)}
    return ""
