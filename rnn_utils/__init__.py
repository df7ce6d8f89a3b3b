"""Helpers for the exercise: a recurrent network in numpy that learns to spell names.

Read the modules in this order: `names`, `network`, `training` (with `screens`, which shows its
progress), then `ngrams` and `measure`, which the last section of the notebook uses. `checks` test
your functions. `figures`, `tables` and `widgets` show results. The exercise does not need the code
of these four.
"""

from rnn_utils.names import get_sample, load_data, print_sample, read_names
from rnn_utils.network import (
    initialize_parameters,
    rnn_backward,
    rnn_forward,
    rnn_step_backward,
    rnn_step_forward,
    softmax,
    update_parameters,
)
from rnn_utils.ngrams import Ngrams
from rnn_utils.tables import Table
from rnn_utils.training import get_initial_loss, progress, smooth

__all__ = [
    "Ngrams",
    "Table",
    "get_initial_loss",
    "get_sample",
    "initialize_parameters",
    "load_data",
    "print_sample",
    "progress",
    "read_names",
    "rnn_backward",
    "rnn_forward",
    "rnn_step_backward",
    "rnn_step_forward",
    "smooth",
    "softmax",
    "update_parameters",
]
