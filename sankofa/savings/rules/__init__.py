"""The pure rules of savings: meetings, loans in the group, share-out, rotation.  No framework, no clock, no database."""
