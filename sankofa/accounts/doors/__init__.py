"""How people come in and stay in: tries, devices, sessions, second steps, passkeys, letters, providers, fresh proof.

Signing in happens before anybody is known, so it is no action; what people do to their own doors afterwards is, and
stands in `accounts.actions.doors`.
"""
