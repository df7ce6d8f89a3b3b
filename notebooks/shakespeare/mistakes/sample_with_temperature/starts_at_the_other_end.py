# Compares 1 - u with the ends.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: 1 - u in place of u
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return int(np.searchsorted(np.cumsum(p), 1 - u))
