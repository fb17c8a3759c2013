"""The two-page briefing of a comparison: one content, written as HTML, PDF and Word."""
