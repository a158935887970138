"""The pure core of consent: who may say yes for whom, how long, what may be shared, what a withdrawal stops."""
