package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The inputs one after the other along an axis. Where every input is one contiguous piece of the
 * output, its producer may write it there, and nothing is left to do.
 *
 * @param axis along which to join; negative counts from the back
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Concat.html">Concat</a>
 */
record Concat(long axis) implements Operator {

  Concat(Attributes a) {
    this(a.integer("axis"));
  }

  @Override
  public void infer(InferContext c) {
    Shape joined = Shape.UNRANKED;
    for (int i = 0; i < c.inputCount(); i++) {
      if (!c.shape(i).isRanked()) {
        continue;
      }
      if (joined.isRanked() && joined.rank() != c.rank(i)) {
        throw c.error("input %d has shape %s; expected rank %d", i, c.shape(i), joined.rank());
      }
      joined = joined.isRanked() ? merged(c, joined, i) : c.shape(i);
    }
    if (joined.isRanked()) {
      int along = c.axis(axis, joined.rank());
      Dim sum = Dim.of(0);
      for (int i = 0; i < c.inputCount(); i++) {
        sum = sum.plus(c.shape(i).isRanked() ? c.shape(i).dim(along) : Dim.UNKNOWN);
      }
      joined = joined.with(along, sum);
    }
    c.output(0, c.elementType(0), joined);
    c.outputDims(0, contents(c));
  }

  /** What both shapes say about the dimensions other than the axis. */
  private Shape merged(InferContext c, Shape joined, int i) {
    int along = c.axis(axis, joined.rank());
    Shape other = c.shape(i);
    for (int d = 0; d < joined.rank(); d++) {
      Dim a = joined.dim(d);
      Dim b = other.dim(d);
      if (d != along && a.isKnown() && b.isKnown() && a.size() != b.size()) {
        throw c.error(
            "input %d has shape %s; expected %s except for axis %d", i, other, joined, along);
      }
    }
    return joined.refine(other);
  }

  private static List<Dim> contents(InferContext c) {
    List<Dim> contents = new ArrayList<>();
    for (int i = 0; i < c.inputCount(); i++) {
      if (c.rank(i) != 1 || c.contents(i) == null) {
        return null;
      }
      contents.addAll(c.contents(i));
    }
    return contents;
  }

  @Override
  public Step compile(CompileContext c) {
    long[] out = c.outputDims(0);
    int along = c.axis(axis, out.length);
    int outer = Math.toIntExact(Shape.elements(Arrays.copyOf(out, along)));
    int inner = Math.toIntExact(Shape.elements(Arrays.copyOfRange(out, along + 1, out.length)));
    // Complex numbers take two array elements; packed types do not reach the fast path.
    int scale = Math.toIntExact(c.elementType(0).arrayLength(1));
    int pitch = Math.toIntExact(out[along] * inner * scale);
    List<Step> copies = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < c.inputCount(); i++) {
      int length = Math.toIntExact(c.dims(i)[along] * inner * scale);
      if (outer == 1) {
        c.placeInto(i, 0, at);
      }
      copies.add(copyRows(c.input(i), c.output(0), outer, length, at, pitch));
      at += length;
    }
    Step[] all = copies.toArray(Step[]::new);
    return f -> {
      for (Step copy : all) {
        copy.run(f);
      }
    };
  }

  private static Step copyRows(int x, int y, int rows, int length, int at, int pitch) {
    return f -> {
      for (int r = 0; r < rows; r++) {
        Copies.copy(f, x, r * length, y, r * pitch + at, length);
      }
    };
  }
}
