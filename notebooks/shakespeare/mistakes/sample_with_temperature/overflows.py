# Has a softmax of its own in which exp of large scores overflows.
# loses: test-sample_with_temperature-warmth
# message: Take the largest score off
def sample_with_temperature(scores, temperature, u):
    e = np.exp(scores / temperature)
    p = e / e.sum()
    return int(np.searchsorted(np.cumsum(p), u))
