"""The statistical core of calibration: plain arrays in, posterior draws and a verdict out.

It knows no council, no file and no model. Parameters are *prior probabilities* u in (0, 1), with
a uniform prior: the caller turns them into values by the inverse distribution functions of the
register. Statistics come on the scale they are compared on, such as log(count + 1/2).

=================================================================  ============
`Bank(parameters, statistics, u, stats)`, `Observed(values, ...)`  bank.py
`fit_emulator(bank) -> Emulator`                                   emulator.py
`place_runs(emulator, u, observed, seed)`                          rescale.py
`screen(emulator, observed) -> Screen`                             screen.py
`posterior(emulator, observed, draws, seed) -> Posterior`          posterior.py
`check_coverage(bank, observed, truths, seed) -> Coverage`         sbc.py
`predict(emulator, u, observed, seed, runs) -> Prediction`         predict.py
`identify(emulator, u, observed) -> Identified`                    identify.py
`Toy`, whose exact posterior is known                              toy.py
=================================================================  ============

One bank serves every place, because the size of a place is an input: `Observed.scale` is the
sampling standard deviation of the place over that of one run of the bank, the square root of
the bank's sample size over the place's own.
"""
