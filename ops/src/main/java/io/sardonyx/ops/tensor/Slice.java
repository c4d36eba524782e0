package io.sardonyx.ops.tensor;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.family.StridedCopy;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
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
record Slice(List<Long> starts, List<Long> ends, List<Long> axes) implements Operator {

  /** Ends beyond this mean the end of the dimension, however long it is. */
  private static final long FAR = Integer.MAX_VALUE;

  /** The limits along one axis. */
  private record Limits(Dim start, Dim end, Dim step) {
    static final Limits ALL = new Limits(Dim.of(0), Dim.of(Long.MAX_VALUE), Dim.of(1));

    boolean areKnown() {
      return start.isKnown() && end.isKnown() && step.isKnown();
    }
  }

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
    List<Limits> limits = limits(c, rank, from, to, steps, chosen);
    List<Dim> dims = new ArrayList<>(rank);
    for (int d = 0; d < rank; d++) {
      dims.add(size(c.shape(0).dim(d), limits.get(d)));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
    c.outputDims(0, contents(c, dims, limits));
  }

  private List<Long> axes(NodeContext c) {
    long[] given = c.hasInput(3) ? c.longs(3) : null;
    return given == null ? axes : LongLists.of(given);
  }

  /** The limits along every axis of the input. */
  private static List<Limits> limits(
      NodeContext c, int rank, List<Dim> from, List<Dim> to, List<Dim> steps, List<Long> chosen) {
    int n = from.size();
    List<Long> along = chosen == null ? LongLists.allAxes(n) : chosen;
    if (to.size() != n || along.size() != n || (steps != null && steps.size() != n)) {
      throw c.error(
          "there are %d starts, %d ends, %d axes and %s steps; expected equal numbers",
          n, to.size(), along.size(), steps == null ? "no" : steps.size());
    }
    List<Limits> limits = new ArrayList<>(Collections.nCopies(rank, Limits.ALL));
    int k = 0;
    for (int axis : LongLists.axes(c, along, rank)) {
      Dim step = steps == null ? Dim.of(1) : steps.get(k);
      if (step.is(0)) {
        throw c.error("the step along axis %d is 0", axis);
      }
      limits.set(axis, new Limits(from.get(k), to.get(k), step));
      k++;
    }
    return limits;
  }

  private static Dim size(Dim n, Limits l) {
    if (n.is(0)) {
      return n;
    }
    if (l.areKnown() && n.isKnown()) {
      return Dim.of(count(n.size(), l));
    }
    boolean forward = l.start.is(0) && l.step.is(1);
    boolean toEnd = (l.end.isKnown() && l.end.size() >= FAR) || (n.isSymbol() && n.equals(l.end));
    boolean backward = l.start.is(-1) && l.step.is(-1);
    boolean toBegin = l.end.isKnown() && l.end.size() < -FAR;
    return (forward && toEnd) || (backward && toBegin) ? n : Dim.UNKNOWN;
  }

  /** Where a slice of a dimension begins. */
  private static long first(long n, Limits l) {
    long start = l.start.size() < 0 ? l.start.size() + n : l.start.size();
    return Math.clamp(start, 0L, l.step.size() > 0 ? n : n - 1);
  }

  private static long count(long n, Limits l) {
    if (n == 0) {
      return 0;
    }
    long start = first(n, l);
    long end = l.end.size() < 0 ? l.end.size() + n : l.end.size();
    if (l.step.size() > 0) {
      end = Math.clamp(end, 0L, n);
      return end <= start ? 0 : 1 + (end - start - 1) / l.step.size();
    }
    end = Math.clamp(end, -1L, n - 1);
    // Written so that the most negative step does not overflow.
    return end >= start ? 0 : 1 - (start - end - 1) / l.step.size();
  }

  private static List<Dim> contents(InferContext c, List<Dim> dims, List<Limits> limits) {
    List<Dim> contents = dims.size() == 1 && dims.get(0).isKnown() ? c.contents(0) : null;
    if (contents == null || !limits.get(0).areKnown()) {
      return null;
    }
    List<Dim> part = new ArrayList<>();
    for (long i = 0; i < dims.get(0).size(); i++) {
      part.add(
          contents.get((int) (first(contents.size(), limits.get(0)) + i * step(limits.get(0)))));
    }
    return part;
  }

  private static long step(Limits l) {
    return l.step.size();
  }

  @Override
  public Step compile(CompileContext c) {
    long[] in = c.dims(0);
    long[] out = c.outputDims(0);
    if (Shape.elements(out) == 0) {
      return f -> {};
    }
    List<Limits> limits =
        limits(
            c,
            in.length,
            LongLists.dims(starts != null ? starts : LongLists.of(c.longs(1))),
            LongLists.dims(ends != null ? ends : LongLists.of(c.longs(2))),
            c.hasInput(4) ? LongLists.dims(LongLists.of(c.longs(4))) : null,
            axes(c));
    long[] strides = StridedCopy.strides(in);
    long start = 0;
    for (int d = 0; d < in.length; d++) {
      start += first(in[d], limits.get(d)) * strides[d];
      strides[d] = out[d] == 1 ? 0 : strides[d] * step(limits.get(d));
    }
    return StridedCopy.toWhole(c.elementType(0), out, strides, start).compile(c, 0, 0);
  }
}
