# Does without numpy.
def sample_with_temperature(scores, temperature, u):
    import bisect
    import itertools
    import math

    best = max(scores)
    weights = [math.exp((score - best) / temperature) for score in scores]
    ends = list(itertools.accumulate(weights))
    return bisect.bisect(ends, u * ends[-1], hi=len(ends) - 1)
