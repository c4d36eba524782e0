package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import java.util.Arrays;

/** Operators that move elements about by shapes. */
final class TensorRules {

  private TensorRules() {}

  static void addTo(Rules rules) {
    rules.add(TensorRules::reshape, "Reshape");
    rules.add(
        b -> {
          long[] shape = b.random.shape(0, 5);
          b.input(b.random.tensor(b.type(0), shape));
          if (b.random.chance(0.8)) {
            b.ints("perm", b.random.permutation(shape.length));
          }
        },
        "Transpose");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.shape(1, 4);
          long axis = b.random.axis(shape.length);
          int at = (int) Math.floorMod(axis, shape.length);
          int count = b.random.between(1, 4);
          for (int i = 0; i < count; i++) {
            long[] part = shape.clone();
            part[at] = b.random.size();
            b.input(b.random.tensor(type, part));
          }
          b.integer("axis", axis);
        },
        "Concat");
    rules.add(TensorRules::split, "Split");
    rules.add(TensorRules::slice, "Slice");
    rules.add(
        b -> {
          long[] shape = b.random.shape(1, 4);
          long[] axes = b.random.axes(shape.length);
          for (long axis : axes) {
            shape[(int) axis] = 1;
          }
          b.input(b.random.tensor(b.type(0), shape));
          axesOf(b, axes);
        },
        "Squeeze");
    rules.add(
        b -> {
          long[] shape = b.random.shape(0, 3);
          b.input(b.random.tensor(b.type(0), shape));
          long[] axes = b.random.axes(shape.length + 1);
          axesOf(b, Arrays.stream(axes).limit(1).toArray());
        },
        "Unsqueeze");
    rules.add(
        b -> {
          long[] shape = b.random.shape(1, 4);
          b.input(b.random.tensor(b.type(0), shape));
          b.integer("axis", b.random.between(-shape.length, shape.length));
        },
        "Flatten");
    rules.add(
        b -> {
          long[] shape = b.random.shape(0, 4);
          b.input(b.random.tensor(b.type(0), b.random.broadcastable(shape)));
          b.longs(shape);
        },
        "Expand");
    rules.add(
        b -> {
          long[] shape = b.random.shape(1, 3);
          b.input(b.random.tensor(b.type(0), shape));
          long[] repeats = new long[shape.length];
          Arrays.setAll(repeats, i -> b.random.between(1, 3));
          b.longs(repeats);
        },
        "Tile");
    rules.add(TensorRules::pad, "Pad");
    rules.add(
        b -> {
          ElementType type = b.random.one(ElementType.FLOAT, ElementType.INT64, ElementType.INT32);
          b.constant(b.random.range(type, -3, 3));
          b.constant(b.random.range(type, -9, 9));
          b.constant(b.random.range(type, 1, 3));
        },
        "Range");
    rules.add(b -> b.longs(b.random.shape(0, 4)), "ConstantOfShape");
    rules.add(
        b -> {
          b.input(b.random.tensor(b.type(0), b.random.fullShape(2, 2)));
          b.integer("k", b.random.between(-2, 2));
        },
        "EyeLike");
    rules.add(
        b -> {
          b.input(b.random.tensor(b.type(0), b.random.shape(2, 4)));
          b.input(Tensor.scalar((long) b.random.between(-4, 4)));
          b.integer("upper", b.random.upTo(1));
        },
        "Trilu");
    rules.add(
        b -> {
          int block = b.random.between(1, 3);
          long[] shape = b.random.fullShape(4, 4);
          shape[1] = (long) block * block * b.random.between(1, 3);
          b.input(b.random.tensor(b.type(0), shape));
          b.integer("blocksize", block).text("mode", b.random.one("DCR", "CRD"));
        },
        "DepthToSpace");
    rules.add(
        b -> {
          int block = b.random.between(1, 3);
          long[] shape = b.random.fullShape(4, 4);
          shape[2] = (long) block * b.random.between(1, 4);
          shape[3] = (long) block * b.random.between(1, 4);
          b.input(b.random.tensor(b.type(0), shape));
          b.integer("blocksize", block);
        },
        "SpaceToDepth");
  }

  /** Axes as an attribute or an input, whichever the version has. */
  private static void axesOf(CaseBuilder b, long[] axes) {
    if (b.schema.attributes().containsKey("axes")) {
      b.ints("axes", axes);
    } else {
      b.longs(axes);
    }
  }

  private static void reshape(CaseBuilder b) {
    long[] shape = b.random.fullShape(0, 4);
    b.input(b.random.tensor(b.type(0), shape));
    long[] target = new long[shape.length];
    long[] perm = b.random.permutation(shape.length);
    Arrays.setAll(target, i -> shape[(int) perm[i]]);
    if (target.length > 1 && b.random.chance(0.5)) {
      long[] joined = Arrays.copyOf(target, target.length - 1);
      joined[joined.length - 1] *= target[target.length - 1];
      target = joined;
    }
    if (target.length > 0 && b.random.chance(0.4)) {
      target[b.random.upTo(target.length - 1)] = -1;
    }
    b.longs(target);
  }

  private static void split(CaseBuilder b) {
    long[] shape = b.random.fullShape(1, 4);
    int axis = b.random.upTo(shape.length - 1);
    int parts = b.random.between(1, 4);
    long[] sizes = new long[parts];
    Arrays.setAll(sizes, i -> b.random.upTo(4));
    boolean even = b.random.chance(0.3);
    if (even) {
      Arrays.fill(sizes, b.random.between(1, 4));
    }
    shape[axis] = Arrays.stream(sizes).sum();
    b.input(b.random.tensor(b.type(0), shape));
    b.integer("axis", b.random.chance(0.3) ? axis - shape.length : axis);
    if (!even) {
      if (b.schema.attributes().containsKey("split")) {
        b.ints("split", sizes);
      } else {
        b.longs(sizes);
      }
    } else if (b.schema.attributes().containsKey("num_outputs")) {
      b.integer("num_outputs", parts);
    }
    b.outputs(parts);
  }

  private static void slice(CaseBuilder b) {
    long[] shape = b.random.shape(1, 4);
    b.input(b.random.tensor(b.type(0), shape));
    long[] axes = b.random.axes(shape.length);
    long[] starts = new long[axes.length];
    long[] ends = new long[axes.length];
    long[] steps = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      starts[i] = b.random.between(-9, 9);
      ends[i] = b.random.chance(0.2) ? Long.MAX_VALUE : b.random.between(-9, 9);
      steps[i] = b.random.one(1, 1, 2, 3, -1, -2);
    }
    b.longs(starts).longs(ends).longs(axes);
    if (b.random.chance(0.7)) {
      b.longs(steps);
    }
  }

  private static void pad(CaseBuilder b) {
    ElementType type = b.type(0);
    long[] shape = b.random.fullShape(1, 4);
    Arrays.setAll(shape, i -> Math.max(3, shape[i]));
    if (Shape.elements(shape) > 20_000) {
      shape[0] = 3;
    }
    String mode = b.random.one("constant", "reflect", "edge");
    long[] pads = new long[2 * shape.length];
    Arrays.setAll(pads, i -> b.random.upTo(2));
    if (mode.equals("constant") && b.random.chance(0.3)) {
      pads[b.random.upTo(pads.length - 1)] = -1;
    }
    b.text("mode", mode);
    b.input(b.random.tensor(type, shape)).longs(pads);
    if (mode.equals("constant") && b.random.chance(0.5)) {
      b.input(b.random.finite(type));
    }
  }
}
