"""The network, drawn once for each step."""

import matplotlib.pyplot as plt

# Okabe and Ito's palette: told apart with any kind of colour vision.
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#595959"
NEWLINE_SIGN = "\u21b5"


def _letter(character):
    return NEWLINE_SIGN if character == "\n" else character


def unrolled(name, sampling=False):
    """The network drawn once for each step over a name.

    Parameters
    ----------
    name : str
        A short name; it is drawn with a closing newline.
    sampling : bool
        False: training, the name is fed in. True: each letter that was drawn is fed back.

    Returns
    -------
    matplotlib.figure.Figure
    """
    steps = len(name) + 1
    inputs = ["0 (zeros)", *name]
    targets = [*name, "\n"]
    figure, axes = plt.subplots(figsize=(2.1 * steps + 1.2, 4.2))
    axes.set(xlim=(-1.2, steps - 0.3), ylim=(-0.55, 3.4), aspect="auto")
    axes.axis("off")
    arrow = {"arrowstyle": "-|>", "color": GREY, "linewidth": 1.4}

    def box(x, y, text, colour):
        axes.text(
            x, y, text, ha="center", va="center", color="white", fontsize=11,
            bbox={"boxstyle": "round,pad=0.45", "facecolor": colour, "edgecolor": "none"},
        )  # fmt: skip

    axes.text(-0.95, 1.4, "$a^{(0)} = 0$", ha="center", va="center", color=GREEN, fontsize=11)
    for t in range(steps):
        axes.annotate("", (t - 0.3, 1.4), (t - 0.68, 1.4), arrowprops=arrow)
        axes.annotate("", (t, 1.15), (t, 0.3), arrowprops=arrow)
        axes.annotate("", (t, 2.4), (t, 1.65), arrowprops=arrow)
        box(t, 0.05, rf"$x^{{({t})}}$ = {_letter(inputs[t])}", BLUE)
        box(t, 1.4, rf"$a^{{({t + 1})}}$", GREEN)
        box(t, 2.65, rf"$\hat{{y}}^{{({t + 1})}}$", ORANGE)
        goal = "drawn: " if sampling else "should be "
        axes.text(t, 3.15, goal + _letter(targets[t]), ha="center", fontsize=11)
        axes.text(t + 0.04, 0.72, "$W_{ax}$", fontsize=10, color=GREY)
        axes.text(t + 0.04, 2.0, "$W_{ya}$", fontsize=10, color=GREY)
        axes.text(t - 0.49, 1.5, "$W_{aa}$", fontsize=10, color=GREY, ha="center")
        if sampling and t + 1 < steps:
            axes.annotate(
                "", (t + 0.9, 0.34), (t + 0.28, 3.1), arrowprops={**arrow, "linestyle": "--"}
            )
    axes.text(-1.15, -0.45, "same weights at every step", fontsize=10, color=GREY, style="italic")
    figure.tight_layout()
    plt.close(figure)
    return figure
