package io.sardonyx.ops.math;

import io.sardonyx.kernels.Reduction;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code math}. */
public final class MathOperators {

  private MathOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    ElementwiseOperators.register(r);
    r.op("BlackmanWindow", 17, Window::blackman)
        .op("CumProd", 26, a -> new Cumulative(Reduction.PRODUCT, a))
        .op("CumSum", 11, a -> new Cumulative(Reduction.SUM, a))
        .op("DFT", 17, Dft::new)
        .op("DFT", 20, Dft::new)
        .op("Det", 11, a -> new Det())
        .op("HammingWindow", 17, Window::hamming)
        .op("HannWindow", 17, Window::hann)
        .op("Hardmax", 1, a -> new Hardmax(true, a))
        .op("Hardmax", 13, a -> new Hardmax(false, a))
        .op("LogSoftmax", 1, a -> new Softmax(true, true, a))
        .op("LogSoftmax", 13, a -> new Softmax(true, false, a))
        .op("MelWeightMatrix", 17, MelWeightMatrix::new)
        .op("NegativeLogLikelihoodLoss", 12, NegativeLogLikelihoodLoss::new)
        .op("STFT", 17, Stft::new)
        .op("Softmax", 1, a -> new Softmax(false, true, a))
        .op("Softmax", 13, a -> new Softmax(false, false, a))
        .op("SoftmaxCrossEntropyLoss", 12, SoftmaxCrossEntropyLoss::new)
        .op("TopK", 1, TopK::new)
        .op("TopK", 10, TopK::new)
        .op("TopK", 11, TopK::new);
  }
}
