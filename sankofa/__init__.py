"""Sankofa: the system that walks with returned migrants, from the airport to a life that holds."""
