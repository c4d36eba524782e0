package io.sardonyx.ops.nn.pool;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators that pool windows or whole maps. */
public final class PoolOperators {

  private PoolOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("AveragePool", 1, Pool::average)
        .op("GlobalAveragePool", 1, a -> GlobalPool.average())
        .op("GlobalLpPool", 1, GlobalPool::lpOfFloat)
        .op("GlobalLpPool", 2, GlobalPool::lp)
        .op("GlobalMaxPool", 1, a -> GlobalPool.max())
        .op("LpPool", 1, Pool::lpOfFloat)
        .op("LpPool", 2, Pool::lp)
        .op("MaxPool", 1, Pool::max);
  }
}
