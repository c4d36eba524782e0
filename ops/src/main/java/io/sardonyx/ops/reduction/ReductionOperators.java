package io.sardonyx.ops.reduction;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code reduction}. */
public final class ReductionOperators {

  private ReductionOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("ArgMax", 1, a -> new ArgExtreme(true, a))
        .op("ArgMax", 12, a -> new ArgExtreme(true, a))
        .op("ArgMin", 1, a -> new ArgExtreme(false, a))
        .op("ArgMin", 12, a -> new ArgExtreme(false, a));
    reduce(r, "ReduceL1", ReduceFunction.L1, 18);
    reduce(r, "ReduceL2", ReduceFunction.L2, 18);
    reduce(r, "ReduceLogSum", ReduceFunction.LOG_SUM, 18);
    reduce(r, "ReduceLogSumExp", ReduceFunction.LOG_SUM_EXP, 18);
    reduce(r, "ReduceMax", ReduceFunction.MAX, 18);
    reduce(r, "ReduceMean", ReduceFunction.MEAN, 18);
    reduce(r, "ReduceMin", ReduceFunction.MIN, 18);
    reduce(r, "ReduceProd", ReduceFunction.PROD, 18);
    reduce(r, "ReduceSum", ReduceFunction.SUM, 13);
    reduce(r, "ReduceSumSquare", ReduceFunction.SUM_SQUARE, 18);
  }

  /** Registers the versions with axes as an attribute, and from one on as an input. */
  private static void reduce(Registrar r, String name, ReduceFunction f, int withAxesInput) {
    r.op(name, 1, a -> new Reduce(f, a)).op(name, withAxesInput, a -> new Reduce(f, a));
  }
}
