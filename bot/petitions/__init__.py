"""Petitions, from the first word to the reply: services and words that know no messenger."""
