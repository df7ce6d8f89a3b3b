"""Visible checks: each tests a function of yours, and its message says what to correct.

A check tries a few cases. Hidden tests with other inputs decide the score.
"""

from rnn_utils.checks._report import CheckFailed
from rnn_utils.checks.clip import clip_every_array, clip_range, clip_untouched
from rnn_utils.checks.lstm_step import lstm_step_gates, lstm_step_weights
from rnn_utils.checks.model import model_carry, model_first_name, model_parameters, model_rounds
from rnn_utils.checks.optimize import optimize_clipping, optimize_loss, optimize_update
from rnn_utils.checks.sample import sample_draw, sample_form, sample_state
from rnn_utils.checks.sample_with_temperature import (
    sample_with_temperature_pieces,
    sample_with_temperature_warmth,
)

__all__ = [
    "CheckFailed",
    "clip_every_array",
    "clip_range",
    "clip_untouched",
    "lstm_step_gates",
    "lstm_step_weights",
    "model_carry",
    "model_first_name",
    "model_parameters",
    "model_rounds",
    "optimize_clipping",
    "optimize_loss",
    "optimize_update",
    "sample_draw",
    "sample_form",
    "sample_state",
    "sample_with_temperature_pieces",
    "sample_with_temperature_warmth",
]
