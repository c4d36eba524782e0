package io.sardonyx.ops.ml;

import io.sardonyx.InvalidModelException;
import io.sardonyx.runtime.spi.Attributes;

/**
 * The kernel function of a support vector machine.
 *
 * @param type which function
 * @param gamma factor of the product or distance
 * @param coef0 what is added to the product
 * @param degree exponent of the polynomial
 */
record Kernel(Type type, double gamma, double coef0, double degree) {

  /** The values of {@code kernel_type}. */
  enum Type {
    LINEAR,
    POLY,
    RBF,
    SIGMOID
  }

  static Kernel of(Attributes a) {
    float[] params = a.numbersOrNull("kernel_params");
    Type type = a.choice("kernel_type", Type.class);
    if (params == null || params.length == 0) {
      return new Kernel(type, 0, 0, 0);
    }
    if (params.length != 3) {
      throw new InvalidModelException(
          "kernel_params has %d elements; expected gamma, coef0 and degree"
              .formatted(params.length));
    }
    return new Kernel(type, params[0], params[1], params[2]);
  }

  /** The kernel of the sample at the beginning of {@code x} and a row of {@code rows}. */
  double apply(double[] x, float[] rows, int row, int n) {
    double sum = 0;
    int at = row * n;
    if (type == Type.RBF) {
      for (int i = 0; i < n; i++) {
        double difference = x[i] - rows[at + i];
        sum += difference * difference;
      }
      return Math.exp(-gamma * sum);
    }
    for (int i = 0; i < n; i++) {
      sum += x[i] * rows[at + i];
    }
    return switch (type) {
      case POLY -> Math.pow(gamma * sum + coef0, degree);
      case SIGMOID -> Math.tanh(gamma * sum + coef0);
      default -> sum;
    };
  }
}
