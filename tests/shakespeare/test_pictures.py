"""The figures say in words what they show."""

import xml.etree.ElementTree as ET

import numpy as np
import pictures


def test_the_step_names_all_gates():
    picture = pictures.lstm_step(units=7, inputs=5)
    for word in ("forget", "input gate", "candidate", "output gate", "7 numbers", "5 numbers"):
        assert word in picture.alt
    page = picture.to_html()
    ET.fromstring(page[page.index("<svg") : page.index("</figure>")])


def test_fading_tells_where_little_is_left():
    lengths = {"slow": 2 * 0.99 ** np.arange(50), "fast": 3 * 0.5 ** np.arange(50)}
    picture = pictures.fading(lengths)
    assert "slow: never below a hundredth, 61 % at step 50." in picture.alt
    assert "fast: below a hundredth from step 8 on, 0.0000000000002 % at step 50." in picture.alt
