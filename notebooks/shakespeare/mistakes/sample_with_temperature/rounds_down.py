# Divides with //, which rounds the scores.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: // where / belongs
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores // temperature)
    return int(np.searchsorted(np.cumsum(p), u))
