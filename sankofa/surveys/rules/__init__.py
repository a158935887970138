"""The pure core of the surveys: what an instrument is, how it is read, what is asked next."""
