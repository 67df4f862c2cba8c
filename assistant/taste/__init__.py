"""What the person likes: sliders and measured traits of a text."""
