package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import java.util.Arrays;

/** Operators whose inputs hold indices. */
final class IndexRules {

  private IndexRules() {}

  static void addTo(Rules rules) {
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          long axis = b.random.axis(shape.length);
          b.input(b.random.tensor(b.type(0), shape));
          b.input(indices(b, shape, axis, b.random.shape(0, 2)));
          b.integer("axis", axis);
        },
        "Gather");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          long axis = b.random.axis(shape.length);
          b.input(b.random.tensor(b.type(0), shape));
          b.input(indices(b, shape, axis, smaller(b, shape, axis)));
          b.integer("axis", axis);
        },
        "GatherElements");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.fullShape(1, 4);
          long axis = b.random.axis(shape.length);
          int at = (int) Math.floorMod(axis, shape.length);
          long[] updates = smaller(b, shape, axis);
          updates[at] = Math.min(updates[at], shape[at]);
          b.input(b.random.tensor(type, shape));
          b.input(differentIndices(b, updates, at, shape[at]));
          b.input(b.random.tensor(type, updates));
          b.integer("axis", axis);
        },
        "Scatter",
        "ScatterElements");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          int depth = b.random.between(1, shape.length);
          int count = b.random.between(1, 5);
          b.input(b.random.tensor(b.type(0), shape));
          b.input(tuples(b, shape, depth, count));
        },
        "GatherND");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.fullShape(1, 4);
          int depth = b.random.between(1, shape.length);
          b.input(b.random.tensor(type, shape));
          // One tuple only: the specification forbids repeated ones.
          b.input(tuples(b, shape, depth, 1));
          long[] updates = new long[1 + shape.length - depth];
          updates[0] = 1;
          System.arraycopy(shape, depth, updates, 1, shape.length - depth);
          b.input(b.random.tensor(type, updates));
        },
        "ScatterND");
    rules.add(
        b -> {
          int depth = b.random.between(1, 6);
          long[] shape = b.random.shape(0, 3);
          b.input(b.random.range(ElementType.INT64, -depth, depth - 1, shape));
          b.input(Tensor.scalar((long) depth));
          b.input(b.random.finite(ElementType.FLOAT, 2));
          b.integer("axis", b.random.between(-1, shape.length));
        },
        "OneHot");
    rules.add(b -> b.input(b.random.tensor(b.type(0), b.random.shape(1, 4))), "NonZero");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          b.input(b.random.tensor(b.type(0), shape));
          int axis = b.random.upTo(shape.length - 1);
          b.input(b.random.tensor(ElementType.BOOL, b.random.between(1, (int) shape[axis])));
          b.integer("axis", axis);
        },
        "Compress");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 3);
          long axis = b.random.axis(shape.length);
          int at = (int) Math.floorMod(axis, shape.length);
          b.input(b.random.finite(b.type(0), shape));
          b.longs(b.random.between(1, (int) shape[at]));
          b.integer("axis", axis).integer("largest", b.random.upTo(1));
          b.outputs(2);
        },
        "TopK");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(2, 4);
          b.input(b.random.tensor(b.type(0), shape));
          int batchAxis = b.random.upTo(1);
          b.input(
              b.random.range(ElementType.INT64, 1, (int) shape[1 - batchAxis], shape[batchAxis]));
          b.integer("batch_axis", batchAxis).integer("time_axis", 1 - batchAxis);
        },
        "ReverseSequence");
    rules.add(
        b -> {
          b.input(b.random.range(b.type(0), 0, 4, b.random.fullShape(1, 3)));
          b.integer("sorted", b.random.upTo(1)).outputs(4);
        },
        "Unique");
  }

  private static Tensor indices(CaseBuilder b, long[] shape, long axis, long[] of) {
    int n = (int) shape[(int) Math.floorMod(axis, shape.length)];
    return b.random.range(b.random.one(ElementType.INT64, ElementType.INT32), -n, n - 1, of);
  }

  private static long[] smaller(CaseBuilder b, long[] shape, long axis) {
    long[] other = shape.clone();
    for (int i = 0; i < other.length; i++) {
      other[i] =
          i == Math.floorMod(axis, shape.length)
              ? b.random.between(1, 5)
              : b.random.between(1, (int) shape[i]);
    }
    return other;
  }

  /** Indices along an axis that never repeat, as scatters want them. */
  private static Tensor differentIndices(CaseBuilder b, long[] of, int axis, long size) {
    long[] perm = b.random.permutation((int) size);
    Tensor tensor = Tensor.zeros(ElementType.INT64, of);
    long inner = Arrays.stream(of, axis + 1, of.length).reduce(1, (x, y) -> x * y);
    for (int i = 0; i < tensor.arrayLength(); i++) {
      long index = perm[(int) (i / inner % of[axis])];
      tensor.longs()[i] = b.random.chance(0.3) ? index - size : index;
    }
    return tensor;
  }

  private static Tensor tuples(CaseBuilder b, long[] shape, int depth, int count) {
    long[] values = new long[count * depth];
    for (int i = 0; i < values.length; i++) {
      int n = (int) shape[i % depth];
      values[i] = b.random.between(-n, n - 1);
    }
    return Tensor.of(values, count, depth);
  }
}
