"""Case work with one person: the first talk, what they need, the plan in their words, help delivered, visits, the end.

A *case* belongs to a person of the register and is open once at a time.  What is next is never stored: it is worked out
from what happened, so that a corrected day of return or a form that comes in from a phone counts at once.

Source: case-work notes, 2.1 (stages), 2.2 (fields of the plan), "Safeguards".
"""
