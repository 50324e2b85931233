"""The entities of one article: names that mean the same are clustered and get a kind, a key and a state."""
