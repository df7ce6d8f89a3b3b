# Compares u with all ends at once in an if.
# loses: test-sample_with_temperature-pieces test-sample_with_temperature-warmth
# told: looks at a whole array at once
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    ends = np.cumsum(p)
    for index in range(len(ends)):
        if u < ends:
            return index
