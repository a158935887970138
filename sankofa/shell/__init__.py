"""What every page stands in: base templates, shared components, drafts, parked forms, security headers, error pages.

Nouns: draft, parked form, navigation entry, component.  The components are described in `docs/handbook/look.md`.
"""
