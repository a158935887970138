"""The pure rules of savings: meetings, loans, share-out, rotation, matching.  No framework, no clock, no database."""
