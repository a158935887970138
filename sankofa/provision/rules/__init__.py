"""Pure rules of provision: entries of the map, how their text is read, and who can use them."""
