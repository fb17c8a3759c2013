"""The funnel: from those who come into care to those whom a service reached in time and in full.

It knows services by what they declare alone: their sites' rows, who their members are, and the log
of what happened to each enrolment. It changes nothing of a run and draws nothing of its own.
"""
