"""What a journey relies on: the real product in processes of its own, a real browser, and an eye on everything."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.journeys import product as products
from tests.journeys.visitor import Visitor

HERE = Path(__file__).parent
PICTURES = products.ROOT / "docs" / "pictures" if os.environ.get("SANKOFA_PICTURES") == "1" else None

# The other runs of the suite go on beside the journeys: a page that comes slowly is not a wrong page.
expect.set_options(timeout=30_000)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every journey as one that needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[products.Product]:
    """The product with its invented people, running."""
    with products.running(tmp_path_factory.mktemp("home"), fixed_clock=PICTURES is not None) as running:
        yield running


@pytest.fixture(scope="package")
def chromium(browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A real browser; gone after the journeys, so that tests of tables find no event loop running."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**browser_type_launch_args)
        yield browser
        browser.close()


@pytest.fixture
def visitor(product: products.Product, chromium: Browser) -> Iterator[Callable[..., Visitor]]:
    """Send somebody to the product, with a browser that knows nothing; at the end nothing may have gone wrong."""
    sent: list[Visitor] = []

    def send(**ways: Any) -> Visitor:
        sent.append(Visitor.sent_to(product, chromium, pictures=PICTURES, **ways))
        return sent[-1]

    yield send
    troubles = [trouble for one in sent for trouble in one.leave()]
    assert not troubles, "\n".join(troubles)
