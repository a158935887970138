"""What leaves the house as a message: mail, SMS and webhooks, through an outbox, with delivery on record.

Nouns: message, channel, port, delivery, endpoint, template.
"""
