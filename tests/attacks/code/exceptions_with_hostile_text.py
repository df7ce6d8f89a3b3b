# Tries: raises exceptions whose class, name and text are traps: a str that raises, loops over 10 MB,
#   prints points, or is not a str.
# Kind: scores
# Stock: yes

# %% clip
class Meta(type):
    @property
    def __name__(cls):
        return "Passed\n10"


class Trap(AssertionError, metaclass=Meta):
    def __str__(self):
        return "passed " * 1_000_000

    def __repr__(self):
        raise SystemExit(0)


def clip(gradients, maxValue):
    raise Trap


# %% sample
class Huge(Exception):
    def __str__(self):
        raise RuntimeError(self)


def sample(parameters, char_to_ix, seed):
    raise Huge from Huge()


# %% optimize
class Odd(Exception):
    __str__ = lambda self: 10


def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    raise type("A" * 1_000_000, (Odd,), {"__module__": "B" * 100_000})


# %% model
def model(*args, **kwargs):
    error = ExceptionGroup("many", [ValueError(str(i)) for i in range(1000)])
    for _ in range(50):
        error = ExceptionGroup("nested", [error])
    raise error
