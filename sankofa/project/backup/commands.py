"""What the command line does with backups: `backup-key`, `backup TO`, `backup verify FROM`, `restore FROM`."""

import errno
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sankofa.project.backup import database, keeping, making, manifest, restoring

FOLDER = click.Path(path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _Backup(click.Group):
    """`sankofa backup TO` makes a backup; `sankofa backup verify FROM` checks one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take anything but the name of a command as the place to back up to."""
        if args and args[0] not in self.commands:
            return "make", self.commands["make"], args
        return super().resolve_command(ctx, args)


@click.group(cls=_Backup, name="backup", context_settings={"ignore_unknown_options": True})
def backup() -> None:
    """Back this deployment up while it runs: `sankofa backup TO`; check a backup: `sankofa backup verify FROM`."""


@backup.command(hidden=True)
@click.argument("place", metavar="TO", type=FOLDER)
@click.option("--key-ring-too", "ring_copy", type=FOLDER, help="Also write a sealed copy of the key ring, elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def make(place: Path, ring_copy: Path | None, as_json: bool) -> None:
    """Make a backup in the folder TO, beside the earlier ones there."""
    _ready()
    from django.conf import settings

    from sankofa.kernel import clock

    home = Path(settings.HOME)
    with _in_words(), _bar(_bytes_held(home, Path(settings.BLOB_FOLDER)), "Sealing", quiet=as_json) as bar:
        made = making.make(
            place,
            home=home,
            files=Path(settings.BLOB_FOLDER),
            is_demonstration=settings.DEMONSTRATION,
            at=clock.now(),
            step=bar.update,
        )
        if ring_copy is not None:
            keeping.keep_ring_copy(Path(settings.KEY_RING_FILE), to=ring_copy, public=keeping.public_key(home))
    outcome = {
        "folder": str(made.folder),
        "files": len(made.told.entries) - 1,
        "taken_over": made.taken_over,
        "bytes": made.told.sealed_bytes(),
        "last_root": made.told.last_root,
    }
    _tell(
        outcome,
        as_json,
        "Backed up to {folder}: the database and {files} files ({taken_over} unchanged since the last backup). "
        "Last root: {last_root}\nThe key ring is not in it. Keep its copy elsewhere.",
    )


@backup.command()
@click.argument("place", metavar="FROM", type=FOLDER)
@click.option(
    "--backup-key", "key", type=FILE, help="The private half of the backup key; without it only torn files show."
)
@click.option(
    "--key-ring", "ring", type=FILE, help="The key ring: then also a backup put there by somebody else shows."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def verify(place: Path, key: Path | None, ring: Path | None, as_json: bool) -> None:
    """Check that a backup is whole: every file is there and is what was written."""
    with _in_words():
        folder = manifest.latest(place)
        if folder is None:
            raise manifest.NotABackup(place)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        with _bar(size, "Checking", quiet=as_json) as bar:
            if key is None:
                for done in manifest.check_without_keys(folder):
                    bar.update(done)
                outcome = {"folder": str(folder), "whole": True, "opened": False}
            else:
                told = restoring.check(folder, private=keeping.private_key(key), ring=ring, step=bar.update)
                outcome = {"folder": str(folder), "whole": True, "opened": True, "last_root": told.last_root}
    sentence = "{folder} is whole: every file is as it was written"
    _tell(
        outcome, as_json, sentence + (", and opens." if key else ". Whether it opens was not tried: give --backup-key.")
    )


@click.command(name="backup-key")
@click.argument("to", metavar="FILE", type=FOLDER)
@click.option("--replace", is_flag=True, help="Make a new key although there is one; older backups keep theirs.")
def backup_key(to: Path, replace: bool) -> None:
    """Make the key of backups: its private half goes into FILE, which you carry away."""
    _ready()
    from django.conf import settings

    with _in_words():
        keeping.make_key(Path(settings.HOME), to=to, replace=replace)
    click.echo(
        f"The private half of the backup key is in {to}, and nowhere else. Carry it away and keep two copies, apart "
        "from this server and from the backups. Without it no backup opens; whoever has it and a backup reads names."
    )


@click.command()
@click.argument("place", metavar="FROM", type=FOLDER)
@click.option("--home", required=True, type=FOLDER, help="The new place; it must be empty or not there yet.")
@click.option("--backup-key", "key", required=True, type=FILE, help="The private half of the backup key.")
@click.option("--key-ring", "ring", required=True, type=FILE, help="The key ring, or the sealed copy of it.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for machines.")
def restore(place: Path, home: Path, key: Path, ring: Path, as_json: bool) -> None:
    """Bring a backup back to a new place, after checking every file of it."""
    with _in_words():
        folder = manifest.latest(place)
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) if folder else 0
        with _bar(size, "Checking", quiet=as_json) as bar:
            done = restoring.restore(place, home=home, private=keeping.private_key(key), ring=ring, step=bar.update)
    outcome = {
        "home": str(done.home),
        "began_at": done.told.began_at,
        "version": done.told.version,
        "rows": sum(done.told.rows.values()),
        "files": len(done.told.entries) - 1,
        "events": done.found["events"],
        "last_root": done.found["last_root"],
        "files_missing": done.found["files_missing"],
        "erased_again": done.found["erased_again"],
    }
    _tell(
        outcome,
        as_json,
        "Restored to {home} as of {began_at} (version {version}): {rows} rows and {files} files.\n"
        "The record is whole: {events} events, last root {last_root}. Compare it with the one you noted.\n"
        "{erased_again} people who were erased since were erased again. "
        "{files_missing} files are not there: they were destroyed while the backup was made.\n"
        "Everybody signs in again. Start it with SANKOFA_HOME={home} sankofa serve.",
    )


@click.command(hidden=True)
def restored() -> None:
    """Finish and check a new home, as a part of `restore`; PostgreSQL's content comes in at the standard input."""
    from sankofa.project.cli import _start

    _start()
    from sankofa.project.backup import finishing

    try:
        outcome = finishing.finish(sys.stdin.buffer)
    except database.NoProgram as missing:
        outcome = {"problem": _no_program(missing)}
    except database.ProgramFailed as failed:
        outcome = {"problem": f"{failed.name} said: {failed.said}"}
    except finishing.DatabaseInUse:
        outcome = {"problem": "the database named in SANKOFA_DATABASE holds tables already; name an empty one"}
    except finishing.NewerBackup as newer:
        outcome = {"problem": f"the backup was made by a newer version of the product, which knows {newer.migration}"}
    click.echo(json.dumps(outcome))


COMMANDS = (backup, backup_key, restore, restored)


def _ready() -> None:
    from sankofa.project.cli import _ready as ready

    ready()


@contextmanager
def _in_words() -> Iterator[None]:
    """Put into words what can go wrong with backups."""
    try:
        yield
    except keeping.NoBackupKey:
        raise click.ClickException("No backup key was made yet. Make one: sankofa backup-key FILE") from None
    except keeping.KeyThere:
        raise click.ClickException(
            "There is a backup key already. With --replace new backups get a new one; keep the old for older backups."
        ) from None
    except keeping.NotABackupKey as wrong:
        raise click.ClickException(f"{wrong.path} is not the private half of a backup key.") from None
    except making.AnotherRuns:
        raise click.ClickException("Another backup into this folder is running. Let it finish.") from None
    except manifest.NotABackup as none:
        raise click.ClickException(f"There is no finished backup in {none.folder}.") from None
    except manifest.WrongKey:
        raise click.ClickException("This backup was sealed to another backup key. Nothing was changed.") from None
    except manifest.WrongRing:
        raise click.ClickException(
            "This key ring is not the one of the deployment that was backed up, or somebody changed the backup. "
            "Nothing was changed."
        ) from None
    except manifest.Torn as torn:
        what = "is missing from" if torn.is_missing else "was changed or torn in"
        raise click.ClickException(
            f"The file {torn.name} {what} this backup. Nothing was changed. Take an earlier backup or another copy."
        ) from None
    except restoring.NotEmpty as there:
        raise click.ClickException(f"{there.home} is not empty. A backup is brought back to a new place.") from None
    except restoring.OtherDatabase as other:
        raise click.ClickException(_other_database(other)) from None
    except restoring.NotWhole as wrong:
        raise click.ClickException(f"What came back is not whole, so nothing was kept: {wrong.said}") from None
    except database.NoProgram as missing:
        raise click.ClickException(_no_program(missing)) from None
    except database.ProgramFailed as failed:
        raise click.ClickException(f"{failed.name} could not do it: {failed.said}") from None
    except FileExistsError as there:
        raise click.ClickException(f"{there.filename} is there already and was left as it is.") from None
    except OSError as failed:
        if failed.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise
        raise click.ClickException(
            "The disk is full, or takes nothing more. What was begun was taken away again."
        ) from None


def _no_program(missing: database.NoProgram) -> str:
    return (
        f"The program {missing.name} is not on this machine. It comes with PostgreSQL's client programs "
        "(on Debian: postgresql-client), and must not be older than the server."
    )


def _other_database(other: restoring.OtherDatabase) -> str:
    if other.engine == "sqlite":
        return "This backup is of SQLite. Leave SANKOFA_DATABASE empty."
    return "This backup is of PostgreSQL. Name an empty database in SANKOFA_DATABASE."


def _bytes_held(home: Path, files: Path) -> int:
    held = [*home.glob("sankofa.sqlite3"), *files.rglob("*")]
    return sum(path.stat().st_size for path in held if path.is_file())


def _bar(length: int, label: str, *, quiet: bool) -> Any:
    from sankofa.project.cli import _bar as bar

    return bar(length, label, quiet=quiet)


def _tell(outcome: dict[str, Any], as_json: bool, sentence: str) -> None:
    click.echo(json.dumps(outcome) if as_json else sentence.format(**outcome))
