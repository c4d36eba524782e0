package io.sardonyx.ops.training;

import io.sardonyx.runtime.spi.Attributes;

/**
 * One step of Adam. The states are running averages of gradients and of their squares.
 *
 * @param alpha what remains of the average of gradients
 * @param beta what remains of the average of squares
 * @param epsilon what keeps divisors from being zero
 * @param regularization weight of the tensor's own square in what is minimized
 * @param shrinkage by which part of itself the new value is made smaller
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxpreviewtraining_Adam.html">Adam</a>
 */
record Adam(double alpha, double beta, double epsilon, double regularization, double shrinkage)
    implements Optimizer.Rule {

  Adam(Attributes a) {
    this(
        a.number("alpha"),
        a.number("beta"),
        a.number("epsilon"),
        a.number("norm_coefficient"),
        a.number("norm_coefficient_post"));
  }

  @Override
  public void update(double rate, double count, double[] v, int pitch, int n) {
    double bias = Math.sqrt(1 - Math.pow(beta, count)) / (1 - Math.pow(alpha, count));
    double r = count > 0 ? rate * bias : rate;
    int gradients = 2 * pitch;
    int squares = 3 * pitch;
    for (int i = 0; i < n; i++) {
      double gradient = regularization * v[i] + v[pitch + i];
      v[gradients + i] = alpha * v[gradients + i] + (1 - alpha) * gradient;
      v[squares + i] = beta * v[squares + i] + (1 - beta) * gradient * gradient;
      double moved = v[i] - r * v[gradients + i] / (Math.sqrt(v[squares + i]) + epsilon);
      v[i] = (1 - shrinkage) * moved;
    }
  }
}
