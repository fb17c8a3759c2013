"""The workshop: one room that predicts, runs a story together, and sees what came of it."""
