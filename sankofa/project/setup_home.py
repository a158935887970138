"""The folder of a deployment, made before settings are read, because the secret is one of them."""

import secrets
from pathlib import Path


def prepare_home(home: Path) -> None:
    """Make the folder and the secret that a deployment needs.  Never replaces what is there."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = home / "secret"
    if not secret.exists():
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(50), encoding="utf-8")
