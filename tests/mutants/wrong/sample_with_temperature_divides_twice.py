# Divides the scores by the temperature twice.
# loses: test-sample_with_temperature-warmth
# told: temperature twice
def sample_with_temperature(scores, temperature, u):
    scores = scores / temperature
    p = softmax(scores / temperature)
    return int(np.searchsorted(np.cumsum(p), u))
