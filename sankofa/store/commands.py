"""The command line of the keys: `sankofa keys status | rotate | retire`."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

Ready = Callable[[], None]


@click.group()
@click.pass_obj
def keys(ready: Ready) -> None:
    """See which keys there are, change the current one, give up an old one."""
    ready()


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def status(as_json: bool) -> None:
    """Show the keys of the ring, what is sealed under each, and who was noted as erased."""
    from sankofa.store import erasures, rotation
    from sankofa.store import keys as ring_file

    ring, found = ring_file.ring(), rotation.status()
    outcome = {
        "current": ring.current,
        "keys": {str(number): held for number, held in sorted(found.items())},
        "missing": sorted(set(found) - set(ring.sealing)),
        "erased": len(erasures.destroyed_ids()),
    }
    if as_json:
        click.echo(json.dumps(outcome))
    else:
        for number, held in sorted(found.items()):
            kind = "current" if number == ring.current else "MISSING" if number not in ring.sealing else "older"
            click.echo(f"Key {number} ({kind}): {sum(held.values())} values")
            for label, count in held.items():
                click.echo(f"    {label:<44}{count:>10}")
        click.echo(f"{outcome['erased']} people are noted as erased.")
    if outcome["missing"]:
        click.echo(
            "Something is sealed under a key that is not on the ring. Bring the key ring back from its copy: "
            "without it these values cannot be opened.",
            err=True,
        )
        sys.exit(1)


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def rotate(as_json: bool) -> None:
    """Make a new key the current one and reseal what lies under older ones, while the product runs.

    Stopped half-way, it goes on where it stopped when it is called again.
    """
    from sankofa.kernel import clock
    from sankofa.store import rotation

    under_way = rotation.begin(at=clock.now())
    total, done = rotation.to_reseal(under_way), 0
    # Where machines read, the bar goes where nobody does.
    with (
        Path(os.devnull).open("w", encoding="utf-8") as nobody,
        click.progressbar(length=total, label="  Resealing", file=nobody if as_json else sys.stderr) as bar,
    ):
        for count in rotation.reseal(under_way, at=clock.now()):
            done += count
            bar.update(count)
    outcome = {"key": under_way.to_key, "resealed": done, "left": rotation.to_reseal(under_way)}
    click.echo(
        json.dumps(outcome)
        if as_json
        else "Key {key} is the current one; {resealed} values were resealed, {left} are left. "
        "Keep a copy of the key ring now, where the database's backups are not.".format(**outcome)
    )
    if outcome["left"]:
        sys.exit(1)


@keys.command()
@click.argument("number", type=click.IntRange(1))
@click.option("--give-up-history", is_flag=True, help="Give up what old values in histories said under this key.")
def retire(number: int, give_up_history: bool) -> None:
    """Take an old key off the ring for good, once nothing needs it."""
    from sankofa.kernel import clock
    from sankofa.store import rotation

    try:
        rotation.retire(number, at=clock.now(), with_history=give_up_history)
    except rotation.UnknownKey:
        raise click.ClickException(f"There is no key {number} on the ring.") from None
    except rotation.CurrentKey:
        raise click.ClickException(
            f"Key {number} is the current one. Make another one current first: sankofa keys rotate"
        ) from None
    except rotation.StillNeeded as refused:
        told = ", ".join(f"{count} in {where}" for where, count in refused.needing.items())
        if set(refused.needing) == {rotation.HISTORY}:
            raise click.ClickException(
                f"Key {number} opens {refused.needing[rotation.HISTORY]} old values in histories. They cannot be "
                "resealed, because the record vouches for them. To give up what they said: --give-up-history"
            ) from None
        raise click.ClickException(
            f"Key {number} is still needed: {told}. Reseal them first: sankofa keys rotate"
        ) from None
    click.echo(f"Key {number} is off the ring. Backups of the database from before need it: keep its old copy as long.")


COMMANDS = (keys,)
