"""The folder of a deployment, made before settings are read, because the secret is one of them."""

import secrets
from pathlib import Path

SECRET = "secret"  # noqa: S105  a file name
DEMONSTRATION = "demonstration"
"""A file of this name marks a folder in which everybody is invented, and whose passwords everybody knows."""


class RealDeployment(Exception):
    """The folder holds a real deployment; nobody is invented there, and no known password is let in."""

    def __init__(self, home: Path) -> None:
        self.home = home
        super().__init__(str(home))


def prepare_home(home: Path, *, demonstration: bool = False) -> None:
    """Make the folder and the secret that a deployment needs, for its owner alone.  Never replaces what is there.

    Raises RealDeployment where a demonstration is asked for in a folder that was set up without one.
    """
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret, mark = home / SECRET, home / DEMONSTRATION
    if demonstration and secret.exists() and not mark.exists():
        raise RealDeployment(home)
    if demonstration:
        mark.touch()
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    # Where the folder was made by hand, others of the machine may look into it: what lies there is not for them.
    for held in (secret, *home.glob("sankofa.sqlite3*"), home / "files"):
        if held.exists():
            held.chmod(held.stat().st_mode & ~0o077)
