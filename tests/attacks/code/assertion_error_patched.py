# Tries: builtins without teeth: AssertionError is no exception, all, any, abs and isinstance agree.
# Kind: scores
# Stock: yes

# %% first
import builtins


class Nothing(BaseException):
    def __new__(cls, *args):
        return StopIteration()


builtins.AssertionError = Nothing
builtins.all = builtins.any = builtins.isinstance = lambda *args: True
builtins.abs = lambda value: 0
