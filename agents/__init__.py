"""Nouns: young people, families, carers and hubs, and how a council's population is made."""
