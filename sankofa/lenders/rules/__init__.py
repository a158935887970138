"""The pure core: due diligence, ratios, products and price.  No framework, no clock, no database."""
