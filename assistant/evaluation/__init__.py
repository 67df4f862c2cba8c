"""How we know: benchmarks and protocols."""
