package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.ChannelsLast;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.LayoutStrides;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.ops.family.Units;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
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
record Concat(long axis) implements ChannelsLastOperator {

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
    boolean isContiguous = Shape.elements(Arrays.copyOf(out, along)) == 1;
    ElementType type = c.elementType(0);
    long[] to = LayoutStrides.of(out, c.outputLayout(0));
    int y = c.output(0);
    List<Step> copies = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < c.inputCount(); i++) {
      long start = at * to[along];
      boolean isPart =
          c.outputLayout(0).isChannelsLast()
              ? c.layout(i).pitch() == c.outputLayout(0).pitch() && fillsVectors(c.dims(i)[1])
              : isContiguous && !type.isPacked();
      if (isPart) {
        c.placeInto(i, 0, type.arrayLength(start));
      }
      long[] from = LayoutStrides.of(c.dims(i), c.layout(i));
      int x = c.input(i);
      Step copy = StridedCopy.of(type, c.dims(i), from, 0, to, start).step(c, x, y);
      copies.add(isPart ? Copies.unlessPlaced(x, y, (int) type.arrayLength(start), copy) : copy);
      at += c.dims(i)[along];
    }
    return Units.of(type).clearingTail(y, Shape.elements(out), Copies.all(copies));
  }

  /** Whether kernels that store whole vectors of these channels touch nothing beside them. */
  private static boolean fillsVectors(long channels) {
    return ChannelsLast.pitch(channels) == channels;
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    int rank = c.rank(0);
    boolean joinsChannels = rank >= 3 && (axis == 1 || axis == 1 - rank);
    return joinsChannels && c.elementType(0) == ElementType.FLOAT ? Role.FOLLOWS : Role.NEVER;
  }

  @Override
  public boolean isChannelsLastInput(NodeContext c, int i) {
    return true;
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public boolean writesAnyPitch() {
    return true;
  }

  @Override
  public PitchFlow pitchFlow(NodeContext c) {
    return PitchFlow.BACKWARD;
  }
}
