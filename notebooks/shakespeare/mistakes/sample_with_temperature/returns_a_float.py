# Returns the index with a decimal point.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: with a decimal point
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return float(np.searchsorted(np.cumsum(p), u))
