"""Every address asks for a permission, or says why it asks for none; no view comes from elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from ninja.constants import NOT_SET

from sankofa.accounts import registry
from sankofa.accounts.api import PERMISSION_OF
from sankofa.project.api import api


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address of the product with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.callback


API = "api/v1/"
ADDRESSES = [(address, view) for address, view in addresses() if not address.startswith(API)]
OPERATIONS = [
    (f"{method} {path}", operation)
    for _, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
]


def test_the_addresses_were_found() -> None:
    assert "sign-in/" in [address for address, _ in ADDRESSES]


@pytest.mark.parametrize(("address", "view"), ADDRESSES, ids=[address or "home" for address, _ in ADDRESSES])
def test_an_address_asks_for_a_permission_or_says_why_not(address: str, view: Any) -> None:
    permission, why = getattr(view, "permission", None), getattr(view, "public_because", "")
    assert (permission is not None) != bool(why), f"{address}: {view.__module__}.{view.__name__}"
    if permission is not None:
        assert registry.declared()[permission.code] is permission
    else:
        assert len(why.split()) > 2, "a reason is a sentence"


def test_the_operations_were_found() -> None:
    under_api = {address for address, _ in addresses() if address.startswith(API)}
    assert "GET /me" in [name for name, _ in OPERATIONS]
    # Beside the operations stand the description of them all, and the bare beginning, which is not found.
    assert len(under_api) == len({name.split(" ")[1] for name, _ in OPERATIONS}) + 2
    assert {f"{API}openapi.json", API} <= under_api


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_an_operation_asks_for_a_permission_and_for_somebody_calling(name: str, operation: Any) -> None:
    permission = PERMISSION_OF.get(operation.view_func)
    assert permission is not None, f"{name} is not marked with @allowed"
    assert registry.declared()[permission.code] is permission
    assert operation.auth_param is NOT_SET, f"{name} sets its own way of letting callers in"
    assert operation.summary


def test_a_key_can_carry_what_some_operation_asks_for_and_nothing_else() -> None:
    asked = {PERMISSION_OF[operation.view_func].code for _, operation in OPERATIONS}
    assert registry.for_keys() == asked
