package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Moves;
import io.sardonyx.ops.family.Strides;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Adds blocks up to a picture, each at its place: the inverse of cutting a picture into the
 * receptive fields of a convolution. Any number of spatial dimensions.
 *
 * @param dilations by spatial axis; null: 1
 * @param pads at the beginning of every spatial axis, then at the end; null: 0
 * @param strides by spatial axis; null: 1
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Col2Im.html">Col2Im</a>
 */
@SuppressWarnings("ArrayRecordComponent") // read by this class alone
record Col2Im(long[] dilations, long[] pads, long[] strides) implements Operator {

  Col2Im(Attributes a) {
    this(a.integersOrNull("dilations"), a.integersOrNull("pads"), a.integersOrNull("strides"));
  }

  @Override
  public void infer(InferContext c) {
    List<Dim> image = c.dims(1);
    List<Dim> block = c.dims(2);
    Shape input = c.shape(0);
    if (input.isRanked() && input.rank() != 3) {
      throw c.error("the input has shape %s; expected rank 3", input);
    }
    if (image == null || block == null) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    if (image.isEmpty() || image.size() != block.size()) {
      throw c.error("the image's shape is %s and the block's %s; expected one rank", image, block);
    }
    requireAttributes(c, image.size());
    Dim batch = input.isRanked() ? input.dim(0) : Dim.UNKNOWN;
    Dim planes = input.isRanked() ? input.dim(1) : Dim.UNKNOWN;
    List<Dim> dims = new ArrayList<>(List.of(batch, channels(c, planes, block)));
    for (Dim dim : image) {
      if (dim.isKnown() && dim.size() < 0) {
        throw c.error("the image's shape %s has a negative dimension", image);
      }
      dims.add(dim);
    }
    if (input.isRanked()) {
      requireBlocks(c, input.dim(2), image, block);
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  private void requireAttributes(InferContext c, int rank) {
    requireLength(c, "dilations", dilations, rank, 1);
    requireLength(c, "strides", strides, rank, 1);
    requireLength(c, "pads", pads, 2 * rank, 0);
  }

  private static void requireLength(
      InferContext c, String name, long[] values, int length, long least) {
    if (values != null
        && (values.length != length || Arrays.stream(values).anyMatch(v -> v < least))) {
      throw c.error(
          "attribute '%s' is %s; expected %d numbers of at least %d",
          name, Arrays.toString(values), length, least);
    }
  }

  private static Dim channels(InferContext c, Dim planes, List<Dim> block) {
    Dim size = Dim.of(1);
    for (Dim dim : block) {
      if (dim.isKnown() && dim.size() < 1) {
        throw c.error("the block's shape %s has a dimension below 1", block);
      }
      size = size.times(dim);
    }
    if (!planes.isKnown() || !size.isKnown()) {
      return Dim.UNKNOWN;
    }
    if (planes.size() % size.size() != 0) {
      throw c.error(
          "the input has %s planes, which blocks of shape %s do not divide", planes, block);
    }
    return Dim.of(planes.size() / size.size());
  }

  private void requireBlocks(InferContext c, Dim found, List<Dim> image, List<Dim> block) {
    Shape picture = Shape.of(image);
    if (!found.isKnown() || !picture.isKnown() || !Shape.of(block).isKnown()) {
      return;
    }
    long blocks = places(picture.sizes(), Shape.of(block).sizes()).blocks();
    if (found.size() != blocks) {
      throw c.error("the input has %s blocks; an image of shape %s takes %d", found, image, blocks);
    }
  }

  private BlockPlaces places(long[] image, long[] block) {
    return new BlockPlaces(
        image,
        block,
        pads == null ? new long[2 * image.length] : pads,
        dilations == null ? ones(image.length) : dilations,
        strides == null ? ones(image.length) : strides);
  }

  private static long[] ones(int length) {
    long[] ones = new long[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Override
  public Step compile(CompileContext c) {
    ElementType type = c.elementType(0);
    if (type == ElementType.STRING) {
      throw c.error("cannot add strings");
    }
    long[] dims = c.outputDims(0);
    long[] block = c.longs(2);
    int image = Strides.product(dims, 2, dims.length);
    int planes = Strides.product(dims, 0, 2);
    int column = Math.toIntExact(Shape.elements(block) * c.dims(0)[2]);
    int width = Math.toIntExact(type.arrayLength(1));
    int step = Math.toIntExact(strides == null ? 1 : strides[block.length - 1]);
    int[] lines = places(Arrays.copyOfRange(dims, 2, dims.length), block).lines();
    int x = c.input(0);
    int y = c.output(0);
    ParallelTask plane =
        (f, p, worker) -> {
          Moves.clear(f.array(y), f.offset(y) + p * image * width, image * width);
          for (int i = 0; i < lines.length; i += 3) {
            int from = f.offset(x) + (p * column + lines[i]) * width;
            int to = f.offset(y) + (p * image + lines[i + 1]) * width;
            add(f, type, x, from, y, to, step, lines[i + 2]);
          }
        };
    return f -> f.parallel(planes, plane);
  }

  private static void add(
      Frame f, ElementType type, int x, int from, int y, int to, int step, int n) {
    switch (type) {
      case FLOAT -> {
        float[] a = f.floats(x);
        float[] b = f.floats(y);
        for (int i = 0; i < n; i++) {
          b[to + i * step] += a[from + i];
        }
      }
      case DOUBLE -> {
        double[] a = f.doubles(x);
        double[] b = f.doubles(y);
        for (int i = 0; i < n; i++) {
          b[to + i * step] += a[from + i];
        }
      }
      default -> {
        int width = (int) type.arrayLength(1);
        Reduction add = Reduction.ADD;
        for (int i = 0; i < n; i++) {
          add.reduce(type, f.array(x), from + i * width, f.array(y), to + i * step * width, width);
        }
      }
    }
  }
}
