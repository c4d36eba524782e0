package io.sardonyx.ops.training;

import io.sardonyx.runtime.spi.Attributes;

/**
 * One step of gradient descent with momentum, which is the state.
 *
 * @param alpha what remains of the momentum
 * @param beta weight of the gradient, after the first step
 * @param regularization weight of the tensor's own square in what is minimized
 * @param mode which of two ways to go
 * @see <a href="https://onnx.ai/onnx/operators/onnx_aionnxpreviewtraining_Momentum.html">
 *     Momentum</a>
 */
record Momentum(double alpha, double beta, double regularization, Mode mode)
    implements Optimizer.Rule {

  /** The values of {@code mode}. */
  enum Mode {
    STANDARD,
    NESTEROV
  }

  Momentum(Attributes a) {
    this(
        a.number("alpha"),
        a.number("beta"),
        a.number("norm_coefficient"),
        a.choice("mode", Mode.class));
  }

  @Override
  public void update(double rate, double count, double[] v, int pitch, int n) {
    double weight = count > 0 ? beta : 1;
    int momenta = 2 * pitch;
    for (int i = 0; i < n; i++) {
      double gradient = regularization * v[i] + v[pitch + i];
      double momentum = alpha * v[momenta + i] + weight * gradient;
      v[momenta + i] = momentum;
      v[i] -= rate * (mode == Mode.STANDARD ? momentum : gradient + alpha * momentum);
    }
  }
}
