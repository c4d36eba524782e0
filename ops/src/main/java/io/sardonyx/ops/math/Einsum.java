package io.sardonyx.ops.math;

import io.sardonyx.Dim;
import io.sardonyx.Shape;
import io.sardonyx.ops.matrix.MatrixArithmetic;
import io.sardonyx.ops.matrix.Operands;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.NodeContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sum of products of tensors whose dimensions are named by letters. As with numpy, dimensions of
 * size 1 broadcast, and so do ellipses of different lengths.
 *
 * @param equation the parsed equation
 * @see <a href="https://onnx.ai/onnx/operators/onnx__Einsum.html">Einsum</a>
 */
record Einsum(EinsumEquation equation) implements Operator {

  Einsum(Attributes a) {
    this(EinsumEquation.parse(a.string("equation")));
  }

  @Override
  public void infer(InferContext c) {
    if (c.inputCount() != equation.inputs().size()) {
      throw c.error(
          "it has %d inputs; its equation has %d terms", c.inputCount(), equation.inputs().size());
    }
    int ellipsis = 0;
    boolean open = false;
    for (int i = 0; i < c.inputCount(); i++) {
      String term = equation.inputs().get(i);
      ellipsis = Math.max(ellipsis, ellipsisRank(c, i));
      open |= c.rank(i) < 0 && EinsumEquation.hasEllipsis(term);
    }
    Map<Integer, Dim> sizes = sizes(c);
    if (open && EinsumEquation.hasEllipsis(equation.output())) {
      c.output(0, c.elementType(0), Shape.UNRANKED);
      return;
    }
    List<Dim> dims = new ArrayList<>();
    for (int label : EinsumEquation.labels(equation.output(), ellipsis)) {
      dims.add(sizes.getOrDefault(label, Dim.UNKNOWN));
    }
    c.output(0, c.elementType(0), Shape.of(dims));
  }

  /** Dimensions that the ellipsis of input {@code i} stands for, as far as known. */
  private int ellipsisRank(NodeContext c, int i) {
    String term = equation.inputs().get(i);
    int letters = EinsumEquation.letters(term);
    boolean hasEllipsis = EinsumEquation.hasEllipsis(term);
    int rank = c.rank(i);
    if (rank >= 0 && (hasEllipsis ? rank < letters : rank != letters)) {
      throw c.error(
          "input %d has shape %s; its term '%s' has %d letters", i, c.shape(i), term, letters);
    }
    return rank < 0 || !hasEllipsis ? 0 : rank - letters;
  }

  private Map<Integer, Dim> sizes(NodeContext c) {
    Map<Integer, Dim> sizes = new HashMap<>();
    for (int i = 0; i < c.inputCount(); i++) {
      if (c.rank(i) < 0) {
        continue;
      }
      int[] labels = EinsumEquation.labels(equation.inputs().get(i), ellipsisRank(c, i));
      for (int d = 0; d < labels.length; d++) {
        Dim own = c.shape(i).dim(d);
        Dim other = sizes.getOrDefault(labels[d], own);
        if (own.isKnown() && other.isKnown() && !own.is(1) && !other.is(1) && !own.equals(other)) {
          throw c.error(
              "input %d has shape %s, where dimension %d is %s; other inputs say %s",
              i, c.shape(i), d, own, other);
        }
        sizes.put(labels[d], common(own, other));
      }
    }
    return sizes;
  }

  private static Dim common(Dim a, Dim b) {
    if (a.equals(b)) {
      return a;
    }
    // 1 gives way to any other size; an unknown one might be the 1 that gives way.
    if (a.isKnown() && !a.is(1)) {
      return a;
    }
    if (b.isKnown() && !b.is(1)) {
      return b;
    }
    return a.is(1) ? b : b.is(1) ? a : Dim.UNKNOWN;
  }

  @Override
  public Step compile(CompileContext c) {
    Operands o = new Operands(c, MatrixArithmetic.of(c, c.elementType(0)));
    int ellipsis = 0;
    List<StridedView> views = new ArrayList<>();
    for (int i = 0; i < c.inputCount(); i++) {
      ellipsis = Math.max(ellipsis, ellipsisRank(c, i));
      int[] labels = EinsumEquation.labels(equation.inputs().get(i), ellipsisRank(c, i));
      views.add(StridedView.ofInput(i, labels, c.dims(i)));
    }
    Contraction contraction =
        new Contraction(o, EinsumEquation.labels(equation.output(), ellipsis), c.outputDims(0));
    return o.step(contraction.compile(views));
  }
}
