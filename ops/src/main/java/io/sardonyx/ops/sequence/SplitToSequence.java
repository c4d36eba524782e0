package io.sardonyx.ops.sequence;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.SequenceType;
import io.sardonyx.SequenceValue;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ops.family.TensorParts;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A tensor's parts along an axis: of the sizes that a vector lists, all of one size with a shorter
 * one at the end, or, without sizes, one index each.
 *
 * @param axis along which to split; negative counts from the back
 * @param keepsAxis whether parts of one index keep the axis; of no meaning if sizes are given
 * @see <a href="https://onnx.ai/onnx/operators/onnx__SplitToSequence.html">SplitToSequence</a>
 */
record SplitToSequence(long axis, boolean keepsAxis) implements Operator {

  SplitToSequence(Attributes a) {
    this(a.integer("axis"), a.flag("keepdims"));
  }

  @Override
  public void infer(InferContext c) {
    TensorType type = c.tensorType(0);
    Shape shape = type.shape();
    if (c.hasInput(1) && c.rank(1) > 1) {
      throw c.error("the sizes have shape %s; expected a scalar or a vector", c.shape(1));
    }
    if (shape.isRanked()) {
      int along = c.axis(axis, shape.rank());
      if (c.hasInput(1)) {
        shape = shape.with(along, Dim.UNKNOWN);
      } else if (keepsAxis) {
        shape = shape.with(along, Dim.of(1));
      } else {
        List<Dim> dims = shape.dims();
        dims.remove(along);
        shape = Shape.of(dims);
      }
    }
    c.output(0, new SequenceType(type.withShape(shape)));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int sizes = c.input(1);
    int y = c.output(0);
    int along = c.axis(axis, c.rank(0));
    int length = Math.toIntExact(c.dims(0)[along]);
    TensorType element = (TensorType) ((SequenceType) c.outputType(0)).element();
    boolean dropsAxis = sizes < 0 && !keepsAxis;
    boolean isScalar = sizes >= 0 && c.rank(1) == 0;
    c.provides(0);
    return f -> {
      Tensor tensor = f.tensor(x);
      List<Value> parts = new ArrayList<>();
      int at = 0;
      for (int size : sizes(f, sizes, isScalar, length)) {
        Tensor part = TensorParts.slice(tensor, along, at, size);
        parts.add(dropsAxis ? part.reshaped(TensorParts.removed(part.shape(), along)) : part);
        at += size;
      }
      f.provide(y, new SequenceValue(element, parts));
    };
  }

  private static int[] sizes(Frame f, int slot, boolean isScalar, int length) {
    if (slot < 0) {
      return chunks(length, 1);
    }
    long[] given = longs(f.tensor(slot));
    if (isScalar) {
      if (given[0] <= 0) {
        throw f.error("the parts shall have size %d; expected a positive one", given[0]);
      }
      return chunks(length, (int) Math.min(given[0], Math.max(1, length)));
    }
    int[] sizes = new int[given.length];
    long sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (given[i] < 0 || given[i] > length - sum) {
        throw f.error("the sizes %s do not add up to %d", Arrays.toString(given), length);
      }
      sizes[i] = (int) given[i];
      sum += given[i];
    }
    if (sum != length) {
      throw f.error("the sizes %s add up to %d; expected %d", Arrays.toString(given), sum, length);
    }
    return sizes;
  }

  private static int[] chunks(int length, int size) {
    int[] chunks = new int[(int) (((long) length + size - 1) / size)];
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = Math.min(size, length - i * size);
    }
    return chunks;
  }

  private static long[] longs(Tensor t) {
    return t.elementType() == ElementType.INT32
        ? Arrays.stream(t.ints()).asLongStream().toArray()
        : t.longs();
  }
}
