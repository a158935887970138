"""The rows of sheets as they stand, kept between pages, and the process that reads old workbooks apart.

Nothing here needs more than the standard library and the reader itself, so that the process starts at once.
"""
