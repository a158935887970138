"""The quarters by which access is reviewed.

Source: docs/handbook/managing-staff.md: every organisation looks each quarter at who holds which role.
"""

from datetime import date


def quarter_of(day: date) -> str:
    """Return the quarter in which a day lies, such as `2026-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"
