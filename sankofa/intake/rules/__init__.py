"""The pure core of files coming in: find the table, recognise the columns, read what a cell says."""
