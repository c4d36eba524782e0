package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.LayoutStrides;
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
 * A part of the input: from a start to an end, with a step, along some axes. Before version 10 the
 * limits are attributes, later inputs.
 *
 * @param starts attribute; null: input 1
 * @param ends attribute; null: input 2
 * @param axes attribute; null: input 3, or as many axes as there are starts
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Slice.html">Slice</a>
 */
record Slice(List<Long> starts, List<Long> ends, List<Long> axes) implements ChannelsLastOperator {

  Slice(Attributes a) {
    this(
        LongLists.attribute(a, "starts"),
        LongLists.attribute(a, "ends"),
        LongLists.attribute(a, "axes"));
  }

  @Override
  public void infer(InferContext c) {
    int rank = c.rank(0);
    List<Dim> from = starts != null ? LongLists.dims(starts) : c.dims(1);
    List<Dim> to = ends != null ? LongLists.dims(ends) : c.dims(2);
    List<Dim> steps = c.hasInput(4) ? c.dims(4) : null;
    List<Long> chosen = axes(c);
    if (rank < 0) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    boolean isOpen =
        from == null
            || to == null
            || (c.hasInput(3) && chosen == null)
            || (c.hasInput(4) && steps == null);
    if (isOpen) {
      c.output(0, c.elementType(0), Shape.ofRank(rank));
      return;
    }
    List<SliceLimits> limits = limits(c, rank, from, to, steps, chosen);
    List<Dim> dims = new ArrayList<>(rank);
    for (int d = 0; d < rank; d++) {
      dims.add(limits.get(d).size(c.shape(0).dim(d)));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
    c.outputDims(0, contents(c, dims, limits));
  }

  private List<Long> axes(NodeContext c) {
    long[] given = c.hasInput(3) ? c.longs(3) : null;
    return given == null ? axes : LongLists.of(given);
  }

  /** The limits along every axis of the input. */
  private static List<SliceLimits> limits(
      NodeContext c, int rank, List<Dim> from, List<Dim> to, List<Dim> steps, List<Long> chosen) {
    int n = from.size();
    List<Long> along = chosen == null ? LongLists.allAxes(n) : chosen;
    if (to.size() != n || along.size() != n || (steps != null && steps.size() != n)) {
      throw c.error(
          "there are %d starts, %d ends, %d axes and %s steps; expected equal numbers",
          n, to.size(), along.size(), steps == null ? "no" : steps.size());
    }
    List<SliceLimits> limits = new ArrayList<>(Collections.nCopies(rank, SliceLimits.ALL));
    int k = 0;
    for (int axis : LongLists.axes(c, along, rank)) {
      Dim step = steps == null ? Dim.of(1) : steps.get(k);
      if (step.is(0)) {
        throw c.error("the step along axis %d is 0", axis);
      }
      limits.set(axis, new SliceLimits(from.get(k), to.get(k), step));
      k++;
    }
    return limits;
  }

  private static List<Dim> contents(InferContext c, List<Dim> dims, List<SliceLimits> limits) {
    List<Dim> contents = dims.size() == 1 && dims.get(0).isKnown() ? c.contents(0) : null;
    if (contents == null || !limits.get(0).areKnown()) {
      return null;
    }
    SliceLimits l = limits.get(0);
    List<Dim> part = new ArrayList<>();
    for (long i = 0; i < dims.get(0).size(); i++) {
      part.add(contents.get((int) (l.first(contents.size()) + i * l.step().size())));
    }
    return part;
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long[] out = c.outputDims(0);
    if (Shape.elements(out) == 0) {
      return f -> {};
    }
    List<SliceLimits> limits =
        limits(
            c,
            in.length,
            LongLists.dims(starts != null ? starts : LongLists.of(c.longs(1))),
            LongLists.dims(ends != null ? ends : LongLists.of(c.longs(2))),
            c.hasInput(4) ? LongLists.dims(LongLists.of(c.longs(4))) : null,
            axes(c));
    long[] strides = LayoutStrides.of(in, c.layout(0));
    long start = 0;
    for (int d = 0; d < in.length; d++) {
      start += limits.get(d).first(in[d]) * strides[d];
      strides[d] = out[d] == 1 ? 0 : strides[d] * limits.get(d).step().size();
    }
    return LayoutStrides.sliceStep(c, 0, 0, out, strides, start);
  }

  @Override
  public Role channelsLastRole(NodeContext c) {
    return c.elementType(0) == ElementType.FLOAT && c.rank(0) >= 3 ? Role.FOLLOWS : Role.NEVER;
  }

  @Override
  public boolean readsAnyPitch() {
    return true;
  }
}
