# Tries: valid JSON that is hardly a notebook: no cells, cells of other types, null.
# Kind: harm
# Stock: no
import json


def attack(notebook, folder, course):
    broken = {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": [],
        "cells": [None, 1, {}, {"cell_type": "x"}],
    }
    (folder / "dinosaur_land.ipynb").write_text(json.dumps(broken), "utf-8")
