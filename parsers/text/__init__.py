"""Text to claims: clean, sentences, tokens, numbers, grammar, attribution, claims."""
