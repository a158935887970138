"""The pure rules of lenders: price, due diligence.  No framework, no clock, no database."""
