"""Which candidates become statements: the relation encoder, the verifier and corroboration."""
