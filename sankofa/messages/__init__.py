"""What leaves the house as a message: mail, SMS and calls to partners' systems, through an outbox, delivery on record.

Nouns: message, channel, port, contact plan, endpoint, delivery, text.
"""
