"""The house as a whole: settings, addresses, the command line, and the one visible list of rooms and hooks."""
