package io.sardonyx.ops.tensor;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code tensor}. */
public final class TensorOperators {

  private TensorOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("AffineGrid", 20, AffineGrid::new)
        .op("Col2Im", 18, Col2Im::new)
        .op("Compress", 9, Compress::new)
        .op("Concat", 4, Concat::new)
        .op("Gather", 1, Gather::new)
        .op("GatherElements", 11, GatherElements::new)
        .op("GatherND", 11, GatherNd::new)
        .op("GridSample", 16, GridSample::new)
        .op("Identity", 1, a -> new Identity())
        .op("NonZero", 9, a -> new NonZero())
        .op("OneHot", 9, a -> new OneHot(a, false))
        .op("OneHot", 11, a -> new OneHot(a, true))
        .op("Reshape", 5, Reshape::new)
        .op("Resize", 10, Resize::byScales)
        .op("Resize", 11, Resize::of)
        .op("ReverseSequence", 10, ReverseSequence::new)
        .op("Scatter", 9, ScatterElements::new)
        .op("ScatterElements", 11, ScatterElements::new)
        .op("ScatterND", 11, ScatterNd::new)
        .op("Shape", 1, Shape::new)
        .op("TensorScatter", 24, TensorScatter::new)
        .op("Unique", 11, Unique::new)
        .op("Upsample", 1, Resize::byHeightAndWidth)
        .op("Upsample", 7, Resize::byAttribute)
        .op("Upsample", 9, Resize::byScales);
  }
}
