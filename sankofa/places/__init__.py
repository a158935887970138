"""Places: where people come from, where they went, and where they live now.

Nouns: a *country* (two letters, ISO 3166-1), a *country of origin* (one of the twelve of the papers, with its currency,
time zones, languages and names of its levels), a *place* inside one (province, district ...), its *path* (``BD.30.26``:
the country and, per level, the digits the place's code adds to its parent's), its *p-code* (``BD3026``), and a *scope*
(a path taken with everything inside it).

Reference data: the same in every deployment, kept in ``data/`` with its sources in ``data/SOURCES.md``, loaded into the
database by ``actions.load_reference_data``.  Names of countries, currencies and languages come from CLDR.

Sources: the geography of the five papers (Afghanistan, Armenia, Bangladesh, the Gambia, Guinea, India, Mali, Nepal,
Nigeria, Pakistan, Senegal, Sri Lanka).
"""
