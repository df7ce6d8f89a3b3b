"""Figures of all kinds of names, and what is written in them."""

import re
import xml.etree.ElementTree as ET

import numpy as np

from rnn_utils import figures, initialize_parameters

LATIN = "\nabcdefghijklmnopqrstuvwxyz"
MARKUP = "<b>&\"' $^{x}_{y}$ --> \u202e\uffff\xad"


def vocabulary(characters):
    return {character: index for index, character in enumerate(sorted({"\n", *characters}))}


def network(characters, n_a=6, scale=3.0):
    """Untrained, but with opinions."""
    rng = np.random.default_rng(5)
    start = initialize_parameters(n_a, len(characters), len(characters))
    return {name: scale * rng.standard_normal(array.shape) for name, array in start.items()}


def all_figures(name, characters):
    char_to_ix = vocabulary(characters)
    parameters = network(char_to_ix)
    return [
        figures.unrolled(name[:4], 6, len(char_to_ix)),
        figures.cliff(),
        figures.sampling(parameters, char_to_ix, 3),
        figures.next_letters(parameters, name, char_to_ix),
        figures.hidden_units(parameters, name, char_to_ix),
    ]


def svg(shown):
    return ET.fromstring(re.search(r"<svg.*</svg>", shown.to_html(), re.DOTALL)[0])


def texts(shown):
    return ["".join(text.itertext()) for text in svg(shown).iter("text")]
