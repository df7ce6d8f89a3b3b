"""A whole class: what has to be marked, workers that mark it, and one writer that records it."""
