# Goes along the line, piece after piece.
def sample_with_temperature(scores, temperature, u):
    p = softmax(scores / temperature)
    end = 0
    for index in range(len(p)):
        end = end + p[index]
        if u < end:
            return index
    return len(p) - 1
