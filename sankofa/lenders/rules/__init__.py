"""The pure core: due diligence, ratios, products and price."""
