"""Forms of accounts, a module for each place they stand: the door, one's own account, the staff, who may see what."""
