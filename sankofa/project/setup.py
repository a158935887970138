"""Set the product up, or bring it up to date: keys, tables, reference data, roles, texts, assets.  Safe to repeat."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from sankofa.project import translations
from sankofa.store import keys
from sankofa.store.rules.sealing import KeyRing

ROLES_FILE = Path(__file__).with_name("roles.toml")


class KeyRingMissing(Exception):
    """The database holds what was sealed under keys that are not here; new keys would make it unreadable for good."""

    def __init__(self, ring: Path) -> None:
        self.ring = ring
        super().__init__(str(ring))


def holds_sealed_rows() -> bool:
    """Whether the database already holds events, and so things sealed and vouched for under a key ring."""
    from sankofa.audit.queries import events_count

    return "audit_event" in connection.introspection.table_names() and events_count() > 0


def steps() -> Iterator[str]:
    """Do every step of the set-up, telling each one when it is done."""
    ring = Path(settings.KEY_RING_FILE)
    if not ring.exists():
        if holds_sealed_rows():
            raise KeyRingMissing(ring)
        keys.write_ring(KeyRing.fresh(), ring)
        yield f"keys made in {ring.name}: keep a copy of this file where the database's backups are not"
    compiled = translations.compile_all()
    yield f"texts ready in {len(settings.LANGUAGES)} languages ({len(compiled)} compiled now)"
    call_command("migrate", verbosity=0, interactive=False)
    yield "tables up to date"
    from sankofa.places.actions import load_reference_data

    load_reference_data()
    yield "countries and districts loaded"
    load_roles()
    yield "roles loaded"
    from sankofa.kernel import clock
    from sankofa.surveys.actions import publish_library

    published = publish_library(at=clock.now())
    yield f"forms published ({len(published)} new)"
    from sankofa.provision.actions import load_map

    loaded = load_map(at=clock.now())
    yield (
        f"map of help up to date ({len(loaded.new)} new, {len(loaded.changed)} changed, "
        f"{len(loaded.waiting)} waiting beside what an office wrote)"
    )
    call_command("collectstatic", verbosity=0, interactive=False)
    yield "style sheet, fonts and icons in place"


def load_roles() -> int:
    """Bring the roles to what their file says; return how many there are."""
    from sankofa.accounts.actions import define_roles

    told = tomllib.loads(ROLES_FILE.read_text(encoding="utf-8"))
    define_roles(told)
    return len(told)


def is_set_up() -> bool:
    """Whether the set-up has been run for this home."""
    return Path(settings.KEY_RING_FILE).exists()
