package io.sardonyx.ops.nn;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.Activation.Kind;
import io.sardonyx.ops.family.ActivationOperator;
import io.sardonyx.runtime.spi.OperatorId;
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
    r.op("Conv", 1, Conv::new)
        .op("ConvTranspose", 1, ConvTranspose::new)
        .op("DeformConv", 19, DeformConv::new)
        .op("MaxUnpool", 9, MaxUnpool::new);
    r.op(OperatorId.INTERNAL_DOMAIN, Conv.FUSED.name(), 1, Conv::new);
    r.op("Dropout", 1, Dropout::before7)
        .op("Dropout", 7, a -> Dropout.inference(false))
        .op("Dropout", 10, a -> Dropout.inference(true))
        .op("Dropout", 12, Dropout::since12)
        .op("Flatten", 1, Flatten::new);
    r.op(
        "Shrink",
        9,
        a ->
            new ActivationOperator(
                new Activation(Kind.SHRINK, a.number("lambd"), a.number("bias"))));
    AttentionOperators.register(r);
  }
}
