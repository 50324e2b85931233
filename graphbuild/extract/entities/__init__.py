"""The entities of one article: clusters of names, each with a kind, a key and a state."""
