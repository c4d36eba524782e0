package io.sardonyx.ops.tensor;

import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the specification's folder {@code tensor}. */
public final class TensorOperators {

  private TensorOperators() {}

  /** Registers them. */
  public static void register(Registrar r) {
    r.op("AffineGrid", 20, AffineGrid::new)
        .op("BitCast", 26, BitCast::new)
        .op("Cast", 1, Cast::version1)
        .op("Cast", 6, Cast::cast)
        .op("CastLike", 15, Cast::like)
        .op("CenterCropPad", 18, CenterCropPad::new)
        .op("Col2Im", 18, Col2Im::new)
        .op("Compress", 9, Compress::new)
        .op("Concat", 1, Concat::version1)
        .op("Concat", 4, Concat::new)
        .op("DepthToSpace", 1, DepthToSpace::new)
        .op("Expand", 8, a -> new Expand())
        .op("Gather", 1, Gather::new)
        .op("GatherElements", 11, GatherElements::new)
        .op("GatherND", 11, GatherNd::new)
        .op("GridSample", 16, GridSample::new)
        .op("Identity", 1, a -> new Identity())
        .op("IsInf", 10, IsInf::new)
        .op("IsNaN", 9, a -> new IsNaN())
        .op("NonZero", 9, a -> new NonZero())
        .op("OneHot", 9, a -> new OneHot(a, false))
        .op("OneHot", 11, a -> new OneHot(a, true))
        .op("Pad", 1, a -> Pad.before11(a, "paddings"))
        .op("Pad", 2, a -> Pad.before11(a, "pads"))
        .op("Pad", 11, Pad::since11)
        .op("Reshape", 1, Reshape::version1)
        .op("Reshape", 5, Reshape::new)
        .op("Resize", 10, Resize::byScales)
        .op("Resize", 11, Resize::of)
        .op("ReverseSequence", 10, ReverseSequence::new)
        .op("Scatter", 9, ScatterElements::new)
        .op("ScatterElements", 11, ScatterElements::new)
        .op("ScatterND", 11, ScatterNd::new)
        .op("Shape", 1, Shape::new)
        .op("Size", 1, a -> new Size())
        .op("Slice", 1, Slice::new)
        .op("SpaceToDepth", 1, SpaceToDepth::new)
        .op("Split", 1, Split::before18)
        .op("Split", 18, Split::since18)
        .op("Squeeze", 1, Squeeze::new)
        .op("TensorScatter", 24, TensorScatter::new)
        .op("Tile", 1, a -> new Tile(true))
        .op("Tile", 6, a -> new Tile(false))
        .op("Transpose", 1, Transpose::new)
        .op("Trilu", 14, Trilu::new)
        .op("Unique", 11, Unique::new)
        .op("Unsqueeze", 1, Unsqueeze::new)
        .op("Upsample", 1, Resize::byHeightAndWidth)
        .op("Upsample", 7, Resize::byAttribute)
        .op("Upsample", 9, Resize::byScales)
        .op("Where", 9, a -> new Where());
  }
}
