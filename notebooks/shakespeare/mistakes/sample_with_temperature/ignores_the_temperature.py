# Forgets the temperature.
# loses: test-sample_with_temperature-warmth
# message: temperature makes no difference
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores)
    return int(np.searchsorted(np.cumsum(p), u))
