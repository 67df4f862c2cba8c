"""What the person can set and see: sliders, preferences, and what the nights learned."""
