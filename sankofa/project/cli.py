"""The command line: `sankofa demo | setup | serve | import | score | audit | tick`.

Each command is a thin edge over the same actions that the pages use.  Imports are late, so that `--help` is quick and
the environment can be set before Django reads it.
"""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click

DEFAULT_HOME = "var"
PARKED_KEPT_FOR = timedelta(days=30)
ROWS_COUNTED_EVERY = timedelta(minutes=30)
SENT_EVERY_SECONDS = 5


def _start(*, demonstration: bool = False) -> None:
    """Make the home ready and start Django.  Also fills the hooks, as the pages do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sankofa.project.settings")
    from sankofa.project.setup_home import RealDeployment, prepare_home

    # Whatever this process writes (database, files, logs of the database) is for its owner alone.
    os.umask(0o077)
    try:
        prepare_home(Path(os.environ.get("SANKOFA_HOME", DEFAULT_HOME)), demonstration=demonstration)
    except RealDeployment as real:
        raise click.ClickException(
            f"{real.home} holds a real deployment. The demonstration invents people and uses a password that everybody "
            "knows, so it needs a folder of its own: SANKOFA_HOME=demonstration sankofa demo"
        ) from None
    import django

    django.setup()
    from sankofa.project import hooks

    hooks.fill()


def _links_lead_to(port: int) -> None:
    """Where nobody has said the address, let links on posters and in mails lead to the port that is served."""
    os.environ.setdefault("SANKOFA_ADDRESS", f"http://localhost:{port}")


def _ready() -> None:
    """Start, and say what to do where the set-up has not been run."""
    _start()
    from sankofa.project.setup import is_set_up

    if not is_set_up():
        raise click.ClickException(
            "Nothing is set up here yet. Run `sankofa setup` first, or `sankofa demo` to look around."
        )


class _House(click.Group):
    """The house's own commands, and those of the engines, which rooms bring along and which load only when asked."""

    engines: Mapping[str, str] = {
        "schedule": "instalments",
        "conform": "instalments",
        "price": "lenders",
        "suitability": "credit",
        "debts-brief": "debts",
        "loan": "loans",
        "shareout": "savings",
        "protect": "disclosure",
        "evaluate": "statistics",
        "link-register": "returnees",
        "keys": "store",
        "backup": "project.backup",
        "backup-key": "project.backup",
        "restore": "project.backup",
        "restored": "project.backup",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), *self.engines]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; the room of an engine is entered only here."""
        if cmd_name not in self.engines:
            return super().get_command(ctx, cmd_name)
        room = import_module(f"sankofa.{self.engines[cmd_name]}.commands")
        return next((command for command in room.COMMANDS if command.name == cmd_name), None)


@click.group(cls=_House, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sankofa")
@click.pass_context
def main(context: click.Context) -> None:
    """Sankofa: one register, case work and the reintegration score of returned migrants."""
    # What a room's command calls first where it needs the tables; the engines need none.
    context.obj = _ready


@main.command()
def setup() -> None:
    """Set this deployment up, or bring it up to date.  Safe to repeat."""
    _start()
    _set_up(click.echo)
    click.echo("Ready. Found your organisation with `sankofa found`, then start with `sankofa serve`.")


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option(
    "--people",
    "count",
    default=2000,
    show_default=True,
    type=click.IntRange(1, 20_000),
    help="How many people to invent.",
)
@click.option("--no-serve", is_flag=True, help="Only make the demonstration, do not serve it.")
@click.option("--json", "as_json", is_flag=True, help="Print address and sign-ins for machines.")
def demo(port: int, host: str, count: int, no_serve: bool, as_json: bool) -> None:
    """Set up, invent people, and serve.  Everything you see there is made up."""
    began = time.monotonic()
    _check_port(host, port, needed=not no_serve)
    _links_lead_to(port)
    _start(demonstration=True)

    def tell(line: str) -> None:
        if not as_json:
            click.echo(line)

    from sankofa.project.demonstration import load

    try:
        load.check_is_nobodys()
    except load.SomebodysDatabase as real:
        raise click.ClickException(
            f"The database is that of {real.organisation}. The demonstration invents people and uses a password that "
            "everybody knows, so it needs a database of its own: leave SANKOFA_DATABASE empty."
        ) from None
    _set_up(tell)
    load.load(count=count, tell=tell, bar=partial(_bar, quiet=as_json))
    tell(f"Ready after {time.monotonic() - began:.0f} seconds.\n")
    for line in load.sign_ins():
        tell(line)
    if as_json:
        click.echo(
            json.dumps({"address": _address(host, port), "password": load.PASSWORD, "sign_ins": load.addresses()})
        )
    if not no_serve:
        _serve(host, port, quiet=as_json)


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help="How many processes answer.")
@click.option("--json", "as_json", is_flag=True, help="Print the address for machines.")
def serve(port: int, host: str, workers: int, as_json: bool) -> None:
    """Serve the pages, and seal the audit every minute."""
    _check_port(host, port)
    _links_lead_to(port)
    _ready()
    if as_json:
        click.echo(json.dumps({"address": _address(host, port)}))
    _serve(host, port, workers, quiet=as_json)


@main.command()
@click.option("--organisation", prompt=True, help="Name of the organisation.")
@click.option(
    "--kind",
    type=click.Choice(["agency", "ministry", "lender", "donor", "association"]),
    default="agency",
    show_default=True,
    prompt=True,
    help="What sort of body it is.",
)
@click.option("--office", prompt=True, help="Name of its first office.")
@click.option("--place", prompt="Path of the place it serves, such as BD.60.91", help="Path of the place it serves.")
@click.option("--zone", prompt="Time zone, such as Asia/Dhaka", help="Time zone of the office.")
@click.option("--name", prompt="Name of the first administrator", help="Name of the first administrator.")
@click.option("--email", prompt="E-mail address of the first administrator", help="Their e-mail address.")
@click.password_option(help="Their password: twelve signs or more.")
def found(
    organisation: str, kind: str, office: str, place: str, zone: str, name: str, email: str, password: str
) -> None:
    """Found an organisation with its first office and its first administrator."""
    _ready()
    from sankofa.accounts.commands import Unfit, found_first

    try:
        found_first(
            organisation=organisation,
            kind=kind,
            office=office,
            place=place,
            zone=zone,
            name=name,
            email=email,
            password=password,
        )
    except Unfit as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(f"{organisation} is founded; {name} signs in with {email.lower()}.")


@main.command(name="clear-second-step")
@click.argument("email")
@click.confirmation_option(prompt="Did you make sure who asks for it?")
def clear_second_step(email: str) -> None:
    """Take off the second step of somebody who lost telephone and paper, where no administrator can."""
    _ready()
    from sankofa.accounts import commands

    try:
        name = commands.clear_second_step(email)
    except commands.Unfit as wrong:
        raise click.ClickException(str(wrong)) from None
    click.echo(f"{name} signs in with the password alone until a new second step is set up.")


@main.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--office", required=True, help="Name of the office whose people these are.")
@click.option("--yes", is_flag=True, help="Let the good rows in without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def import_(file: Path, office: str, yes: bool, as_json: bool) -> None:
    """Bring a CSV or XLSX file into the register of an office: the good rows in, the others back with their reason."""
    _ready()
    from sankofa.intake.commands import run

    run(file, office=office, yes=yes, as_json=as_json)


@main.command()
@click.option("--scheme", "file", default="open-rss-1", show_default=True, help="Scheme to work scores out under.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def score(file: str, as_json: bool) -> None:
    """Work all scores out again from the answers, and say where a stored one differs."""
    _ready()
    from sankofa.sustainability import commands, queries

    if file not in queries.SHIPPED:
        raise click.ClickException(f"There is no scheme called {file}. There are: {', '.join(queries.SHIPPED)}.")
    outcome = commands.rescore_all(file, bar=None if as_json else _bar)
    _tell(outcome, as_json, "{scored} talks: {new} scored for the first time, {same} as stored, {differing} different.")
    if outcome["differing"]:
        sys.exit(1)


@main.command("study-questions")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def study_questions(as_json: bool) -> None:
    """Work out the studies of questions that somebody asked for; `sankofa serve` does it by itself."""
    _ready()
    from sankofa.sustainability import commands

    _tell(commands.study_waiting(), as_json, "Studies worked out: {studies}.")


@main.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
@click.pass_context
def audit(context: click.Context, as_json: bool) -> None:
    """Check that the record of who did what is whole: every event, every seal, the chain."""
    _ready()
    if context.invoked_subcommand is None:
        _verify(as_json)


@audit.command()
@click.option(
    "--against",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A seal that was kept elsewhere; may be given several times.",
)
@click.option("--key", default="", help="The public key that signed it: 64 signs, from the file beside the first seal.")
@click.option("--only-kept", is_flag=True, help="Check against the kept seals alone, without the deployment's keys.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def verify(files: tuple[Path, ...], key: str, only_kept: bool, as_json: bool) -> None:
    """Check the record, and that it continues the seals that were kept elsewhere."""
    _verify(as_json, files, key, only_kept=only_kept)


@audit.command()
@click.option("--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder.")
def seals(folder: Path) -> None:
    """Write a signed seal of the record into a folder, to be kept elsewhere."""
    from sankofa.audit import kept
    from sankofa.audit.actions import seal_all
    from sankofa.kernel import clock

    now = clock.now()
    seal_all(at=now)
    try:
        file = kept.write(folder, at=now)
    except OSError as refused:
        raise click.ClickException(f"Nothing could be written to {folder}: {refused.strerror}.") from None
    click.echo("Nothing was recorded yet." if file is None else f"Written: {file}")


@audit.command()
def root() -> None:
    """Print the last seal of the record and the head of its chain, to be written down elsewhere."""
    from sankofa.audit import kept
    from sankofa.kernel import clock

    now = kept.present(at=clock.now())
    click.echo("Nothing is sealed yet." if now is None else f"Seal {now.seal}, {now.events} events, head {now.head}")


def _verify(as_json: bool, files: tuple[Path, ...] = (), key: str = "", *, only_kept: bool = False) -> None:
    from django.conf import settings

    from sankofa.audit import commands, queries
    from sankofa.kernel import clock

    try:
        if only_kept:
            outcome = commands.check_kept(files, key=key)
            told = "{kept} kept seals compared."
        else:
            with _bar(queries.events_count(), "Checking events", quiet=as_json) as bar:
                outcome = commands.check(
                    files=files,
                    key=key,
                    folder=settings.SEALS_FOLDER,
                    at=clock.now(),
                    step=lambda events: bar.update(max(0, events - bar.pos)),
                )
            told = (
                "{events} events and {seals} seals checked; {unsealed} events wait for their seal (the last of these "
                "could be taken away unseen). Last root: {last_root}"
            )
    except commands.NotASealFile as wrong:
        raise click.ClickException(str(wrong)) from None
    _tell(outcome, as_json, told)
    if not as_json:
        for sentence in outcome.get("notes", []):
            click.echo(sentence)
    if not outcome["whole"]:
        for sentence in [*filter(None, [outcome.get("first", "")]), *outcome["broken"]]:
            click.echo(sentence, err=True)
        sys.exit(1)


@main.group()
def messages() -> None:
    """Send what waits to leave the house, or say how much does."""
    _ready()


@messages.command()
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def send(as_json: bool) -> None:
    """Send what is due now; `sankofa serve` does it by itself every few seconds."""
    from sankofa.messages import commands

    _tell_counts(commands.send(), as_json)


@messages.command()
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def waiting(as_json: bool) -> None:
    """Say how many messages are in which state."""
    from sankofa.messages import queries

    _tell_counts(queries.counts(), as_json)


def _tell_counts(counts: Mapping[str, int], as_json: bool) -> None:
    sentence = ", ".join(f"{state} {count}" for state, count in sorted(counts.items())) or "There was nothing."
    _tell(dict(counts), as_json, sentence)


@main.group()
def ledger() -> None:
    """Look after the books."""


@ledger.command(name="check")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def ledger_check(as_json: bool) -> None:
    """Check that every balance is what its postings say, and that every book adds up to nothing."""
    _ready()
    from sankofa.ledger import commands

    outcome = commands.check()
    _tell(outcome, as_json, "{books} books, {accounts} accounts and {postings} postings checked.")
    if not outcome["whole"]:
        for sentence in outcome["broken"]:
            click.echo(sentence, err=True)
        sys.exit(1)


@main.command()
@click.option("--every", "seconds", default=0, help="Repeat every so many seconds; 0 does it once.")
def tick(seconds: int) -> None:
    """Do the periodic work: seal the record, send messages, read forms that came in, forget what nobody came for."""
    _ready()
    from django.conf import settings
    from django.core.management import call_command

    from sankofa.accounts.action import system
    from sankofa.accounts.actions import look_after_reviews
    from sankofa.accounts.doors import signed_in, tries
    from sankofa.accounts.rules.lockout import FORGOTTEN_AFTER
    from sankofa.kernel import clock
    from sankofa.messages import commands as messages
    from sankofa.project import upkeep
    from sankofa.returnees.actions import look_after_protected
    from sankofa.shell import drafts
    from sankofa.store.upkeep import count_rows
    from sankofa.surveys import actions as surveys

    counted_at, comparing, studying = None, None, None
    while True:
        now = clock.now()
        _seal(now)
        if counted_at is None or now - counted_at > ROWS_COUNTED_EVERY:
            count_rows()
            upkeep.remind(at=now)
            counted_at = now
        drafts.forget_parked(before=now - PARKED_KEPT_FOR)
        upkeep.forget(at=now)
        look_after_protected(by=system("tick", on=now.date()), at=now)
        look_after_reviews(system("tick", on=now.date()), at=now, ends_unanswered=settings.REVIEW_ENDS)
        call_command("clearsessions")
        comparing = upkeep.compare_register(comparing, at=now)
        studying = upkeep.study_questions(studying)
        surveys.read_waiting(at=now)
        messages.send()
        signed_in.forget_ended()
        tries.forget(before=now - FORGOTTEN_AFTER)
        if not seconds:
            return
        _send_meanwhile(seconds)


def _seal(now: datetime) -> None:
    """Seal what was recorded, and put the day's seal into its folder; where either cannot be, the record goes on."""
    from django.conf import settings
    from django.db import DatabaseError

    from sankofa.audit import kept
    from sankofa.audit.actions import seal_all

    try:
        seal_all(at=now)
        if settings.SEALS_FOLDER is not None:
            kept.write_daily(settings.SEALS_FOLDER, at=now)
    except (DatabaseError, OSError) as refused:
        click.echo(f"The record goes on, but its seal waits: {refused}", err=True)


def _send_meanwhile(seconds: int) -> None:
    """Wait until the next round, sending what comes into the outbox and reading the forms that come in.

    Nobody waits a minute for a link to sign in, or for a talk to be in the file.
    """
    from sankofa.kernel import clock
    from sankofa.messages import commands as messages
    from sankofa.surveys import actions as surveys

    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(SENT_EVERY_SECONDS, left))
        messages.send()
        surveys.read_waiting(at=clock.now())


def _set_up(tell: Callable[[str], None]) -> None:
    from sankofa.project.setup import KeyRingMissing, steps

    try:
        for done in steps():
            tell(f"  {done}")
    except KeyRingMissing as missing:
        raise click.ClickException(
            f"The key ring {missing.ring} is not there, but this database holds what was sealed with it. Bring the "
            "file back from its copy. New keys would make everything sealed unreadable, so none were made."
        ) from None


def _check_port(host: str, port: int, *, needed: bool = True) -> None:
    """Say at once where another program serves on the port, not after half a minute of work."""
    if not needed:
        return
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as refused:
            raise click.ClickException(
                f"Nothing can be served on port {port} of {host}: {refused.strerror}. "
                f"Choose another port: make demo PORT={port + 1}, or sankofa serve --port {port + 1}."
            ) from None


def _address(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _serve(host: str, port: int, workers: int = 2, *, quiet: bool = False) -> None:
    """Serve until told to stop, with the sealer beside."""
    stopping = threading.Event()
    sealer = threading.Thread(target=_keep_sealing, args=(stopping,))
    sealer.start()
    from granian import Granian
    from granian.constants import Interfaces

    from sankofa.project.settings import THREADS

    if not quiet:
        click.echo(f"\nServing on {_address(host, port)}  (stop with Ctrl-C)")
    try:
        Granian(
            "sankofa.project.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            log_access=False,
            log_level="warning",  # type: ignore[arg-type]
            blocking_threads=THREADS,
            backpressure=64,
        ).serve()
    finally:
        stopping.set()
        sealer.join()


def _keep_sealing(stopping: threading.Event) -> None:
    """Keep the sealer running beside the server: where it ends by itself it is started again."""
    command = [sys.executable, "-m", "sankofa.project.cli", "tick", "--every", "60"]
    while not stopping.is_set():
        running = subprocess.Popen(command)  # noqa: S603
        while running.poll() is None and not stopping.wait(1):
            pass
        if running.poll() is None:
            running.terminate()
            running.wait()
        stopping.wait(5)


def _bar(length: int, label: str, *, quiet: bool = False) -> Any:
    """Return a progress bar; a silent one where machines read, plain where there is no terminal."""
    return click.progressbar(length=length, label=f"  {label:<34}", file=open(os.devnull, "w") if quiet else None)  # noqa: PTH123


def _tell(outcome: dict[str, Any], as_json: bool, sentence: str) -> None:
    click.echo(json.dumps(outcome, ensure_ascii=False) if as_json else sentence.format(**outcome))


if __name__ == "__main__":
    main()
