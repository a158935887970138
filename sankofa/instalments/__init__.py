"""Instalments: day counts, due dates, schedules and rates of cash flows.  Pure, exact, without a framework.

The nouns: **terms** (what was agreed), a **schedule** of dated **rows** in whole minor units, **flows** (what a person
receives and pays, and when), and the **rate** that makes them equal under a named convention.

Each engine exists once as readable exact code (whole numbers, Fraction, Decimal) and once for portfolios, over NumPy
arrays of whole minor units, in the modules named `*_many`; generated cases prove that both give the same integers.
Sources: "Responsible finance", sections 2 (price) and 7 (flexible schedules); Knowledge Paper 1, section 4.2.
"""
