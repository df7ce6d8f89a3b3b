"""What one page may still hold, so that no submission makes it too large to open."""

from dataclasses import dataclass

from autograder.feedback.images import Rejected

FULL = "this page is full"


@dataclass
class Allowance:
    """Counts down while a page is made.

    Attributes
    ----------
    size : int
        Bytes of HTML.
    pixels : int
        What its pictures may have, all together.
    markup : int
        Characters of HTML and Markdown that are parsed, since parsing can be made slow.
    """

    size: int = 4_500_000
    pixels: int = 100_000_000
    markup: int = 1_000_000

    def take(self, kind, amount):
        """Spend some of it.

        Raises
        ------
        Rejected
            If there is too little left; nothing is spent then.
        """
        left = getattr(self, kind) - amount
        if left < 0:
            raise Rejected(FULL)
        setattr(self, kind, left)

    def holds(self, page):
        """Spend the bytes of a piece of HTML, if there are enough left, and say whether."""
        try:
            self.take("size", len(page.encode("utf-8")))
        except Rejected:
            return False
        return True
