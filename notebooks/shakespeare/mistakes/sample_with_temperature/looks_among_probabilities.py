# Forgets to add the probabilities up.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: looked up among the probabilities
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return int(np.searchsorted(p, u))
