"""What the person can set and see: sliders and preferences."""
