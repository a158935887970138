"""The JSON Schema of terms, printed by `--schema`."""

from enum import StrEnum
from typing import Any

from sankofa.instalments.daycount import DayCount
from sankofa.instalments.due_dates import Shift, Unit
from sankofa.instalments.terms import FeeBase, FeeTime, Level, RateBasis, Shape
from sankofa.kernel.money import Rounding

AMOUNT = {
    "description": "Plain digits with a point, or an object with amount and currency.",
    "anyOf": [
        {"type": ["string", "number"]},
        {
            "type": "object",
            "properties": {"amount": {"type": ["string", "number"]}, "currency": {"type": "string"}},
            "required": ["amount"],
            "additionalProperties": False,
        },
    ],
}
NUMBER = {"type": ["string", "number"]}
WHOLE = {"type": "integer"}
DAY = {"type": "string", "format": "date"}
YES = {"type": "boolean"}


def words(kind: type[StrEnum], description: str = "") -> dict[str, Any]:
    """Return the schema of one of some words."""
    schema: dict[str, Any] = {"enum": [str(word) for word in kind]}
    return schema | {"description": description} if description else schema


def record(properties: dict[str, Any], required: list[str] | None = None, description: str = "") -> dict[str, Any]:
    """Return the schema of an object that has these fields and no others."""
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    if required:
        schema["required"] = required
    return schema | {"description": description} if description else schema


def listed(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return the schema of a list."""
    schema: dict[str, Any] = {"type": "array", "items": items}
    return schema | {"description": description} if description else schema


_PROPERTIES: dict[str, Any] = {
    "currency": {"type": "string", "description": "ISO 4217 code of every amount, such as NGN."},
    "principal": AMOUNT | {"description": "What is lent."},
    "basis": words(RateBasis, "What the rate is a share of and of which time."),
    "rate_percent": NUMBER | {"description": "The stated rate, 0 to 1,000."},
    "starts_on": DAY | {"description": "The day the loan is handed out."},
    "count": WHOLE | {"description": "Number of instalments; may be left out with a fixed instalment or due dates."},
    "every": {
        "anyOf": [
            words(Unit),
            record(
                {
                    "n": WHOLE,
                    "unit": words(Unit),
                    "weekday": WHOLE | {"description": "Of meeting days, 0 is Monday."},
                    "ordinals": listed(WHOLE, "Of meeting days: 1 to 5, -1 is the last of the month."),
                },
                ["unit"],
            ),
        ]
    },
    "shape": words(Shape, "How the principal comes back."),
    "level": words(Level, "By which rate a level instalment is reckoned where periods are unequal."),
    "first_due_on": DAY,
    "due_on": listed(DAY, "All due dates, in order, in place of every and count."),
    "day_count": words(DayCount, "Left out: every period is an equal part of the year."),
    "compounding": WHOLE | {"description": "Times a year that the yearly rate compounds; left out: as often as paid."},
    "stub_by_days": YES,
    "fixed_instalment": AMOUNT,
    "balloon": AMOUNT,
    "amortised_over": WHOLE,
    "steps": listed(record({"from_number": WHOLE, "times": NUMBER}, ["from_number", "times"])),
    "principal_on": {
        "type": "object",
        "additionalProperties": AMOUNT,
        "description": "Principal by the number of its instalment.",
    },
    "tranches": listed(record({"on": DAY, "amount": AMOUNT}, ["on", "amount"])),
    "down_payment": AMOUNT,
    "grace": record(
        {"principal": WHOLE, "interest_payment": WHOLE, "interest_free": WHOLE, "capitalised": WHOLE},
        description="Numbers of instalments.",
    ),
    "skipped": listed(WHOLE, "Numbers of instalments with which nothing is paid."),
    "skipped_capitalise": YES,
    "fees": listed(
        record(
            {
                "name": {"type": "string"},
                "amount": AMOUNT,
                "percent": NUMBER,
                "base": words(FeeBase),
                "time": words(FeeTime),
                "number": WHOLE,
                "kind": {"type": "string"},
                "voluntary": YES,
            },
            ["name", "time"],
        )
    ),
    "closed": record({"holidays": listed(DAY), "weekdays": listed(WHOLE, "0 is Monday."), "shift": words(Shift)}),
    "interest_to_shifted": YES,
    "rounding": record(
        {
            "interest": words(Rounding),
            "instalment": words(Rounding),
            "money_step": WHOLE | {"description": "Smallest payable amount in minor units."},
            "instalment_step": WHOLE | {"description": "The instalment is a multiple of it, in minor units."},
            "carry": YES,
        }
    ),
    "note": {"type": "string", "description": "For people; no rule reads it."},
}


def terms_schema(extra: dict[str, Any] | None = None, title: str = "Terms of a loan") -> dict[str, Any]:
    """Return the JSON Schema of terms, with further fields where another rule takes them."""
    required = ["currency", "principal", "basis", "starts_on"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **record(_PROPERTIES | (extra or {}), required),
    }
