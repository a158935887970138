"""People who sign in: users, organisations, offices, roles and scopes; who may do what, and why.

Nouns: user, organisation, office, role, assignment, grant, scope, permission, actor, decision; invitation, cover,
review, opening, key.  Every write in the house goes through `accounts.action`; every list through
`accounts.queries.within_scope`.  Beside the usual modules of a room:

- `doors/`: how people come in and stay in; `key_door`: how other systems do.
- `action`, `guarded`, `registry`, `pages`: what makes a function an action, a table guarded, a view a page.
- `roster` reads about staff, `telling` says it in words; `openings` reads about files opened with a reason, `reasons`
  says why something is allowed; `watching` lets administrators look as somebody else.
"""
