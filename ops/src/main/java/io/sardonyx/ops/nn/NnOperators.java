package io.sardonyx.ops.nn;

import io.sardonyx.ops.nn.pool.GlobalPool;
import io.sardonyx.ops.nn.pool.Pool;
import io.sardonyx.runtime.spi.OperatorId;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code nn}. */
public final class NnOperators {

  private NnOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("AveragePool", 1, Pool::average)
        .op("Conv", 1, Conv::new)
        .op("ConvTranspose", 1, ConvTranspose::new)
        .op("DeformConv", 19, DeformConv::new)
        .op("GlobalAveragePool", 1, a -> GlobalPool.average())
        .op("GlobalLpPool", 1, GlobalPool::lpOfFloat)
        .op("GlobalLpPool", 2, GlobalPool::lp)
        .op("GlobalMaxPool", 1, a -> GlobalPool.max())
        .op("LpPool", 1, Pool::lpOfFloat)
        .op("LpPool", 2, Pool::lp)
        .op("MaxPool", 1, Pool::max)
        .op("MaxUnpool", 9, MaxUnpool::new);
    r.op(OperatorId.INTERNAL_DOMAIN, Conv.FUSED.name(), 1, Conv::new);
    r.op("Dropout", 1, Dropout::before7)
        .op("Dropout", 7, a -> Dropout.inference(false))
        .op("Dropout", 10, a -> Dropout.inference(true))
        .op("Dropout", 12, Dropout::since12)
        .op("Flatten", 1, Flatten::new);
  }
}
