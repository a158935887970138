"""Pages that set several rooms side by side: what is to do today, and who did what.

Nouns: desk, day.  A desk adds no facts of its own; it reads what other rooms offer.
"""
