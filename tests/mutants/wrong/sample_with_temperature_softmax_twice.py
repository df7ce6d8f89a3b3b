# Takes the softmax of probabilities.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# told: softmax is applied twice
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    p = softmax(p)
    return int(np.searchsorted(np.cumsum(p), u))
