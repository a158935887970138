"""Pages of accounts: the door, one's own account, and what administrators allow."""
