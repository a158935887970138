"""The pure core of protected storage: sealing bytes and blind indexes."""
