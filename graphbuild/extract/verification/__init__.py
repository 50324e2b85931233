"""Decides which candidates become statements: relation encoder, verifier and corroboration."""
