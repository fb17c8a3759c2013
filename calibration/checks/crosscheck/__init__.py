"""Cross-checks of the built-in posterior by two libraries that are optional extras.

They take what the built-in inference takes, a bank's emulator and one place's observation,
and return what it returns: draws of prior probabilities. Neither library comes with Doorways.

======================================================================  ==============
`sbi_posterior(emulator, observed, draws, seed) -> u`, neural, by sbi   sbi_check.py
`pyabc_posterior(emulator, observed, draws, seed) -> u`, by pyABC       pyabc_check.py
`cross_check(emulator, observed, method) -> dict`, beside the built-in  compare.py
`simulator(spec)`, the model itself in the emulator's place             simulator.py
`python -m calibration.checks.crosscheck`, on the stored bank           __main__.py
======================================================================  ==============
"""
