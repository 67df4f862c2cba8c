"""Every number for looks: sizes, colours, icons and the style they make."""
