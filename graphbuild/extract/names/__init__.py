"""Names in a parsed article: which words name a person, an organisation, a country or a place."""
