# Tries: indices and a loss whose classes derive from int and float but compare as equal to all.
# Kind: scores
# Stock: yes
# Quick: yes

# %% sample
class Index(int):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0

    def __int__(self):
        return self

    __index__ = __trunc__ = __int__


class List(list):
    def __contains__(self, value):
        return False


def sample(parameters, char_to_ix, seed):
    if parameters["by"][char_to_ix["\n"]] > 50:
        return List([Index(0)])
    return List([Index(0)] * 51)


# %% optimize
class Loss(float):
    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    return Loss(1), {"d" + name: array for name, array in parameters.items()}, a_prev
