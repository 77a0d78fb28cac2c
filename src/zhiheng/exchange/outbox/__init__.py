"""The outbox: messages that leave once in effect, written with what they tell of."""
