"""The pure core of messages: how long to wait, how long a text may be, and whether somebody may be contacted."""
