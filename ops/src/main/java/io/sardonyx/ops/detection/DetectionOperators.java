package io.sardonyx.ops.detection;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code object_detection}. */
public final class DetectionOperators {

  private DetectionOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("MaxRoiPool", 1, MaxRoiPool::new)
        .op("NonMaxSuppression", 10, NonMaxSuppression::new)
        .op("RoiAlign", 10, RoiAlign::new);
  }
}
