"""Four eyes by person: who proposed, who approved, who released, and never the same person twice.

Nouns: chain, step, proposal, verdict, threshold, evidence.
"""
