package io.sardonyx.ops.math;

import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * The loss of log-probabilities.
 *
 * @see <a
 *     href="https://onnx.ai/onnx/operators/onnx__NegativeLogLikelihoodLoss.html">NegativeLogLikelihoodLoss</a>
 */
record NegativeLogLikelihoodLoss(ClassLoss loss) implements Operator {

  NegativeLogLikelihoodLoss(Attributes a) {
    this(new ClassLoss(a));
  }

  @Override
  public void infer(InferContext c) {
    loss.infer(c);
  }

  @Override
  public Step compile(CompileContext c) {
    return loss.step(c, c.input(0), NumberAccess.of(c.elementType(0)));
  }
}
