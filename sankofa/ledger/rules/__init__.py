"""The pure core of the books: what a movement says, whether it may be posted, what a statement shows."""
