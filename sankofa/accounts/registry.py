"""The permission registry: every room declares its own, nobody keeps a central list."""

from collections.abc import Mapping

from sankofa.accounts.rules.terms import Permission

_DECLARED: dict[str, Permission] = {}
_FOR_KEYS: set[str] = set()


def declare(code: str, label: str, *, shows: bool = False, for_keys: bool = False) -> Permission:
    """Declare a permission of a room.  The label completes the sentence "may ..." and is translated when shown.

    `shows` is said of permissions under which people look at a file and change nothing.  Only what is `for_keys` can be
    given to another system or a device; all else is for people alone.
    """
    assert code not in _DECLARED, f"{code} is declared twice"
    if for_keys:
        _FOR_KEYS.add(code)
    permission = Permission(code, label, shows)
    _DECLARED[code] = permission
    return permission


def declared() -> Mapping[str, Permission]:
    """Return all permissions declared so far, by code."""
    return _DECLARED


def for_keys() -> frozenset[str]:
    """Return the codes of the permissions that another system or a device can hold."""
    return frozenset(_FOR_KEYS)
