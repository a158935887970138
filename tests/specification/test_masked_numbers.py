"""What is shown of a number to whoever has not said what they need it for: its last two signs, never its length.

Source: our own rule; least privilege by purpose (docs/architecture.md).
"""

import pytest

from sankofa.returnees.rules.masking import masked


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        pytest.param("+880 1712-345678", "••••78", id="a-phone"),
        pytest.param("+93701234567", "••••67", id="a-shorter-phone-looks-as-long"),
        pytest.param("BX0123456", "••••56", id="a-passport"),
        pytest.param("12345", "••••45", id="five-signs"),
        pytest.param("1234", "••••", id="of-four-signs-nothing"),
        pytest.param("", "••••", id="nothing"),
        pytest.param("٠١٧١٢٣٤٥٦٧٨", "••••٧٨", id="figures-of-another-script"),
    ],
)
def test_the_last_two_signs_are_shown(number: str, shown: str) -> None:
    assert masked(number) == shown
