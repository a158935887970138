"""Pages of messages, a module for each: what goes out, the inbox of the demonstration, keys, partners' systems."""
