# Takes the lengths of the pieces off u, until it is below the next.
def sample_with_temperature(scores, temperature, u):
    z = np.array(scores, dtype=float) / temperature
    z -= z.max()
    p = np.exp(z) / np.exp(z).sum()
    k = 0
    while k < len(p) - 1 and u >= p[k]:
        u -= p[k]
        k += 1
    return k
