"""The record of who did what and who looked: append-only, vouched for event by event, sealed into a chain.

Nouns: event, seal, proof.  No pages.  An actor is a kind and an id, because this room knows nobody by name.
Detail holds identifiers, counts and codes, never what a person said.
"""
