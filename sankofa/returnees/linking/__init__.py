"""The whole register compared with itself: its table of columns, the engines that compare it, and what they learn.

Needs the extra `analytics` (Splink on DuckDB), or `spark` for registers larger than one machine.  Nothing sealed is
opened: phones and papers are compared by the blind index under which they are found.
"""
