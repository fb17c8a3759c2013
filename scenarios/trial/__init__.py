"""The virtual trial: simulated authorities, allotted as an evaluator would, analysed as an evaluator would."""
