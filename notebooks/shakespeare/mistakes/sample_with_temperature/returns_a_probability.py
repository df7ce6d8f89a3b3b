# Returns the probability of the index.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: probability is returned
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    index = int(np.searchsorted(np.cumsum(p), u))
    return p[index]
