package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Where GridSample has to look for the pixels of an affinely transformed picture or volume: evenly
 * spaced positions between -1 and 1, each multiplied with a sample's matrix.
 *
 * @param alignCorners whether -1 and 1 are the centres of the outermost pixels, not their edges
 * @see <a href="https://onnx.ai/onnx/operators/onnx__AffineGrid.html">AffineGrid</a>
 */
record AffineGrid(boolean alignCorners) implements Operator {

  AffineGrid(Attributes a) {
    this(a.flag("align_corners"));
  }

  @Override
  public void infer(InferContext c) {
    List<Dim> size = c.dims(1);
    if (size == null) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    int spatial = size.size() - 2;
    if (spatial != 2 && spatial != 3) {
      throw c.error("the size %s has %d numbers; expected 4 or 5", size, size.size());
    }
    for (Dim dim : size) {
      if (dim.isKnown() && dim.size() < 0) {
        throw c.error("the size %s has a negative dimension", size);
      }
    }
    Shape theta = c.shape(0);
    Dim batch = size.getFirst();
    if (theta.isRanked()) {
      boolean fits =
          theta.rank() == 3 && theta.admits(known(theta.dim(0), batch), spatial, spatial + 1);
      if (!fits) {
        throw c.error(
            "theta has shape %s; expected [%s,%d,%d]", theta, batch, spatial, spatial + 1);
      }
      batch = batch.refine(theta.dim(0));
    }
    List<Dim> dims = new ArrayList<>(size.subList(2, size.size()));
    dims.addFirst(batch);
    dims.add(Dim.of(spatial));
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  /** What a dimension has to be: the wanted size, or its own if nothing is wanted. */
  private static long known(Dim dim, Dim wanted) {
    return wanted.isKnown() ? wanted.size() : dim.size();
  }

  @Override
  public Step compile(CompileContext c) {
    long[] dims = c.outputDims(0);
    int spatial = dims.length - 2;
    int points = Math.toIntExact(Shape.elements(dims) / spatial);
    double[][] positions = new double[spatial][];
    for (int d = 0; d < spatial; d++) {
      positions[d] = positions(Math.toIntExact(dims[1 + d]));
    }
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    int theta = c.input(0);
    int y = c.output(0);
    return Ranges.step(
        points,
        Ranges.COSTLY,
        (f, from, to, worker) -> {
          for (int p = from; p < to; p++) {
            point(f, numbers, theta, positions, p, y);
          }
        });
  }

  /** Positions of the pixels' centres. */
  private double[] positions(int size) {
    double[] positions = new double[size];
    double step = 2.0 / (alignCorners ? size - 1 : size);
    for (int i = 0; i < size; i++) {
      // A single pixel is its own two corners; it is put into the middle, as PyTorch does.
      positions[i] = alignCorners ? (size == 1 ? 0 : -1 + i * step) : -1 + (i + 0.5) * step;
    }
    return positions;
  }

  private static void point(
      Frame f, NumberAccess numbers, int theta, double[][] positions, int p, int y) {
    int spatial = positions.length;
    Object matrices = f.array(theta);
    int sample = p;
    for (double[] axis : positions) {
      sample /= axis.length;
    }
    for (int row = 0; row < spatial; row++) {
      int at = f.offset(theta) + (sample * spatial + row) * (spatial + 1);
      double sum = numbers.getDouble(matrices, at + spatial);
      int rest = p;
      // Matrices count x first, positions the outermost dimension first.
      for (int d = spatial - 1; d >= 0; d--) {
        double position = positions[d][rest % positions[d].length];
        sum += numbers.getDouble(matrices, at + spatial - 1 - d) * position;
        rest /= positions[d].length;
      }
      numbers.setDouble(f.array(y), f.offset(y) + p * spatial + row, sum);
    }
  }
}
