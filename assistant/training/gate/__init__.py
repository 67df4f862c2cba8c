"""Whether what was learned may be used: what it must not cost, and whether it helps."""
