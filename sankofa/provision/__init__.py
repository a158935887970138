"""What help exists, where, for whom, and who can use it.

An *entry* is one thing on the map: a programme, a service, a policy, a law, an agreement, or a body that runs or pays
for them.  What a paper reported is on the map at once, but nobody is sent there before a named person nearby has
confirmed that it is still so; a confirmation lasts six months.  Matching explains and orders, it never hides.

Source: the mapping of reintegration support in five South Asian countries (IOM and ILO, 2022), chapters 3 to 7 and 9.
"""
