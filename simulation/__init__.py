"""Verbs: the engine, what happens to people, and what a run reports.

- `simulation.process`: what a process, a parameter, an effect and an intervention are
- `simulation.processes`, `simulation.interventions`: one file each
- `simulation.simulate`: one arm in one go; `simulation.runner`: many, on many cores
- `simulation.model`: the same as a Mesa model, ``from simulation.model import CareSystem``
- `simulation.outcomes`, `simulation.costs`, `simulation.store`: what is counted, priced and kept

Nothing is imported here, so that a command starts at once.
"""
