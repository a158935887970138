"""The register: each person once, found at once, protected.

Nouns: person, journey, return, document, case number, search key.  Sources: the mapping of reintegration programmes in
South Asia (2022), 9.4 g, which asks for age, sex, marital status, education, income, skills, destination and sector,
return locality and remigration intention; the profile of a national programme's case system (docs/sources.md).
A person may be a returnee, still abroad, a relative or a resident; nobody is labelled what they are not.
"""
