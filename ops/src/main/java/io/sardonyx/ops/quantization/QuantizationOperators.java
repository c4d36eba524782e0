package io.sardonyx.ops.quantization;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code quantization}. */
public final class QuantizationOperators {

  private QuantizationOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("ConvInteger", 10, ConvInteger::new)
        .op("DequantizeLinear", 10, DequantizeLinear::new)
        .op("DynamicQuantizeLinear", 11, a -> new DynamicQuantizeLinear())
        .op("MatMulInteger", 10, a -> new MatMulInteger())
        .op("QLinearConv", 10, QLinearConv::new)
        .op("QLinearMatMul", 10, a -> new QLinearMatMul())
        .op("QuantizeLinear", 10, QuantizeLinear::new);
  }
}
