"""The conversation: asking, reading, rating, and why an answer is as it is."""
