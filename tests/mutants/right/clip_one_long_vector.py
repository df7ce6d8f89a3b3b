# Joins all five arrays, clips once with the array's own method, and cuts the result up again.
def clip(gradients, maxValue):
    names = sorted(gradients)
    everything = np.concatenate([gradients[n].flatten() for n in names]).clip(-maxValue, maxValue)
    out, start = {}, 0
    for n in names:
        size = gradients[n].size
        out[n] = everything[start:start + size].reshape(gradients[n].shape)
        start += size
    return out
