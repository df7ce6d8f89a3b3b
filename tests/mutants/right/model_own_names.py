# Other variable names, X and Y written separately, a plain range, the default learning rate.
def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    n_x, n_y = vocab_size, vocab_size
    weights = initialize_parameters(n_a, n_x, n_y)
    average = get_initial_loss(vocab_size, dino_names)
    dinos = [line.lower().strip() for line in data.strip().split("\n")]
    np.random.seed(0)
    np.random.shuffle(dinos)
    state = np.zeros((n_a, 1))
    for i in range(num_iterations):
        dino = dinos[i % len(dinos)]
        inputs = [None] + [char_to_ix[c] for c in dino]
        targets = [char_to_ix[c] for c in dino + "\n"]
        current, _, state = optimize(inputs, targets, state, weights)
        average = smooth(average, current)
        if i % 2000 == 0:
            print(f"Iteration: {i}, Loss: {average:f}\n")
            for seed in range(dino_names):
                print_sample(sample(weights, char_to_ix, seed), ix_to_char)
            print("\n")
    return weights
