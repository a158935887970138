"""What every table is made of: the base record, money and label fields, protected fields, files, counters, revisions.

Nouns: record, revision, key ring, blob, counter, hook.  No pages.  Nothing here knows what a returnee is.
"""
