"""Joint calibration: what no table gives, from one shared bank of simulations, with its gate."""
