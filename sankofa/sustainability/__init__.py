"""How well a return holds: the Reintegration Sustainability Score, its schemes, its change over time.

A *scheme* is a versioned text file: what each answer is worth, how questions weigh, what happens where answers are
missing, where the bands lie, which answers ask for action whatever the score. The schemes shipped are our own and
open; the official table of weights is not public, and a deployment that holds it loads it as a scheme of its own.

A score is never a credit score and never a reason to refuse help.
"""
