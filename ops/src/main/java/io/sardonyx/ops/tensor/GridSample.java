package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.SampleTable;
import io.sardonyx.ops.family.SampleTable.Mode;
import io.sardonyx.ops.family.SampleTable.Padding;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;
import java.util.List;

/**
 * The values of a picture, or of a volume with any number of axes, at places that a grid names.
 *
 * @param mode how values between pixels are computed
 * @param padding what lies beyond the picture
 * @param alignCorners whether -1 and 1 are the centres of the outermost pixels, not their edges
 * @see <a href="https://onnx.ai/onnx/operators/onnx__GridSample.html">GridSample</a>
 */
record GridSample(Mode mode, Padding padding, boolean alignCorners) implements Operator {

  GridSample(Attributes a) {
    this(mode(a), a.choice("padding_mode", Padding.class), a.flag("align_corners"));
  }

  /** Up to version 16 the modes have the names of their two-dimensional case. */
  private static Mode mode(Attributes a) {
    return switch (a.string("mode")) {
      case "bilinear" -> Mode.LINEAR;
      case "bicubic" -> Mode.CUBIC;
      default -> a.choice("mode", Mode.class);
    };
  }

  @Override
  public void infer(InferContext c) {
    Shape x = c.shape(0);
    Shape grid = c.shape(1);
    int rank = x.isRanked() ? x.rank() : grid.isRanked() ? grid.rank() : -1;
    if (rank < 0) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    if (rank < 3 || (x.isRanked() && grid.isRanked() && grid.rank() != rank)) {
      throw mismatch(c);
    }
    Dim[] dims = new Dim[rank];
    Arrays.fill(dims, Dim.UNKNOWN);
    if (x.isRanked()) {
      dims[0] = x.dim(0);
      dims[1] = x.dim(1);
    }
    if (grid.isRanked()) {
      List<Dim> places = grid.dims();
      boolean fits = !places.getLast().isKnown() || places.getLast().is(rank - 2);
      if (!fits
          || (dims[0].isKnown()
              && places.getFirst().isKnown()
              && !dims[0].equals(places.getFirst()))) {
        throw mismatch(c);
      }
      dims[0] = dims[0].refine(places.getFirst());
      for (int d = 2; d < rank; d++) {
        dims[d] = places.get(d - 1);
      }
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  private static io.sardonyx.OnnxException mismatch(NodeContext c) {
    return c.error(
        "the input has shape %s and the grid %s; expected [N,C,D1,...,Dr] and [N,O1,...,Or,r]",
        c.shape(0), c.shape(1));
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    long[] sizes = Arrays.copyOfRange(x, 2, x.length);
    if (Shape.elements(sizes) == 0 && Shape.elements(c.outputDims(0)) > 0) {
      throw c.error("the input of shape %s has no pixels to sample", c.shape(0));
    }
    if (mode != Mode.NEAREST && c.elementType(0) == ElementType.STRING) {
      throw c.error("cannot interpolate strings");
    }
    SampleTable table = new SampleTable(sizes, mode, padding, alignCorners ? 0 : 0.5);
    return new GridSampling(c, table, sizes, alignCorners).step();
  }
}
