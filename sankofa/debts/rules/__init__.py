"""The pure core: what a debt is, what it costs a month, how heavy it weighs and how it is collected."""
