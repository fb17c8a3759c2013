"""Back-tests: forecasts of every council as they could have been made, against what was published."""
