"""The leaf: types, errors, vocabulary, units and settings. Everything may import it; it imports nothing of ours."""
