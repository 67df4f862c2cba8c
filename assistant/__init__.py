"""Attune, the private assistant that learns one person: everything that works without a window."""
