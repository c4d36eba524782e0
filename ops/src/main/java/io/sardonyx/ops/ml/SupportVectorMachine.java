package io.sardonyx.ops.ml;

import io.sardonyx.InvalidModelException;
import io.sardonyx.runtime.spi.Attributes;
import java.util.Arrays;

/**
 * The machines of an SVMClassifier: one for every pair of classes, or, without support vectors, a
 * linear function for every class.
 *
 * @param kernel the kernel function
 * @param classes number of classes
 * @param first for every class its first support vector, and at the end their number
 * @param vectors the support vectors, class after class
 * @param coefficients for every class but one a weight of every vector; or of every feature for
 *     every class
 * @param rho what is added to each pair's score; one number for all classes if they are linear
 */
record SupportVectorMachine(
    Kernel kernel, int classes, int[] first, float[] vectors, float[] coefficients, float[] rho) {

  static SupportVectorMachine of(Attributes a, int classes) {
    long[] perClass = a.integersOrNull("vectors_per_class");
    float[] vectors = a.numbersOrNull("support_vectors");
    float[] coefficients = a.numbersOrNull("coefficients");
    float[] rho = a.numbersOrNull("rho");
    int[] first = first(perClass == null ? new long[0] : perClass);
    SupportVectorMachine machine =
        new SupportVectorMachine(
            first[first.length - 1] == 0 ? new Kernel(Kernel.Type.LINEAR, 0, 0, 0) : Kernel.of(a),
            classes,
            first,
            vectors == null ? new float[0] : vectors,
            coefficients == null ? new float[0] : coefficients,
            rho == null ? new float[0] : rho);
    machine.check();
    return machine;
  }

  private static int[] first(long[] perClass) {
    int[] first = new int[perClass.length + 1];
    for (int i = 0; i < perClass.length; i++) {
      if (perClass[i] < 0) {
        throw new InvalidModelException(
            "vectors_per_class is %s".formatted(Arrays.toString(perClass)));
      }
      first[i + 1] = Math.toIntExact(Math.addExact(first[i], perClass[i]));
    }
    return first;
  }

  private void check() {
    boolean fits =
        hasVectors()
            ? first.length == classes + 1
                && vectors.length % count() == 0
                && coefficients.length == (long) count() * (classes - 1)
                && rho.length == scores()
            : coefficients.length > 0 && coefficients.length % classes == 0 && rho.length > 0;
    if (!fits) {
      throw new InvalidModelException(
          ("%d classes with %d support vectors do not go together with %d elements of"
                  + " support_vectors, %d coefficients and %d elements of rho")
              .formatted(classes, count(), vectors.length, coefficients.length, rho.length));
    }
  }

  private int count() {
    return first[first.length - 1];
  }

  boolean hasVectors() {
    return count() > 0;
  }

  int features() {
    return hasVectors() ? vectors.length / count() : coefficients.length / classes;
  }

  /** Number of scores: one for every pair of classes, or for every class. */
  int scores() {
    return hasVectors() ? classes * (classes - 1) / 2 : classes;
  }

  /** Doubles of scratch memory that {@link #evaluate} needs. */
  int scratch() {
    return count() + classes;
  }

  /**
   * Computes the scores of a sample.
   *
   * @param v the sample at the beginning, scratch memory from {@code work} on, and the scores'
   *     place from {@code scores} on
   * @return the class that wins most pairs, or has the largest score
   */
  int evaluate(double[] v, int work, int scores) {
    if (!hasVectors()) {
      for (int c = 0; c < classes; c++) {
        v[scores + c] = rho[0] + kernel.apply(v, coefficients, c, features());
      }
      return Scores.largest(v, scores, classes);
    }
    int n = count();
    int votes = work + n;
    for (int i = 0; i < n; i++) {
      v[work + i] = kernel.apply(v, vectors, i, features());
    }
    Arrays.fill(v, votes, votes + classes, 0);
    int pair = 0;
    for (int i = 0; i < classes; i++) {
      for (int j = i + 1; j < classes; j++, pair++) {
        double score = rho[pair] + weighted(v, work, j - 1, i) + weighted(v, work, i, j);
        v[scores + pair] = score;
        v[votes + (score > 0 ? i : j)]++;
      }
    }
    return Scores.largest(v, votes, classes);
  }

  /** The kernels of a class' support vectors, weighted by a row of coefficients. */
  private double weighted(double[] v, int kernels, int row, int ofClass) {
    double sum = 0;
    for (int i = first[ofClass]; i < first[ofClass + 1]; i++) {
      sum += coefficients[row * count() + i] * v[kernels + i];
    }
    return sum;
  }
}
