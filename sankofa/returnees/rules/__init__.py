"""The pure core of the register: the nouns, names and how they are found, rows of a file and what they say."""
