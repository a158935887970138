"""Invented content that shows every page component; each entry is the context that the component of its name takes."""
