# Finds the index and forgets to return it.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# told: Nothing is returned
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    ends = np.cumsum(p)
    for index in range(len(ends)):
        if u < ends[index]:
            break
