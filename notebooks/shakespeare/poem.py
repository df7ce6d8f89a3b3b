"""Poems: the machine goes on with what somebody began.

python poem.py "Shall I compare thee to a winter's night" --temperature 0.7
"""

import argparse
import sys
from pathlib import Path

import machine
import numpy as np
import verse

from rnn_utils import screens

FIRST_LINE = "Shall I compare thee to a winter's night"
WEIGHTS = Path(__file__).with_name("lstm.npz")
LONGEST_LINE = 80  # characters on average; a machine that learned little may never end a line


def draw(scores, temperature, rng):
    """Draw a character: the largest score wins, after each got a random bonus.

    With a bonus of Gumbel's distribution, the chance to win is softmax(scores / temperature).

    Parameters
    ----------
    scores : ndarray of float, shape (n,)
    temperature : float
        Positive.
    rng : numpy.random.Generator

    Returns
    -------
    int
        The index of the character.
    """
    return int(np.argmax(scores / temperature + rng.gumbel(size=len(scores))))


def complete(model, alphabet, beginning, lines=8, temperature=0.7, seed=0, draw=draw):
    """Go on with a poem.

    Parameters
    ----------
    model : keras.Model
        From `machine.load` or `machine.build`.
    alphabet : str
        Its characters.
    beginning : str
        What somebody wrote: whole lines or, if it ends with a space, the first part of a line.
    lines : int
        How many lines to write; empty ones do not count.
    temperature : float
        Below 1 for what is likely, above 1 for surprises.
    seed : int
        Another seed makes another poem.
    draw : callable
        Takes scores ``(n,)``, the temperature and a generator, and gives an index.

    Returns
    -------
    str
        The beginning, as the machine has read it, and what the machine wrote.

    Raises
    ------
    ValueError
        If nothing of the beginning can be read. The message is one sentence for its author.
    """
    poem = readable(beginning, alphabet)
    step = machine.with_states(model)
    states, rng = machine.zero_states(model), np.random.default_rng(seed)
    # In the text an empty line comes before each beginning.
    unread = verse.fit("\n\n", alphabet)[0] + poem
    longest = len(poem) + lines * LONGEST_LINE
    while lines > 0 and len(poem) < longest:
        # All that the machine remembers is in the states: it reads every letter only once.
        for index in verse.encode(unread, alphabet):
            scores, *states = step.predict_on_batch([np.array([[index]]), *states])
        unread = alphabet[draw(scores[0, -1].astype("float64"), temperature, rng)]
        lines -= unread == "\n" and not poem.endswith("\n")
        poem += unread
    return poem.rstrip("\n")


def readable(beginning, alphabet, file=None):
    """The beginning in the machine's alphabet; says what had to be left out.

    Parameters
    ----------
    beginning : str
    alphabet : str
    file : file, optional
        Where it says so; standard error by default.

    Returns
    -------
    str
        With a newline at its end, unless it ends with a space.

    Raises
    ------
    ValueError
        As in `complete`.
    """
    fitted, lost = verse.fit(beginning, alphabet)
    if not fitted.strip():
        known = "".join(sorted(alphabet.strip(), key=lambda character: not character.isalpha()))
        raise ValueError(
            f"The machine can read nothing of {beginning!r}: begin with some of {known}"
        )
    if lost:
        left_out = f"Left out, since the machine has never seen it: {' '.join(lost)}"
        print(left_out, file=file or sys.stderr)
    if "\n" in alphabet and not fitted.endswith((" ", "\n")):
        fitted += "\n"
    return fitted


def ask(alphabet):
    """A first line from whoever sits here, or one of ours where nobody does.

    Parameters
    ----------
    alphabet : str

    Returns
    -------
    str
        As the machine reads it.
    """
    while screens.find():
        try:
            beginning = input("The first line of your poem: ") or FIRST_LINE
            return readable(beginning, alphabet, sys.stdout)
        except NotImplementedError:  # a notebook that nobody can answer
            break
        except ValueError as error:
            print(error)
    # A text in other letters than ours gets a line of its own.
    return FIRST_LINE if verse.fit(FIRST_LINE, alphabet)[0].strip() else alphabet.strip()


def main(arguments=None):
    """Print a poem."""
    parser = argparse.ArgumentParser(description="Go on with a poem.")
    parser.add_argument("beginning", help="its first line, or several")
    parser.add_argument("--lines", type=int, default=8, help="how many lines to write")
    parser.add_argument("--temperature", type=float, default=0.7, help="how daring")
    parser.add_argument("--seed", type=int, default=0, help="another number, another poem")
    parser.add_argument("--weights", type=Path, default=WEIGHTS, help="a file that train.py wrote")
    options = parser.parse_args(arguments)
    if not options.temperature > 0:
        parser.error("the temperature has to be above 0")
    if not options.weights.is_file():
        parser.error(f"there is no file {options.weights}: train.py makes one")
    model, alphabet = machine.load(options.weights)
    try:
        print(
            complete(
                model,
                alphabet,
                options.beginning,
                options.lines,
                options.temperature,
                options.seed,
            )
        )
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
