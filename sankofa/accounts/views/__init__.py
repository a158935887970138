"""Pages of accounts: the door, one's own account, what administrators allow, the staff and who manages them."""
