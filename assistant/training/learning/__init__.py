"""How an adapter is learned: the served weights, the losses, the steps, and the file that comes of it."""
