"""What Attune remembers, encrypted."""
