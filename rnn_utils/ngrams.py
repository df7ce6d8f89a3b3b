"""Language models that only count: how often each character came after the ones before it.

A bigram looks at one character before the next one, a trigram at two. They are what a network has
to beat.
"""

import math
from collections import Counter

# What a longer context says is mixed with what a shorter one says, as if the shorter one had been
# seen this many times. Without it, whatever was never seen would have probability 0.
WEIGHT = 5


class Ngrams:
    """Counts of characters, each with the ``length - 1`` characters before it.

    Parameters
    ----------
    names : list of str
        Names to count in. The newline at the end of each counts as a character; in front of a
        name there are newlines too, but nothing has to predict those.
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
        """How likely `character` is to come after `context`.

        Parameters
        ----------
        character : str
            One character.
        context : str
            The characters before it, at most ``length - 1``.

        Returns
        -------
        float
            Positive; over all characters these add up to 1.
        """
        shorter = self.probability(character, context[1:]) if context else 1 / self.vocab_size
        seen = self.counts[context, character] + WEIGHT * shorter
        return seen / (self.totals[context] + WEIGHT)

    def bits(self, names):
        """Mean surprise over the characters of names.

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
        """Each character of the name and its newline, with the context in front of it."""
        before = self.length - 1
        text = "\n" * before + name + "\n"
        return [(text[t - before : t], text[t]) for t in range(before, len(text))]
