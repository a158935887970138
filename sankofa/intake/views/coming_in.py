"""Pages of files coming in: the list, sending, columns, the check, the rows, letting in, the receipt, what goes back.

Long work is done a few seconds at a time: htmx asks for the next piece by itself, without script a button does.
"""
