"""The command line of schedules and of conformance."""

import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

FILE = click.Path(path_type=Path)


def refusing(command: Callable[..., None]) -> Callable[..., None]:
    """Turn bad input into one sentence and exit status 2, without a traceback."""

    @wraps(command)
    def guarded(*args: Any, **options: Any) -> None:
        from sankofa.instalments.errors import BadTerms

        try:
            command(*args, **options)
        except BadTerms as error:
            click.echo(str(error), err=True)
            sys.exit(2)
        except ValueError as error:
            # Exceptions of the kernel and of day counts are ValueErrors that speak for themselves.
            click.echo(str(error), err=True)
            sys.exit(2)

    return guarded


def table(head: list[str], rows: list[list[str]]) -> str:
    """Return rows as columns of text, the first column to the left, numbers to the right."""
    widths = [max(len(row[place]) for row in [head, *rows]) for place in range(len(head))]
    lines = []
    for row in [head, *rows]:
        cells = [
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def show_schema(schema: dict[str, Any]) -> None:
    """Print a JSON Schema."""
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))


@click.command("schedule")
@click.argument("terms", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="For machines: the rows as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of TERMS and end.")
@click.option("--sheet", is_flag=True, help="Also print how the numbers come about.")
@click.option("--language", default="en", show_default=True, help="Language of the sheet.")
@refusing
def schedule_command(terms: Path | None, as_json: bool, schema: bool, sheet: bool, language: str) -> None:
    """Print what is due on which day for the loan in TERMS, a JSON file."""
    from sankofa.instalments.reading import read_json, terms_of
    from sankofa.instalments.schedule import schedule
    from sankofa.instalments.schema import terms_schema
    from sankofa.instalments.sheet import ROOM, worked
    from sankofa.kernel.wording import text

    if schema:
        show_schema(terms_schema())
        return
    if terms is None:
        raise click.UsageError("TERMS is missing: a JSON file (see --schema).")
    made = schedule(terms_of(read_json(terms)))

    def plain(minor: int) -> str:
        return f"{made.money(minor).decimal:f}"

    if as_json:
        rows = [
            {
                "number": row.number,
                "due_on": row.due_on.isoformat(),
                "days": row.days,
                **{
                    name: plain(getattr(row, name))
                    for name in ("opening", "principal", "interest", "fees", "payment", "balance")
                },
            }
            for row in made.rows
        ]
        totals = {
            "interest": plain(made.total_interest),
            "fees": plain(made.total_fees),
            "payments": plain(made.total_payments),
            "upfront": plain(made.upfront),
        }
        result: dict[str, Any] = {
            "currency": made.currency,
            "instalment": plain(made.instalment),
            "rows": rows,
            "totals": totals,
            "sheet": [line.record() for line in worked(made)],
        }
        click.echo(json.dumps(result, indent=2, ensure_ascii=False))
        return
    head = ["no", "due on", "days", "principal", "interest", "fees", "payment", "still owed"]
    body = [
        [
            str(row.number),
            row.due_on.isoformat(),
            str(row.days),
            plain(row.principal),
            plain(row.interest),
            plain(row.fees),
            plain(row.payment),
            plain(row.balance),
        ]
        for row in made.rows
    ]
    principal = sum(row.principal for row in made.rows)
    fees = sum(row.fees for row in made.rows)
    body.append(
        ["all", "", "", plain(principal), plain(made.total_interest), plain(fees), plain(made.total_payments), ""]
    )
    click.echo(f"{made.money(made.terms.principal.minor)} from {made.terms.starts_on}, in {made.currency}")
    click.echo(table(head, body))
    if sheet:
        click.echo()
        for number, line in enumerate(worked(made), 1):
            click.echo(f"{number}. {text(line, language, ROOM)}")


@click.command("conform")
@click.argument("files", type=FILE, nargs=-1, required=True)
@click.option("--verbose", is_flag=True, help="Also print every case.")
@click.option("--json", "as_json", is_flag=True, help="For machines: every case as JSON.")
@refusing
def conform_command(files: tuple[Path, ...], verbose: bool, as_json: bool) -> None:
    """Run published cases in FILES and print, kind by kind, how many come out.

    Exit status 1 when a case fails or a kind is not supported.
    """
    from sankofa.instalments.conformance import Verdict, by_kind, read_cases, run

    outcomes = [outcome for path in files for outcome in run(read_cases(path))]
    if as_json:
        records = [
            {
                "id": outcome.case.id,
                "kind": outcome.case.kind,
                "verdict": outcome.verdict,
                "compared": outcome.compared,
                "reason": outcome.reason,
                "differences": [str(difference) for difference in outcome.differences],
            }
            for outcome in outcomes
        ]
        click.echo(json.dumps(records, indent=2, ensure_ascii=False))
    else:
        if verbose:
            for outcome in outcomes:
                click.echo(f"{outcome.verdict:11}  {outcome.case.kind}  {outcome.case.id} ({outcome.compared} values)")
                if outcome.reason:
                    click.echo(f"             {outcome.reason}")
                for difference in outcome.differences:
                    click.echo(f"             {difference}")
        counts = by_kind(outcomes)
        body = [[kind, *(str(of_kind[verdict]) for verdict in Verdict)] for kind, of_kind in counts.items()]
        body.append(["all", *(str(sum(of_kind[verdict] for of_kind in counts.values())) for verdict in Verdict)])
        click.echo(table(["kind", *Verdict], body))
    if any(outcome.verdict is not Verdict.PASSED for outcome in outcomes):
        sys.exit(1)


COMMANDS = [schedule_command, conform_command]
