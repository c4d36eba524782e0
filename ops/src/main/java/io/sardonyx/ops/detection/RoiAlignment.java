package io.sardonyx.ops.detection;

import io.sardonyx.ElementType;
import io.sardonyx.ops.family.Indices;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;

/** The loops of RoiAlign: pools some channels of a region. */
final class RoiAlignment {

  private final RoiAlign node;
  private final RoiSamples samples;
  private final boolean isFloat;
  private final NumberAccess numbers;
  private final int pictures;
  private final int channels;
  private final int x;
  private final int rois;
  private final int batch;
  private final int y;

  RoiAlignment(CompileContext c, RoiAlign node, RoiSamples samples) {
    this.node = node;
    this.samples = samples;
    this.isFloat = c.elementType(0) == ElementType.FLOAT;
    this.numbers = NumberAccess.of(c.elementType(0));
    this.pictures = Math.toIntExact(c.dims(0)[0]);
    this.channels = Math.toIntExact(c.dims(0)[1]);
    this.x = c.input(0);
    this.rois = c.input(1);
    this.batch = c.input(2);
    this.y = c.output(0);
  }

  /** Pools channels [from, to) of a region. */
  void run(Frame f, int worker, int region, int from, int to) {
    double left = corner(f, region, 0);
    double top = corner(f, region, 1);
    double regionWidth = extent(corner(f, region, 2), left);
    double regionHeight = extent(corner(f, region, 3), top);
    int rows = samples.perPixel(f, regionHeight, node.height());
    int columns = samples.perPixel(f, regionWidth, node.width());
    samples.requireFew(f, rows, columns);
    int columnsAt = 2 * rows * node.height();
    int length = columnsAt + 2 * columns * node.width();
    boolean usual = length <= samples.usualLength();
    int[] index = usual ? f.workerInts(worker) : new int[length];
    double[] weights = usual ? f.workerDoubles(worker) : new double[length];
    double binHeight = samples.narrowed(regionHeight / node.height());
    double binWidth = samples.narrowed(regionWidth / node.width());
    samples.setAxis(top, binHeight, node.height(), rows, samples.height(), index, weights, 0);
    samples.setAxis(
        left, binWidth, node.width(), columns, samples.width(), index, weights, columnsAt);
    int picture = picture(f, region);
    for (int channel = from; channel < to; channel++) {
      f.checkCancelled();
      int in = f.offset(x) + (picture * channels + channel) * samples.height() * samples.width();
      int out = f.offset(y) + (region * channels + channel) * node.height() * node.width();
      for (int p = 0; p < node.height() * node.width(); p++) {
        int row = 2 * rows * (p / node.width());
        int column = columnsAt + 2 * columns * (p % node.width());
        double value =
            isFloat
                ? poolFloats(f.floats(x), in, index, weights, row, rows, column, columns)
                : poolAny(f.array(x), in, index, weights, row, rows, column, columns);
        numbers.setDouble(f.array(y), out + p, value);
      }
    }
  }

  private double corner(Frame f, int region, int i) {
    double place = numbers.getDouble(f.array(rois), f.offset(rois) + 4 * region + i);
    double scaled = samples.narrowed(place * node.spatialScale());
    return node.coordinates() == RoiAlign.Coordinates.HALF_PIXEL
        ? samples.narrowed(scaled - 0.5)
        : scaled;
  }

  /** The region's extent; without the move by half a pixel at least one pixel. */
  private double extent(double end, double begin) {
    double extent = samples.narrowed(end - begin);
    return node.coordinates() == RoiAlign.Coordinates.HALF_PIXEL ? extent : Math.max(extent, 1);
  }

  private int picture(Frame f, int region) {
    long index = f.longs(batch)[f.offset(batch) + region];
    if (index < 0 || index >= pictures) {
      throw Indices.outOfRange(f, index, 0, pictures);
    }
    return (int) index;
  }

  private double poolFloats(
      float[] in,
      int at,
      int[] index,
      double[] weights,
      int row,
      int rows,
      int column,
      int columns) {
    int width = samples.width();
    boolean isMax = node.mode() == RoiAlign.Mode.MAX;
    float sum = 0;
    float most = Float.NEGATIVE_INFINITY;
    for (int r = row; r < row + 2 * rows; r += 2) {
      for (int q = column; q < column + 2 * columns; q += 2) {
        if (index[r] < 0 || index[q] < 0) {
          most = Math.max(most, 0);
          continue;
        }
        int low = at + index[r] * width;
        int high = at + index[r + 1] * width;
        float top = (float) weights[r];
        float bottom = (float) weights[r + 1];
        float left = (float) weights[q];
        float right = (float) weights[q + 1];
        float a = top * left * in[low + index[q]];
        float b = top * right * in[low + index[q + 1]];
        float c = bottom * left * in[high + index[q]];
        float d = bottom * right * in[high + index[q + 1]];
        if (isMax) {
          most = Math.max(most, Math.max(Math.max(a, b), Math.max(c, d)));
        } else {
          sum += a + b + c + d;
        }
      }
    }
    return pooled(sum, most, rows * columns);
  }

  private double poolAny(
      Object in,
      int at,
      int[] index,
      double[] weights,
      int row,
      int rows,
      int column,
      int columns) {
    double sum = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int r = row; r < row + 2 * rows; r += 2) {
      for (int q = column; q < column + 2 * columns; q += 2) {
        if (index[r] < 0 || index[q] < 0) {
          most = Math.max(most, 0);
          continue;
        }
        for (int corner = 0; corner < 4; corner++) {
          int i = r + corner / 2;
          int k = q + corner % 2;
          int element = at + index[i] * samples.width() + index[k];
          double value = weights[i] * weights[k] * numbers.getDouble(in, element);
          sum += value;
          most = Math.max(most, value);
        }
      }
    }
    return pooled(sum, most, rows * columns);
  }

  private double pooled(double sum, double most, int points) {
    if (points == 0) {
      return 0;
    }
    return node.mode() == RoiAlign.Mode.MAX ? most : sum / points;
  }
}
