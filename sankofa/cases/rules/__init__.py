"""The rules of case work: stages, what is due when, what is next and why, what a plan must say."""
