package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.ops.family.Units;
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

  /** Version 1, where the axis may be left out. */
  static Concat version1(Attributes a) {
    return new Concat(a.integer("axis", 1));
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
    long outer = Shape.elements(Arrays.copyOf(out, along));
    long inner = Shape.elements(Arrays.copyOfRange(out, along + 1, out.length));
    ElementType type = c.elementType(0);
    int y = c.output(0);
    List<Step> copies = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < c.inputCount(); i++) {
      long length = c.dims(i)[along] * inner;
      if (outer == 1 && !type.isPacked()) {
        c.placeInto(i, 0, type.arrayLength(at));
      }
      long[] box = {outer, length};
      long[] from = {length, 1};
      long[] to = {out[along] * inner, 1};
      copies.add(StridedCopy.of(type, box, from, 0, to, at).step(c, c.input(i), y));
      at += length;
    }
    return Units.of(type).clearingTail(y, Shape.elements(out), Copies.all(copies));
  }
}
