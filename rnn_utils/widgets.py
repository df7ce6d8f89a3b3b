"""Show names at several temperatures, with a slider in an open notebook."""

import html

import numpy as np

from rnn_utils import screens
from rnn_utils.measure import draw
from rnn_utils.tables import Table

TEMPERATURES = (0.2, 0.5, 1.0, 2.0)  # rows of the table
NAMES = 6  # at each temperature


def explore_temperature(parameters, ix_to_char):
    """Return names at several temperatures; in an open notebook, also show a slider.

    The slider needs ipywidgets and a running kernel. The table needs neither.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the trained network.
    ix_to_char : dict of int to str
        The vocabulary.

    Returns
    -------
    Table
        One row for each temperature.
    """

    def names_at(temperature):
        rng = np.random.default_rng(0)  # the same random numbers for each temperature
        drawn = [draw(parameters, ix_to_char, rng, temperature) for _ in range(NAMES)]
        return [name or "(no letters)" for name in drawn]

    if isinstance(screens.find(), screens.NotebookScreen):
        _show_slider(names_at)
    rows = [(f"T = {T}", ", ".join(names_at(T))) for T in TEMPERATURES]
    return Table(("temperature", "names"), rows, "The same network at several temperatures")


def _show_slider(names_at):
    """Display a slider and the names at its temperature below it."""
    try:
        import ipywidgets
    except ImportError:
        print("With the package ipywidgets there is a slider here: pip install ipywidgets")
        return
    from IPython.display import display

    # A screen reader does not read the slider's own label, which is not connected to its handle.
    # It reads the label of a number field.
    limits = {"value": 1, "min": 0.1, "max": 3, "step": 0.1}
    field = ipywidgets.BoundedFloatText(**limits, description="Temperature T")
    field.style.description_width = "initial"  # as wide as the text
    field.layout.width = "12em"
    slider = ipywidgets.FloatSlider(**limits, readout=False)
    ipywidgets.link((field, "value"), (slider, "value"))
    names = ipywidgets.HTML()

    def redraw(change=None):
        listed = (f"<li>{html.escape(name)}</li>" for name in names_at(field.value))
        names.value = f"<ul>{''.join(listed)}</ul>"

    field.observe(redraw, "value")
    redraw()
    box = ipywidgets.VBox([ipywidgets.HBox([field, slider]), names])
    text = "A slider for the temperature stands here while the notebook is running."
    display({**box._repr_mimebundle_(), "text/plain": text}, raw=True)
