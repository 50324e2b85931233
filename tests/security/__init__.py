"""Attacks, and what became of them; SECURITY.md says which promise each file tests."""
