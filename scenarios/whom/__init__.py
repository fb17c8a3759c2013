"""For whom: what differs between two arms by age, sex, need and where young people stood."""
