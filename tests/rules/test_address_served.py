"""Links on posters and in mails lead to where the pages are served."""

import os

import pytest

from sankofa.project import cli


@pytest.mark.parametrize(
    ("said", "port", "address"),
    [
        pytest.param(None, 8600, "http://localhost:8600", id="nobody-said-one"),
        pytest.param("https://sankofa.example.org", 8600, "https://sankofa.example.org", id="said-by-the-deployment"),
    ],
)
def test_links_lead_to_the_address_said_or_else_to_the_port_served(
    monkeypatch: pytest.MonkeyPatch, said: str | None, port: int, address: str
) -> None:
    monkeypatch.setenv("SANKOFA_ADDRESS", said or "")
    if said is None:
        monkeypatch.delenv("SANKOFA_ADDRESS")
    cli._links_lead_to(port)
    assert os.environ["SANKOFA_ADDRESS"] == address
