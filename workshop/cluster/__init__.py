"""Several workers behind one address: what one of them changes, the others tell their clients."""
