"""One scenario in many councils: each, the total, who gains, and how it is rolled out."""
