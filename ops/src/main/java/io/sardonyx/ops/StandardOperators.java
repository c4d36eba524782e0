package io.sardonyx.ops;

import io.sardonyx.ops.controlflow.ControlFlowOperators;
import io.sardonyx.ops.math.MathOperators;
import io.sardonyx.ops.reduction.ReductionOperators;
import io.sardonyx.ops.tensor.TensorOperators;
import io.sardonyx.runtime.spi.OperatorProvider;

/** All operators of this module, by the folders of the specification. */
public final class StandardOperators implements OperatorProvider {

  @Override
  public void register(Registrar registrar) {
    ControlFlowOperators.register(registrar);
    MathOperators.register(registrar);
    ReductionOperators.register(registrar);
    TensorOperators.register(registrar);
  }
}
