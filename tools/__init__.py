"""What the house is checked, tested and kept with.  Nothing here is needed to run it."""
