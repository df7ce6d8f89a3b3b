/* The floor: the same training in plain loops.
 *
 * usage: training INPUT ITERATIONS
 * INPUT is text: n_a n count, then for each name its length and indices, then the initial
 * Wax, Waa, Wya (row by row). Prints the smoothed loss at iteration 2000 (or the last before) and
 * the seconds of the loop. Iteration for iteration the arithmetic of rnn_utils: forward, backward,
 * clip at 5, update with 0.01, hidden state carried on.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LONGEST 256

static double *zeros(size_t count) {
    double *array = calloc(count, sizeof *array);
    if (!array) exit(3);
    return array;
}

static void update(double *weights, double *gradient, int count) {
    for (int i = 0; i < count; i++) {
        double g = gradient[i] > 5 ? 5 : gradient[i] < -5 ? -5 : gradient[i];
        weights[i] -= 0.01 * g;
    }
    memset(gradient, 0, count * sizeof *gradient);
}

int main(int argc, char **argv) {
    FILE *in = argc == 3 ? fopen(argv[1], "r") : NULL;
    int m, n, count;
    if (!in || fscanf(in, "%d %d %d", &m, &n, &count) != 3) return 2;
    int iterations = atoi(argv[2]);
    int *length = malloc(count * sizeof *length), (*name)[LONGEST] = malloc(count * sizeof *name);
    for (int i = 0; i < count; i++) {
        if (fscanf(in, "%d", &length[i]) != 1 || length[i] >= LONGEST) return 2;
        for (int t = 0; t < length[i]; t++)
            if (fscanf(in, "%d", &name[i][t]) != 1) return 2;
    }
    /* Wax is kept by column: an input picks one. */
    double *Wax = zeros(n * m), *Waa = zeros(m * m), *Wya = zeros(n * m), *b = zeros(m), *by = zeros(n);
    double *dWax = zeros(n * m), *dWaa = zeros(m * m), *dWya = zeros(n * m), *db = zeros(m), *dby = zeros(n);
    double *a = zeros((LONGEST + 1) * m), *y = zeros(LONGEST * n), *da = zeros(m), *next = zeros(m);
    for (int i = 0; i < m; i++)
        for (int k = 0; k < n; k++)
            if (fscanf(in, "%lf", &Wax[k * m + i]) != 1) return 2;
    for (int i = 0; i < m * m; i++) if (fscanf(in, "%lf", &Waa[i]) != 1) return 2;
    for (int i = 0; i < n * m; i++) if (fscanf(in, "%lf", &Wya[i]) != 1) return 2;
    fclose(in);

    double smoothed = 7 * log(n), reported = 0;
    struct timespec begin, end;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    for (int j = 0; j < iterations; j++) {
        int *letters = name[j % count], steps = length[j % count] + 1;
        double loss = 0;
        for (int t = 0; t < steps; t++) {
            double *before = a + t * m, *after = before + m, *p = y + t * n, total = 0, top = -INFINITY;
            for (int i = 0; i < m; i++) {
                double sum = b[i] + (t ? Wax[letters[t - 1] * m + i] : 0);
                for (int k = 0; k < m; k++) sum += Waa[i * m + k] * before[k];
                after[i] = tanh(sum);
            }
            for (int i = 0; i < n; i++) {
                double sum = by[i];
                for (int k = 0; k < m; k++) sum += Wya[i * m + k] * after[k];
                p[i] = sum;
                if (sum > top) top = sum;
            }
            for (int i = 0; i < n; i++) total += p[i] = exp(p[i] - top);
            for (int i = 0; i < n; i++) p[i] /= total;
            loss -= log(p[t < steps - 1 ? letters[t] : 0]);
        }
        memset(next, 0, m * sizeof *next);
        for (int t = steps - 1; t >= 0; t--) {
            double *before = a + t * m, *after = before + m, *p = y + t * n;
            p[t < steps - 1 ? letters[t] : 0] -= 1;
            memcpy(da, next, m * sizeof *da);
            for (int i = 0; i < n; i++) {
                dby[i] += p[i];
                for (int k = 0; k < m; k++) {
                    dWya[i * m + k] += p[i] * after[k];
                    da[k] += Wya[i * m + k] * p[i];
                }
            }
            memset(next, 0, m * sizeof *next);
            for (int i = 0; i < m; i++) {
                double dz = (1 - after[i] * after[i]) * da[i];
                db[i] += dz;
                if (t) dWax[letters[t - 1] * m + i] += dz;
                for (int k = 0; k < m; k++) {
                    dWaa[i * m + k] += dz * before[k];
                    next[k] += Waa[i * m + k] * dz;
                }
            }
        }
        memcpy(a, a + steps * m, m * sizeof *a);
        update(Wax, dWax, n * m), update(Waa, dWaa, m * m), update(Wya, dWya, n * m);
        update(b, db, m), update(by, dby, n);
        smoothed = 0.999 * smoothed + 0.001 * loss;
        if (j <= 2000) reported = smoothed;
    }
    clock_gettime(CLOCK_MONOTONIC, &end);
    printf("%.6f %.6f\n", reported, end.tv_sec - begin.tv_sec + 1e-9 * (end.tv_nsec - begin.tv_nsec));
    return 0;
}
