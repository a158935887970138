"""Files coming in: stored as they came, their columns recognised, a verdict on every row, the good rows let in.

Nouns: incoming file, sheet, row, cell, column, field, mapping, importer, verdict, outcome, receipt.  A higher room says
what its rows mean by registering an importer (see `importers`); this room knows spreadsheets, not returnees.
"""
