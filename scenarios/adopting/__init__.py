"""Adapting and adopting a service: what comes before it, what it takes, what may go wrong."""
