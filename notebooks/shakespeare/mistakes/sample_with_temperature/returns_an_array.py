# Returns an array with the index in it.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# message: wrapped in an array
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    return np.where(np.cumsum(p) > u)[0][:1]
