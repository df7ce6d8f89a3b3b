# Uses np.float, which numpy does not have any more.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: write float and int
def sample_with_temperature(scores, temperature, u):
    p = softmax(np.asarray(scores, dtype=np.float) / temperature)
    return int(np.searchsorted(np.cumsum(p), u))
