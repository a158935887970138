"""What people agreed to, in which words, and what that allows.

Nouns: purpose, text, consent, withdrawal, witness, guardian, assent.  The subject of a consent is a person's id; the
register tells who that is.  `check_may_share` is the only door through which data leaves a room towards a partner.
"""
