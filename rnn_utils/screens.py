"""Show the progress of a training loop in a notebook's output or on a terminal's line."""

import html
import os
import sys

from rnn_utils.tables import Table

MOST_POINTS = 300  # of the curve; more would not be visible
WIDTH, HEIGHT = 640, 170  # of the curve, in pixels
# Variables that nbgrader and pytest (with nbval) set: they run a notebook that nobody watches.
UNWATCHED = ("NBGRADER_EXECUTION", "PYTEST_CURRENT_TEST")


def find():
    """Return the screen on which to show a loop.

    Returns
    -------
    NotebookScreen, TerminalScreen or None
        None where nobody watches.
    """
    if any(name in os.environ for name in UNWATCHED):
        return None
    ipython = sys.modules.get("IPython")
    if ipython is not None and getattr(ipython.get_ipython(), "kernel", None) is not None:
        return NotebookScreen()
    if sys.stderr.isatty():
        return TerminalScreen()
    return None


def entry(iteration, loss, names):
    """Return one entry of the log as text, in the form of the exercise.

    Parameters
    ----------
    iteration : int
        Number of the iteration, from 0.
    loss : float
        Smoothed, in nats.
    names : list of str
        Each ends with a newline.

    Returns
    -------
    str
    """
    return f"Iteration: {iteration}, Loss: {loss:f}\n\n" + "".join(names) + "\n\n"


def describe(loop):
    """Return the progress of a loop as one line of text.

    Parameters
    ----------
    loop : rnn_utils.training.Progress
        The loop.

    Returns
    -------
    str
    """
    counted = f"{loop.done:,} of {loop.total:,} {loop.iteration}s"
    if loop.done == 0 or loop.seconds == 0:
        return counted
    speed = loop.done / loop.seconds
    if loop.stopped:
        return f"Stopped after {counted}. What was learned so far is kept."
    if loop.done == loop.total:
        return f"{counted} in {loop.seconds:.0f} s, {speed:,.0f} a second"
    return f"{counted}, {speed:,.0f} a second, {(loop.total - loop.done) / speed:.0f} s left"


class TerminalScreen:
    """Show one line on stderr, which is redrawn, and print names when the loop shows them."""

    def __init__(self):
        self.printed = 0

    def draw(self, loop, last=False):
        """Draw the present state of a loop."""
        for one in loop.log[self.printed :]:
            print(entry(*one), end="", flush=True)
        self.printed = len(loop.log)
        # Padded, because a shorter text would leave the end of a longer one visible.
        end = "\n" if last else ""
        print(f"\r{describe(loop):<78}", end=end, file=sys.stderr, flush=True)


class NotebookScreen:
    """Show one output of a cell, which is redrawn: bar, curve of the loss, newest names."""

    def __init__(self):
        self.handle = None

    def draw(self, loop, last=False):
        """Draw the present state of a loop; the last time with the names of all entries."""
        parts = [_bar(loop)]
        if len(loop.losses) > 1:
            parts.append(curve(loop.losses, loop.total, loop.measure, loop.iteration))
        if loop.log:
            parts.append(_newest(*loop.log[-1]))
        if last and any(names for _, _, names in loop.log):
            parts.append(_all_names(loop.log))
        text = describe(loop) + "\n\n" + "".join(entry(*one) for one in loop.log)
        page = f'<div role="group" aria-label="Training">{"".join(parts)}</div>'
        bundle = {"text/plain": text.strip(), "text/html": page}
        if self.handle is None:
            self.handle = sys.modules["IPython"].display.DisplayHandle()
            self.handle.display(bundle, raw=True)
        else:
            self.handle.update(bundle, raw=True)


def _bar(loop):
    """Return the progress bar as HTML."""
    return (
        f'<p><progress value="{loop.done}" max="{loop.total}" aria-label="training"></progress> '
        f"{describe(loop)}</p>"
    )


def curve(losses, total, measure="smoothed loss", iteration="iteration"):
    """Return a curve of the loss by iteration as SVG, in the colours of the page.

    Parameters
    ----------
    losses : list of float
        One for each iteration so far.
    total : int
        Number of iterations of the whole loop, the width of the picture.
    measure, iteration : str
        What the curve shows, and what one round of the loop is called. Both are in the label.

    Returns
    -------
    str
    """
    step = -(-len(losses) // MOST_POINTS)  # rounded up
    low, high = min(losses), max(losses)
    left, right, top, bottom = 48, WIDTH - 8, 10, HEIGHT - 34

    def place(iteration, loss):
        x = left + (right - left) * iteration / total
        y = bottom - (bottom - top) * (loss - low) / ((high - low) or 1)
        return f"{x:.1f},{y:.1f}"

    points = [(i, losses[i]) for i in range(0, len(losses), step)] + [(len(losses), losses[-1])]
    label = f"Curve of the {measure}: {losses[0]:.2f} at first, {losses[-1]:.2f} now, "
    label += f"between {low:.2f} and {high:.2f} on the way"
    text = 'fill="currentColor" font-size="13" font-family="sans-serif"'
    return (
        f'<svg role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'style="display: block; width: 100%; max-width: {WIDTH}px">'
        f'<path d="M{left},{top} V{bottom} H{right}" fill="none" stroke="currentColor"/>'
        f'<polyline points="{" ".join(place(*point) for point in points)}" fill="none" '
        'stroke="currentColor" stroke-width="2"/>'
        f'<text x="{left - 6}" y="{top + 9}" text-anchor="end" {text}>{high:.1f}</text>'
        f'<text x="{left - 6}" y="{bottom}" text-anchor="end" {text}>{low:.1f}</text>'
        f'<text x="{left}" y="{bottom + 16}" {text}>0</text>'
        f'<text x="{(left + right) / 2}" y="{bottom + 28}" text-anchor="middle" {text}>'
        f"{measure} by {iteration}</text>"
        f'<text x="{right}" y="{bottom + 16}" text-anchor="end" {text}>{total:,}</text></svg>'
    )


def _newest(iteration, loss, names):
    """Return the names of one entry of the log as HTML."""
    listed = "".join(f"<li>{html.escape(name.strip() or '(no letters)')}</li>" for name in names)
    if not listed:
        return ""
    return f"<p>After {iteration:,} iterations, at a loss of {loss:.2f}:</p><ul>{listed}</ul>"


def _all_names(log):
    """Return the names of all entries of the log as a folded HTML table."""
    rows = [
        (f"{iteration:,}", f"{loss:.6f}", ", ".join(map(str.strip, names)))
        for iteration, loss, names in log
    ]
    table = Table(("iteration", "loss", "names"), rows, "Names drawn during the training")
    return f"<details><summary>All names on the way</summary>{table.to_html()}</details>"
