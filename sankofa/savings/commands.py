"""The command line of savings groups: the share-out."""

import json
from pathlib import Path
from typing import Any

import click

from sankofa.instalments.commands import FILE, refusing, show_schema, table


@click.command("shareout")
@click.argument("group", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="For machines: all payouts and the sheet as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of GROUP and end.")
@click.option("--sheet", is_flag=True, help="Also print how the numbers come about, for the group's secretary.")
@click.option("--language", default="en", show_default=True, help="Language of sentences.")
@refusing
def shareout_command(group: Path | None, as_json: bool, schema: bool, sheet: bool, language: str) -> None:
    """Print what every member of the savings group in GROUP, a JSON file, gets at the share-out."""
    from sankofa.instalments.reading import read_json
    from sankofa.savings.reading import cycle_of, cycle_schema
    from sankofa.savings.rules.shareout import share_out

    if schema:
        show_schema(dict(cycle_schema()))
        return
    if group is None:
        raise click.UsageError("GROUP is missing: a JSON file (see --schema).")
    made = share_out(cycle_of(read_json(group)))
    if as_json:
        click.echo(json.dumps(_record(made), indent=2, ensure_ascii=False))
    else:
        _show(made, sheet, language)


def _plain(amount: Any) -> str:
    return f"{amount.decimal:f}"


def _record(made: Any) -> dict[str, Any]:
    """The share-out for machines; amounts as text in plain digits, exact values as fractions of minor units."""
    cycle = made.cycle
    return {
        "currency": cycle.currency,
        "rule": cycle.terms.rule,
        "rounding": cycle.terms.rounding,
        "unit": _plain(cycle.terms.unit),
        "cash": _plain(made.cash),
        "pot": _plain(made.pot),
        "savings": _plain(cycle.savings),
        "profit": _plain(made.profit),
        "shares": cycle.shares,
        "value_of_a_share": {"minor": str(made.value), "floor": _plain(made.floor_value)},
        "payouts": [
            {
                "number": payout.holding.member,
                "name": payout.holding.name,
                "shares": payout.holding.shares,
                "savings": _plain(payout.savings),
                "exact_minor": str(payout.exact),
                "unpaid_loan": _plain(payout.holding.unpaid),
                "borne_by_others": _plain(payout.borne),
                "paid": _plain(payout.paid),
            }
            for payout in made.payouts
        ],
        "paid": _plain(made.paid),
        "left_over": {"amount": _plain(made.leftover), "to": cycle.terms.leftover_to},
        "findings": [finding.record() for finding in made.findings],
        "sheet": [line.record() for line in made.sheet()],
    }


def _show(made: Any, sheet: bool, language: str) -> None:
    from sankofa.kernel.wording import text
    from sankofa.savings.rules.worked import ROOM, in_units

    currency = made.cycle.currency
    rows = [
        [
            str(payout.holding.member),
            payout.holding.name,
            str(payout.holding.shares),
            _plain(payout.savings),
            str(in_units(payout.exact, currency)),
            _plain(payout.holding.unpaid),
            _plain(payout.paid),
        ]
        for payout in made.payouts
    ]
    cycle = made.cycle
    rows.append(["all", "", str(cycle.shares), _plain(cycle.savings), _plain(made.pot), "", _plain(made.paid)])
    rows.append(["left over", "", "", "", "", "", _plain(made.leftover)])
    click.echo(f"The pot: {made.pot}; a share is worth {in_units(made.value, currency, 3)}")
    click.echo(table(["no", "name", "shares", "saved", "before rounding", "unpaid loan", "gets"], rows))
    for finding in made.findings:
        click.echo(f"- {text(finding, language, ROOM)}")
    if sheet:
        click.echo()
        for number, line in enumerate(made.sheet(), 1):
            click.echo(f"{number}. {text(line, language, ROOM)}")


COMMANDS = [shareout_command]
