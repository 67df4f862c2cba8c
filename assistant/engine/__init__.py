"""What speaks: a model in its own process that turns messages into words."""
