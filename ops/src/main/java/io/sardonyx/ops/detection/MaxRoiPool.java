package io.sardonyx.ops.detection;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Indices;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * Every region of interest as a small picture of a fixed size, each of its pixels the maximum of
 * the input's pixels that it covers; 0 if it covers none.
 *
 * @param pooledShape the output's height and width
 * @param spatialScale the input's size relative to that which regions are given for
 * @see <a href="https://onnx.ai/onnx/operators/onnx__MaxRoiPool.html">MaxRoiPool</a>
 */
@SuppressWarnings("ArrayRecordComponent") // read by this class alone
record MaxRoiPool(long[] pooledShape, float spatialScale) implements Operator {

  MaxRoiPool(Attributes a) {
    this(a.integers("pooled_shape"), a.number("spatial_scale"));
  }

  @Override
  public void infer(InferContext c) {
    if (pooledShape.length != 2 || Math.min(pooledShape[0], pooledShape[1]) < 1) {
      throw c.error(
          "attribute 'pooled_shape' is %s; expected height and width",
          Arrays.toString(pooledShape));
    }
    Shape x = c.shape(0);
    Shape rois = c.shape(1);
    boolean fits =
        (!x.isRanked() || x.rank() == 4)
            && (!rois.isRanked()
                || (rois.rank() == 2 && (!rois.dim(1).isKnown() || rois.dim(1).is(5))));
    if (!fits) {
      throw c.error(
          "the input has shape %s and the regions %s; expected [N,C,H,W] and [R,5]", x, rois);
    }
    Dim count = rois.isRanked() ? rois.dim(0) : Dim.UNKNOWN;
    Dim channels = x.isRanked() ? x.dim(1) : Dim.UNKNOWN;
    c.output(
        0,
        c.elementType(0),
        Shape.of(count, channels, Dim.of(pooledShape[0]), Dim.of(pooledShape[1])));
  }

  /** Where a row or column of the output begins or ends in the input. */
  private static int edge(long begin, double place, int size) {
    return (int) Math.clamp(begin + (long) place, 0, size);
  }

  @Override
  public Step compile(CompileContext c) {
    long[] x = c.dims(0);
    int channels = Math.toIntExact(x[1]);
    int regions = Math.toIntExact(c.dims(1)[0]);
    int pictures = Math.toIntExact(x[0]);
    int height = Math.toIntExact(x[2]);
    int width = Math.toIntExact(x[3]);
    int rows = Math.toIntExact(pooledShape[0]);
    int columns = Math.toIntExact(pooledShape[1]);
    NumberAccess numbers = NumberAccess.of(c.elementType(0));
    int in = c.input(0);
    int rois = c.input(1);
    int y = c.output(0);
    ParallelTask task =
        (f, region, worker) -> {
          int at = f.offset(rois) + 5 * region;
          Object corners = f.array(rois);
          long picture = (long) numbers.getDouble(corners, at);
          if (picture < 0 || picture >= pictures) {
            throw Indices.outOfRange(f, picture, 0, pictures);
          }
          long left = rounded(numbers.getDouble(corners, at + 1));
          long top = rounded(numbers.getDouble(corners, at + 2));
          float binWidth = extent(left, rounded(numbers.getDouble(corners, at + 3))) / columns;
          float binHeight = extent(top, rounded(numbers.getDouble(corners, at + 4))) / rows;
          int to = f.offset(y) + region * channels * rows * columns;
          for (int p = 0; p < rows * columns; p++) {
            int row = p / columns;
            int column = p % columns;
            int firstRow = edge(top, Math.floor(row * binHeight), height);
            int endRow = edge(top, Math.ceil((row + 1) * binHeight), height);
            int first = edge(left, Math.floor(column * binWidth), width);
            int end = edge(left, Math.ceil((column + 1) * binWidth), width);
            for (int k = 0; k < channels; k++) {
              int plane = f.offset(in) + ((int) picture * channels + k) * height * width;
              double most =
                  max(
                      f,
                      numbers,
                      in,
                      plane + firstRow * width,
                      endRow - firstRow,
                      width,
                      first,
                      end);
              numbers.setDouble(f.array(y), to + k * rows * columns + p, most);
            }
          }
        };
    return f -> f.parallel(regions, task);
  }

  /** A region's coordinate in the input's pixels; halves are rounded away from zero. */
  private long rounded(double coordinate) {
    float scaled = (float) (coordinate * spatialScale);
    // Far outside is as good as just outside, and does not overflow.
    double near = Math.clamp(scaled, -1e9, 1e9);
    return (long) (near < 0 ? Math.ceil(near - 0.5) : Math.floor(near + 0.5));
  }

  private static float extent(long begin, long end) {
    return Math.max(end - begin + 1, 1);
  }

  private static double max(
      Frame f, NumberAccess numbers, int in, int at, int rows, int pitch, int first, int end) {
    if (rows <= 0 || end <= first) {
      return 0;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int r = 0; r < rows; r++) {
      for (int i = first; i < end; i++) {
        most = Math.max(most, numbers.getDouble(f.array(in), at + r * pitch + i));
      }
    }
    return most;
  }
}
