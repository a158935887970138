"""The command line of loans: `sankofa loan state TERMS.json EVENTS.json --on 2026-04-10`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sankofa.instalments.commands import FILE, refusing, show_schema, table

if TYPE_CHECKING:
    from sankofa.loans.rules.life import State


@click.group("loan")
def loan_group() -> None:
    """What becomes of a loan after it was handed out."""


@loan_group.command("state")
@click.argument("terms", type=FILE, required=False)
@click.argument("events", type=FILE, required=False)
@click.option("--on", help="The day, written as 2026-01-31.")
@click.option("--json", "as_json", is_flag=True, help="For machines: the state as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schemas of TERMS and EVENTS and end.")
@click.option("--sheet", is_flag=True, help="Also print how the numbers come about.")
@click.option("--language", default="en", show_default=True, help="Language of the sheet.")
@refusing
def state_command(
    terms: Path | None, events: Path | None, on: str | None, as_json: bool, schema: bool, sheet: bool, language: str
) -> None:
    """Print how the loan of TERMS stands on a day, after the EVENTS up to it; both are JSON files."""
    from sankofa.instalments.reading import a_day, read_json
    from sankofa.instalments.sheet import ROOM as SCHEDULES
    from sankofa.kernel.wording import text
    from sankofa.loans.rules.life import ROOM, state
    from sankofa.loans.rules.reading import agreement_of, agreement_schema, events_of, events_schema

    if schema:
        show_schema({"terms": agreement_schema(), "events": events_schema()})
        return
    if terms is None or events is None:
        raise click.UsageError("TERMS and EVENTS are needed: two JSON files (see --schema).")
    if on is None:
        raise click.UsageError("--on is missing: the day, written as 2026-01-31.")
    agreement = agreement_of(read_json(terms))
    loan = state(agreement, events_of(read_json(events), agreement.currency), a_day("on", on))
    if as_json:
        click.echo(json.dumps(state_record(loan), indent=2, ensure_ascii=False))
        return
    click.echo(f"On {loan.on}, in {loan.currency}: {loan.stage.value.replace('_', ' ')}")
    click.echo(_instalments(loan))
    if len(loan.bookings) > 1:
        click.echo()
        click.echo(_bookings(loan))
    click.echo()
    click.echo(_summary(loan))
    if sheet:
        click.echo()
        steps = [text(finding, language, SCHEDULES) for finding in loan.agreed_sheet()]
        steps += [text(finding, language, ROOM) for finding in loan.sheet()]
        for number, step in enumerate(steps, 1):
            click.echo(f"{number}. {step}")


def _plain(loan: "State", minor: int) -> str:
    return f"{loan.money(minor).decimal:f}"


def _instalments(loan: "State") -> str:
    names = ("principal", "interest", "fees", "penalties", "due", "paid", "waived", "unpaid")
    head = ["no", "due on", *names, "settled on"]
    body = [
        [
            str(line.number),
            line.due_on.isoformat(),
            *(_plain(loan, getattr(line, name)) for name in names),
            line.settled_on.isoformat() if line.settled_on else "",
        ]
        for line in loan.instalments
    ]
    body.append(["all", "", *(_plain(loan, loan.total(name)) for name in names), ""])
    return table(head, body)


def _bookings(loan: "State") -> str:
    names = ("amount", "principal", "interest", "fees", "penalties", "ahead", "over", "balance")
    body = [
        [
            booking.event,
            booking.on.isoformat(),
            booking.kind.replace("_", " "),
            *(_plain(loan, getattr(booking, name)) for name in names),
        ]
        for booking in loan.bookings
    ]
    return table(["event", "on", "what", *names], body)


def _summary(loan: "State") -> str:
    from sankofa.loans.rules.arrears import bucket_words

    rows = [
        ["principal still owed", _plain(loan, loan.principal)],
        ["due now", _plain(loan, loan.due_now)],
        [
            "days late",
            str(loan.arrears.days) + (f" ({bucket_words(loan.arrears.bucket)})" if loan.arrears.bucket else ""),
        ],
        ["to end the loan now", _plain(loan, loan.to_end_now)],
    ]
    for label, minor in (
        ("waiting for its day", loan.waiting),
        ("paid too much", loan.over),
        ("recovered", loan.recovered),
    ):
        if minor:
            rows.append([label, _plain(loan, minor)])
    width = max(len(label) for label, _ in rows)
    return "\n".join(f"{label.ljust(width)}  {value}" for label, value in rows)


def state_record(loan: "State") -> dict[str, Any]:
    """Return a state as JSON can hold it; amounts are text in plain digits."""
    amounts = (
        "handed_out",
        "principal",
        "due_now",
        "to_end_now",
        "waiting",
        "over",
        "recovered",
        "written_off",
        "waived",
    )
    columns = (
        "principal",
        "interest",
        "fees",
        "penalties",
        "due",
        "paid",
        "ahead",
        "late",
        "waived",
        "written_off",
        "unpaid",
        "balance",
    )
    parts = ("amount", "principal", "interest", "fees", "penalties", "ahead", "over", "recovered", "balance")
    return {
        "on": loan.on.isoformat(),
        "currency": loan.currency,
        "stage": loan.stage,
        **{name: _plain(loan, getattr(loan, name)) for name in amounts},
        "is_rescheduled": loan.is_rescheduled,
        "charged_off_on": loan.charged_off_on.isoformat() if loan.charged_off_on else None,
        "written_off_on": loan.written_off_on.isoformat() if loan.written_off_on else None,
        "arrears": {
            "since": loan.arrears.since.isoformat() if loan.arrears.since else None,
            "days": loan.arrears.days,
            "amount": _plain(loan, loan.arrears.amount),
            "bucket": list(loan.arrears.bucket) if loan.arrears.bucket else None,
        },
        "instalments": [
            {
                "number": line.number,
                "due_on": line.due_on.isoformat(),
                **{name: _plain(loan, getattr(line, name)) for name in columns},
                "settled_on": line.settled_on.isoformat() if line.settled_on else None,
            }
            for line in loan.instalments
        ],
        "bookings": [
            {
                "event": booking.event,
                "on": booking.on.isoformat(),
                "kind": booking.kind,
                **{name: _plain(loan, getattr(booking, name)) for name in parts},
            }
            for booking in loan.bookings
        ],
        "sheet": [finding.record() for finding in loan.sheet()],
    }


COMMANDS = [loan_group]
