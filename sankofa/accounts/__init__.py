"""People who sign in: users, organisations, offices, roles and scopes; who may do what, and why.

Nouns: user, organisation, office, role, assignment, grant, scope, permission, actor, decision.
Every write in the house goes through `accounts.action`; every list through `accounts.queries.within_scope`.
"""
