package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.Copies;
import io.sardonyx.ops.family.LayoutStrides;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The input cut along an axis into several outputs: views, where the pieces are contiguous.
 *
 * @param axis along which to cut; negative counts from the back
 * @param lengths of the pieces, as an attribute; null: input 1, or equal pieces
 * @param pieces how many equal pieces; 0: as many as there are outputs
 * @param uneven whether the last of the equal pieces may be shorter
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Split.html">Split</a>
 */
record Split(long axis, List<Long> lengths, int pieces, boolean uneven)
    implements ChannelsLastOperator {

  /** Versions 1 to 13: the pieces' lengths are an attribute or an input. */
  static Split before18(Attributes a) {
    return new Split(a.integer("axis", 0), LongLists.attribute(a, "split"), 0, false);
  }

  /** From version 18 on: there may be an uneven last piece. */
  static Split since18(Attributes a) {
    return new Split(a.integer("axis"), null, a.intValue("num_outputs", 0), true);
  }

  @Override
  public void infer(InferContext c) {
    int count = c.outputCount();
    if (pieces != 0 && pieces != count) {
      throw c.error("num_outputs is %d; the node has %d outputs", pieces, count);
    }
    if (pieces != 0 && c.hasInput(1)) {
      throw c.error("has both num_outputs and lengths; expected one of them");
    }
    Shape shape = c.shape(0);
    boolean ranked = shape.isRanked();
    int along = ranked ? c.axis(axis, shape.rank()) : -1;
    Dim whole = ranked ? shape.dim(along) : Dim.UNKNOWN;
    List<Dim> parts = c.hasInput(1) || lengths != null ? given(c) : equal(c, whole);
    if (parts != null) {
      check(c, parts, whole);
    }
    int at = 0;
    for (int i = 0; i < count; i++) {
      Dim part = parts == null ? Dim.UNKNOWN : parts.get(i);
      c.output(i, c.elementType(0), ranked ? shape.with(along, part) : shape);
      if (at >= 0 && part.isKnown() && ranked && shape.rank() == 1 && c.contents(0) != null) {
        c.outputDims(i, c.contents(0).subList(at, at + (int) part.size()));
      }
      at = at < 0 || !part.isKnown() ? -1 : at + (int) part.size();
    }
  }

  private List<Dim> given(InferContext c) {
    if (lengths != null) {
      return LongLists.dims(lengths);
    }
    return c.elementType(1).isInteger() ? c.dims(1) : contents(c);
  }

  /** The contents of input 1, which in version 1 is of the input's own type; null if not known. */
  private static List<Dim> contents(NodeContext c) {
    Tensor tensor = c.value(1);
    if (tensor == null) {
      return null;
    }
    NumberAccess numbers = NumberAccess.of(tensor.elementType());
    List<Dim> parts = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      parts.add(Dim.of(numbers.getLong(tensor.array(), tensor.offset() + i)));
    }
    return parts;
  }

  private List<Dim> equal(NodeContext c, Dim whole) {
    int count = c.outputCount();
    if (!whole.isKnown()) {
      return null;
    }
    long n = whole.size();
    if (n % count != 0 && !uneven) {
      throw c.error("dimension %d of input 0 cannot be cut into %d equal pieces", n, count);
    }
    long length = Math.ceilDiv(n, count);
    List<Dim> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(Dim.of(Math.clamp(n - i * length, 0L, length)));
    }
    return parts;
  }

  private static void check(InferContext c, List<Dim> parts, Dim whole) {
    if (parts.size() != c.outputCount()) {
      throw c.error("%d lengths are given for %d outputs", parts.size(), c.outputCount());
    }
    Dim sum = Dim.of(0);
    for (Dim part : parts) {
      if (part.isKnown() && part.size() < 0) {
        throw c.error("the length %d is negative", part.size());
      }
      sum = sum.plus(part);
    }
    if (sum.isKnown() && whole.isKnown() && sum.size() != whole.size()) {
      throw c.error("the lengths %s do not add up to the dimension %d", parts, whole.size());
    }
  }

  @Override
  public Step compile(CompileContext c) {
    long[] sizes = c.dims(0);
    long[] strides = LayoutStrides.of(sizes, c.layout(0));
    int along = c.axis(axis, strides.length);
    List<Dim> parts =
        lengths != null
            ? LongLists.dims(lengths)
            : c.hasInput(1) ? contents(c) : equal(c, Dim.of(sizes[along]));
    List<Step> copies = new ArrayList<>();
    long at = 0;
    for (int i = 0; i < c.outputCount(); i++) {
      sizes[along] = parts.get(i).size();
      if (c.hasOutput(i)) {
        copies.add(LayoutStrides.sliceStep(c, 0, i, sizes, strides, at * strides[along]));
      }
      at += sizes[along];
    }
    return Copies.all(copies);
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return c.elementType(0) == ElementType.FLOAT && c.rank(0) >= 3 ? Role.FOLLOWS : Role.NEVER;
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }

  @Override
  public PitchFlow pitchFlow(NodeContext c) {
    return axis == 1 || axis == 1 - c.rank(0) ? PitchFlow.FORWARD : PitchFlow.NONE;
  }
}
