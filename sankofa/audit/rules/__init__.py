"""The pure core of the audit: what an event says, who vouches for it, how events are chained."""
