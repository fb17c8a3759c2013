"""One look for every chart: the Government Analysis Function colours, dashes and plain text."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

#: Line and fill colours on white; `*_TEXT` are the darker twins for words (contrast over 4.5:1).
BASELINE, BASELINE_TEXT = "#12436D", "#12436D"
SCENARIO, SCENARIO_TEXT = "#F46A25", "#A33C06"
DIFFERENCE = "#801650"
INK, SECONDARY, GRID = "#0B0C0C", "#505A5F", "#D9DBDD"
BAND_OPACITY = 0.18
#: Dash patterns tell the arms apart without colour.
SCENARIO_DASH = (0, (5, 1.6))
#: Inches; with DPI this gives PNG pictures 1,800 points wide.
WIDTH, DPI = 9.0, 200

#: Settings for matplotlib: text stays text in SVG, and ids do not change from run to run.
SETTINGS: Mapping[str, Any] = MappingProxyType(
    {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": 12.0,
        "axes.titlesize": 15.0,
        "axes.labelsize": 12.0,
        "xtick.labelsize": 12.0,
        "ytick.labelsize": 12.0,
        "axes.edgecolor": SECONDARY,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": SECONDARY,
        "ytick.color": SECONDARY,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": False,
        "grid.color": GRID,
        "figure.facecolor": "white",
        "axes.facecolor": "white",
        "svg.fonttype": "none",
        "svg.hashsalt": "doorways",
        "text.parse_math": False,
    }
)
