"""Books that balance: accounts, postings of one row, reversals, closed periods, statements.

Nouns: book, account, posting, movement, period, statement.  Money is integer minor units beside its currency.
"""
