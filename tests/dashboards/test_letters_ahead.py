"""What a chart needs of its fonts is read before the chart is drawn."""

from dashboards.report import lettering
from dashboards.report.charts import canvas, load, say


def test_letters_are_known_before_the_first_chart() -> None:
    """Loading reads the plain and the bold font; a chart with letters beyond ASCII then reads none."""
    lettering._known.cache_clear()
    load()
    read = lettering._known.cache_info().misses
    assert read == 2
    with canvas(3) as figure:
        say(figure, "£1m – £2m less", "Range: 9 runs in 10 – prices of 2024")
        with lettering.lettered(figure):
            assert lettering._known.cache_info().misses == read
    assert lettering._known.cache_info().hits >= 2
