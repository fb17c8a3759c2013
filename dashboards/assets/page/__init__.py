"""Our own script, served under the name that Solara's page template asks for."""
