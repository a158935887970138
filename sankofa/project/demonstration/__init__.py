"""The demonstration population: invented people whose numbers follow the figures published in our source papers.

Nouns: a *demonstration person* (somebody who does not exist), an *interview* (their answers on one day), the *figures*
(what the papers say), the *messy sheet* (a list as a district office would send it).  Nobody here is real.  They enter
the register only through its importer, like anybody else.

Sources: ``figures.toml`` for every share and score, ``SOURCES.md`` for names and districts.
"""
