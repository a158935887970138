"""Lenders: partner institutions, what they ask for, and what their loans truly cost.

The nouns: a **price** (what a loan costs, by every named convention, with the worked sheet), an **offer** at a rate
whose basis is known or not.  Sources: "Responsible finance", sections 2 and 3; Knowledge Paper 1, section 4.2.3.
"""
