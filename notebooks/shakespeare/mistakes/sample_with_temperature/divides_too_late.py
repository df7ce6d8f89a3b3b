# Divides after exp, where the temperature cancels out.
# loses: test-sample_with_temperature-warmth
# message: Dividing afterwards
def sample_with_temperature(scores, temperature, u):
    e = np.exp(scores - np.max(scores)) / temperature
    p = e / e.sum()
    return int(np.searchsorted(np.cumsum(p), u))
