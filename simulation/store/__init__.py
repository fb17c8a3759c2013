"""Keep runs in a database; the only place that speaks to one."""
