"""The permission registry: every room declares its own, nobody keeps a central list."""

from collections.abc import Mapping

from sankofa.accounts.rules.terms import Permission

_DECLARED: dict[str, Permission] = {}


def declare(code: str, label: str, *, shows: bool = False) -> Permission:
    """Declare a permission of a room.  The label completes the sentence "may ..." and is translated when shown.

    `shows` is said of permissions under which people look at a file and change nothing.
    """
    assert code not in _DECLARED, f"{code} is declared twice"
    permission = Permission(code, label, shows)
    _DECLARED[code] = permission
    return permission


def declared() -> Mapping[str, Permission]:
    """Return all permissions declared so far, by code."""
    return _DECLARED
