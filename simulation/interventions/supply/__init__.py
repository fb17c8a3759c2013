"""Conditions on carers and homes: some close, some join."""
