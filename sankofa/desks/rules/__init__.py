"""The rules of the desks: in which order a day's work is done."""
