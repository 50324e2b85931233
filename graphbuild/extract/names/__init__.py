"""Recognise names of persons, organisations, countries and places in a parsed article."""
