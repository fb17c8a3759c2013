"""The few numbers of a scenario that one turns first, and the scenario with them turned."""
