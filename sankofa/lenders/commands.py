"""The command line of lenders: the true price of a loan."""

import json
from pathlib import Path
from typing import Any

import click

from sankofa.instalments.commands import FILE, refusing, show_schema, table


@click.command("price")
@click.argument("terms", type=FILE, required=False)
@click.option("--json", "as_json", is_flag=True, help="For machines: all rates and amounts as JSON.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of TERMS and end.")
@click.option("--readings", is_flag=True, help="The rate's basis is not known: price every usual reading.")
@click.option("--sheet", is_flag=True, help="Also print how the numbers come about.")
@click.option("--language", default="en", show_default=True, help="Language of sentences.")
@refusing
def price_command(terms: Path | None, as_json: bool, schema: bool, readings: bool, sheet: bool, language: str) -> None:
    """Print what the loan in TERMS, a JSON file, truly costs."""
    from sankofa.instalments.reading import read_json
    from sankofa.lenders.reading import price_schema, price_terms_of
    from sankofa.lenders.rules.price import price, price_range

    if schema:
        show_schema(price_schema())
        return
    if terms is None:
        raise click.UsageError("TERMS is missing: a JSON file (see --schema).")
    agreed, deposits = price_terms_of(read_json(terms))
    if readings:
        _show_range(price_range(agreed, deposits), as_json, language)
        return
    priced = price(agreed, deposits)
    if as_json:
        click.echo(json.dumps(_record(priced), indent=2, ensure_ascii=False))
    else:
        _show(priced, sheet, language)


def _text(finding: Any, language: str) -> str:
    from sankofa.instalments.sheet import ROOM as SHEETS
    from sankofa.kernel.wording import text
    from sankofa.lenders.rules.price import ROOM

    return text(finding, language, SHEETS if finding.code.startswith("sheet.") else ROOM)


def _percent(rate: Any) -> str:
    return f"{rate.percent(2)} %" + ("" if rate.is_unique else " (not the only one)")


def _record(priced: Any) -> dict[str, Any]:
    """The price for machines; rates as shares with twelve decimals and their convention."""
    rates = {
        "nominal": priced.nominal_rate,
        "effective": priced.effective_rate,
        "eu_annex_i": priced.eu_rate,
        "dated": priced.dated_rate,
    }
    return {
        "currency": priced.schedule.currency,
        "basis": priced.schedule.terms.basis,
        "instalment": f"{priced.schedule.money(priced.schedule.instalment).decimal:f}",
        "received": f"{priced.received.decimal:f}",
        "paid": f"{priced.paid.decimal:f}",
        "returned": f"{priced.returned.decimal:f}",
        "cost": f"{priced.cost.decimal:f}",
        "cost_per_100": f"{_hundredths(priced.per_100)}",
        "voluntary": f"{priced.voluntary.decimal:f}",
        "rates": {
            name: {
                "share": f"{rate.value:f}",
                "percent": f"{rate.percent(6):f}",
                "convention": rate.convention,
                "unique": rate.is_unique,
                "others": [f"{other:f}" for other in rate.others],
            }
            for name, rate in rates.items()
        },
        "findings": [finding.record() for finding in priced.findings],
        "sheet": [line.record() for line in priced.sheet()],
    }


def _hundredths(number: Any) -> Any:
    from decimal import Decimal

    from sankofa.kernel.money import Rounding, round_fraction

    return Decimal(round_fraction(number * 100, Rounding.HALF_UP)).scaleb(-2)


def _show(priced: Any, sheet: bool, language: str) -> None:
    rows = [
        ["in hand", str(priced.received)],
        ["instalment", str(priced.schedule.money(priced.schedule.instalment))],
        ["paid in all", str(priced.paid)],
        ["comes back at the end", str(priced.returned)],
        ["cost", str(priced.cost)],
        ["cost for every 100 in hand", str(_hundredths(priced.per_100))],
        ["nominal a year (MFTransparency APR)", _percent(priced.nominal_rate)],
        ["effective a year (MFTransparency EIR)", _percent(priced.effective_rate)],
        ["effective a year (EU Annex I)", _percent(priced.eu_rate)],
        ["effective a year (XIRR, days/365)", _percent(priced.dated_rate)],
    ]
    click.echo(table(["price", ""], rows))
    for finding in priced.findings:
        click.echo(f"- {_text(finding, language)}")
    if sheet:
        click.echo()
        for number, line in enumerate(priced.sheet(), 1):
            click.echo(f"{number}. {_text(line, language)}")


def _show_range(priced: Any, as_json: bool, language: str) -> None:
    if as_json:
        content = {
            "readings": [{"basis": basis, **_record(reading)} for basis, reading in priced.readings],
            "finding": priced.finding().record(),
        }
        click.echo(json.dumps(content, indent=2, ensure_ascii=False))
        return
    rows = [
        [
            str(basis),
            f"{reading.schedule.money(reading.schedule.instalment).decimal:f}",
            str(_hundredths(reading.per_100)),
            _percent(reading.nominal_rate),
            _percent(reading.effective_rate),
        ]
        for basis, reading in priced.readings
    ]
    click.echo(table(["reading", "instalment", "cost per 100", "nominal", "effective"], rows))
    click.echo(f"- {_text(priced.finding(), language)}")


COMMANDS = [price_command]
