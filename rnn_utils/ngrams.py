"""Language models that count how often each character follows the characters before it.

A bigram model uses one character before the next one, a trigram model uses two. The notebook
compares the network with them.
"""

import math
from collections import Counter

# The probability in a longer context is mixed with that in a shorter one, as if the shorter one had
# been seen this many times. Without it, a sequence that was never seen would have probability 0.
WEIGHT = 5


class Ngrams:
    """A model that counts characters, each with the ``length - 1`` characters before it.

    Parameters
    ----------
    names : list of str
        Names to count in. The newline at the end of each counts as a character. The newlines in
        front of a name are context only; the model does not predict them.
    length : int
        1 for unigrams, 2 for bigrams, 3 for trigrams, ...
    vocab_size : int
        Number of different characters.
    """

    def __init__(self, names, length, vocab_size):
        self.length, self.vocab_size = length, vocab_size
        self.counts, self.totals = Counter(), Counter()
        for name in names:
            for context, character in self._steps(name):
                for shorter in range(length):
                    self.counts[context[shorter:], character] += 1
                    self.totals[context[shorter:]] += 1

    def probability(self, character, context):
        """Return the probability that `character` follows `context`.

        Parameters
        ----------
        character : str
            One character.
        context : str
            The characters before it, at most ``length - 1``.

        Returns
        -------
        float
            Positive; the sum over all characters is 1.
        """
        shorter = self.probability(character, context[1:]) if context else 1 / self.vocab_size
        seen = self.counts[context, character] + WEIGHT * shorter
        return seen / (self.totals[context] + WEIGHT)

    def bits(self, names):
        """Return the mean loss on a character of some names, in bits.

        Parameters
        ----------
        names : list of str
            At least one name, of characters of the vocabulary.

        Returns
        -------
        float
            Bits per character, the newlines included.
        """
        steps = [step for name in names for step in self._steps(name)]
        return -sum(math.log2(self.probability(c, context)) for context, c in steps) / len(steps)

    def _steps(self, name):
        """Return each character of the name and its newline, with the context before it."""
        before = self.length - 1
        text = "\n" * before + name + "\n"
        return [(text[t - before : t], text[t]) for t in range(before, len(text))]
