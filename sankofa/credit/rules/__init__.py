"""The pure core: suitability, what a household can carry, overrides, what a lender may see, fairness."""
