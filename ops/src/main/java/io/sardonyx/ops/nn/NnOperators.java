package io.sardonyx.ops.nn;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.Activation.Kind;
import io.sardonyx.ops.family.ActivationOperator;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op(
        "Shrink",
        9,
        a ->
            new ActivationOperator(
                new Activation(Kind.SHRINK, a.number("lambd"), a.number("bias"))));
  }
}
