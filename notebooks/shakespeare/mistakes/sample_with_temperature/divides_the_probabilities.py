# Divides the probabilities by the temperature.
# loses: test-sample_with_temperature-warmth
# message: probabilities are divided by the temperature
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores) / temperature
    ends = np.cumsum(p)
    return min(int(np.searchsorted(ends, u)), len(ends) - 1)
