"""Figures of the exercise, each with a text alternative."""

from rnn_utils.figures.cliff import cliff, cliff_descent, cliff_gradient, cliff_loss
from rnn_utils.figures.norms import gradient_norms
from rnn_utils.figures.picture import Picture
from rnn_utils.figures.reading import hidden_units, next_letters
from rnn_utils.figures.sampling import sampling
from rnn_utils.figures.unrolled import unrolled

__all__ = [
    "Picture",
    "cliff",
    "cliff_descent",
    "cliff_gradient",
    "cliff_loss",
    "gradient_norms",
    "hidden_units",
    "next_letters",
    "sampling",
    "unrolled",
]
