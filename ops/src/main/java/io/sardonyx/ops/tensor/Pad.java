package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.LayoutStrides;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.ChannelsLastOperator;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The input with elements added or cut off at the ends of its axes.
 *
 * @param mode what is added
 * @param pads attribute: for every axis the number at its beginning, then for every axis that at
 *     its end; null: input 1
 * @param value attribute: what CONSTANT adds, where it is no input
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Pad.html">Pad</a>
 */
record Pad(PaddedCopy.Mode mode, List<Long> pads, float value) implements ChannelsLastOperator {

  /** Versions 1 and 2, with the name that the attribute has. */
  static Pad before11(Attributes a, String pads) {
    return new Pad(mode(a), LongLists.attribute(a, pads), a.number("value"));
  }

  /** From version 11 on. */
  static Pad since11(Attributes a) {
    return new Pad(mode(a), null, 0);
  }

  private static PaddedCopy.Mode mode(Attributes a) {
    return a.choice("mode", PaddedCopy.Mode.class);
  }

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    List<Dim> numbers = pads != null ? LongLists.dims(pads) : c.dims(1);
    boolean axesOpen = c.hasInput(3) && c.longs(3) == null;
    if (c.hasInput(2) && c.shape(2).isKnown() && c.shape(2).elements() != 1) {
      throw c.error("input 2 has shape %s; expected one value", c.shape(2));
    }
    if (rank < 0 || numbers == null || axesOpen) {
      c.output(0, c.elementType(0), rank < 0 ? Shape.UNRANKED : Shape.ofRank(rank));
      return;
    }
    List<Dim> ends = ends(c, rank, numbers);
    List<Dim> dims = new ArrayList<>(rank);
    for (int d = 0; d < rank; d++) {
      dims.add(padded(c, d, ends.get(d), ends.get(rank + d)));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  private Dim padded(InferContext c, int d, Dim begin, Dim end) {
    Dim n = c.shape(0).dim(d);
    Dim padded = n.plus(begin.plus(end));
    if (n.isKnown() && padded.isKnown()) {
      long left = n.size() + Math.min(0, begin.size()) + Math.min(0, end.size());
      if (left < 0) {
        throw c.error(
            "pads %s and %s cut more off dimension %d than its %s elements", begin, end, d, n);
      }
      if (left == 0 && padded.size() > 0 && mode != PaddedCopy.Mode.CONSTANT) {
        throw c.error("dimension %d is empty; mode %s has nothing to pad with", d, mode);
      }
    }
    return padded;
  }

  /** For every axis of the input what is added in front, then for every axis what behind. */
  private static List<Dim> ends(NodeContext c, int rank, List<Dim> numbers) {
    List<Long> axes = c.hasInput(3) ? LongLists.of(c.longs(3)) : LongLists.allAxes(rank);
    int n = axes.size();
    if (numbers.size() != 2 * n) {
      throw c.error("there are %d pads for %d axes; expected two each", numbers.size(), n);
    }
    List<Dim> ends = new ArrayList<>(Collections.nCopies(2 * rank, Dim.of(0)));
    int k = 0;
    for (int axis : LongLists.axes(c, axes, rank)) {
      ends.set(axis, numbers.get(k));
      ends.set(rank + axis, numbers.get(n + k));
      k++;
    }
    return ends;
  }

  @Override
  public Step compile(CompileContext c) {
    if (Shape.elements(c.outputDims(0)) == 0) {
      return f -> {};
    }
    long[] in = c.dims(0);
    List<Long> numbers = pads != null ? pads : LongLists.of(c.longs(1));
    long[] ends =
        ends(c, in.length, LongLists.dims(numbers)).stream().mapToLong(Dim::size).toArray();
    long[] begin = java.util.Arrays.copyOf(ends, in.length);
    long[] end = java.util.Arrays.copyOfRange(ends, in.length, ends.length);
    ElementType type = c.elementType(0);
    Object constant = type.storage().allocate(type.isComplex() ? 2 : 1);
    if (value != 0) {
      NumberAccess.of(type).setDouble(constant, 0, value);
    }
    if (c.layout(0).isChannelsLast()) {
      int pitch = c.layout(0).pitch();
      in = LayoutStrides.memory(in, pitch);
      begin = LayoutStrides.memory(begin, 0);
      end = LayoutStrides.memory(end, 0);
    }
    return new PaddedCopy(type, mode, in, begin, end)
        .step(c.input(0), c.output(0), c.input(2), constant);
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    if (c.elementType(0) != ElementType.FLOAT || c.rank(0) < 3 || !padsOnlySpace(c)) {
      return Role.NEVER;
    }
    return Role.FOLLOWS;
  }

  /** Whether it is known that pictures and channels are left as they are. */
  private boolean padsOnlySpace(NodeContext c) {
    boolean isKnown = (pads != null || c.isConstant(1)) && (!c.hasInput(3) || c.isConstant(3));
    if (!isKnown) {
      return false;
    }
    int rank = c.rank(0);
    List<Dim> ends = ends(c, rank, LongLists.dims(pads != null ? pads : LongLists.of(c.longs(1))));
    return List.of(0, 1, rank, rank + 1).stream().allMatch(d -> ends.get(d).is(0));
  }
}
