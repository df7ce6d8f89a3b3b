# Multiplies the scores by the temperature.
# loses: test-sample_with_temperature-warmth
# message: multiplied by the temperature; divide
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores * temperature)
    return int(np.searchsorted(np.cumsum(p), u))
