"""The pure rules of funds: capital, committee, guarantee, gates, deposits, remittances.  No framework, no clock."""
