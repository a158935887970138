"""Forms people are asked to fill in, and what they answered.

An *instrument* is a set of questions in one version, kept as reviewable text under `instruments/CODE/VERSION/` in
the columns of XLSForm (survey, choices, settings), so that a programme can read, correct and translate it in a
spreadsheet. A published version never changes; a correction is a new version.

Source: xlsform.org for the columns; the questions name their own sources in their settings.
"""
