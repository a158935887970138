"""Rules of loans: pure, exact, without a clock."""
