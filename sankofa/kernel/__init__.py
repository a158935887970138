"""The ground floor: the few exact nouns that every room stands on.

Money and the table of currencies, shares, days and spans of days, findings and the sentences that explain them,
labels in several languages, keys and numbers that people read aloud, and the clock.

Standard library only.  Nothing here knows a framework, a setting or a database; only `clock` reads the time.
"""
