package io.sardonyx.ops.nn;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("BatchNormalization", 1, BatchNormalization::withTest)
        .op("BatchNormalization", 7, BatchNormalization::withOutputs)
        .op("BatchNormalization", 14, BatchNormalization::withTrainingMode)
        .op("GroupNormalization", 18, GroupNormalization::perGroup)
        .op("GroupNormalization", 21, GroupNormalization::perChannel)
        .op("InstanceNormalization", 1, GroupNormalization::instance)
        .op("LRN", 1, Lrn::new)
        .op("LayerNormalization", 17, LayerNormalization::new)
        .op("LpNormalization", 1, LpNormalization::new)
        .op("MeanVarianceNormalization", 9, MeanVarianceNormalization::new)
        .op("RMSNormalization", 23, RmsNormalization::new);
  }
}
