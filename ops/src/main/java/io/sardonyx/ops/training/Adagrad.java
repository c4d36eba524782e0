package io.sardonyx.ops.training;

import io.sardonyx.runtime.spi.Attributes;

/**
 * One step of ADAGRAD. The state is the sum of squared gradients.
 *
 * @param decay how fast the learning rate falls
 * @param epsilon what keeps divisors from being zero
 * @param regularization weight of the tensor's own square in what is minimized
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxpreviewtraining_Adagrad.html">Adagrad</a>
 */
record Adagrad(double decay, double epsilon, double regularization) implements Optimizer.Rule {

  Adagrad(Attributes a) {
    this(a.number("decay_factor"), a.number("epsilon"), a.number("norm_coefficient"));
  }

  @Override
  public void update(double rate, double count, double[] v, int pitch, int n) {
    double r = rate / (1 + count * decay);
    int squares = 2 * pitch;
    for (int i = 0; i < n; i++) {
      double gradient = regularization * v[i] + v[pitch + i];
      v[squares + i] += gradient * gradient;
      v[i] -= r * gradient / (Math.sqrt(v[squares + i]) + epsilon);
    }
  }
}
