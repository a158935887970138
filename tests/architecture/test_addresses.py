"""Every address asks for a permission, or says why it asks for none; no view comes from elsewhere."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from sankofa.accounts import registry


def addresses(patterns: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every address of the product with its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.callback


ADDRESSES = list(addresses())


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
