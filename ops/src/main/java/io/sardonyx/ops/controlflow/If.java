package io.sardonyx.ops.controlflow;

import io.sardonyx.ElementType;
import io.sardonyx.OnnxException;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.TensorType;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import io.sardonyx.runtime.spi.Subgraph;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs one of two subgraphs. If the condition is known when shapes are inferred, so is the branch,
 * and only its types count.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__If.html">If</a>
 */
record If() implements Operator {

  private static final String THEN = "then_branch";
  private static final String ELSE = "else_branch";

  @Override
  public void infer(InferContext c) {
    if (c.elementType(0) != ElementType.BOOL) {
      throw c.error("the condition is %s; expected bool", c.type(0));
    }
    Subgraph then = c.subgraph(THEN);
    Subgraph otherwise = c.subgraph(ELSE);
    if (then.outputCount() != c.outputCount() || otherwise.outputCount() != c.outputCount()) {
      throw c.error(
          "its branches have %d and %d outputs; expected %d",
          then.outputCount(), otherwise.outputCount(), c.outputCount());
    }
    Tensor condition = c.value(0);
    List<ValueType> types =
        condition == null
            ? ofEither(c, then, otherwise)
            : (isTrue(condition) ? then : otherwise).infer(List.of());
    for (int i = 0; i < c.outputCount(); i++) {
      c.output(i, types.get(i));
    }
  }

  private static boolean isTrue(Tensor condition) {
    return condition.bytes()[condition.offset()] != 0;
  }

  private static List<ValueType> ofEither(InferContext c, Subgraph then, Subgraph otherwise) {
    List<ValueType> first = inferOrNull(then, false);
    List<ValueType> second = inferOrNull(otherwise, first == null);
    if (first == null) {
      return shapeless(second);
    }
    if (second == null) {
      return shapeless(first);
    }
    List<ValueType> common = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      ValueType both = first.get(i).common(second.get(i));
      if (both == null) {
        throw c.error(
            "output %d is %s in one branch and %s in the other", i, first.get(i), second.get(i));
      }
      common.add(both);
    }
    return common;
  }

  /**
   * A branch's types; null if it does not fit the shapes that it would see, against which the
   * condition may guard. But if the other branch does not fit either, its error is thrown.
   */
  private static List<ValueType> inferOrNull(Subgraph branch, boolean mustFit) {
    try {
      return branch.infer(List.of());
    } catch (OnnxException e) {
      if (mustFit) {
        throw e;
      }
      return null;
    }
  }

  /** The types without shapes, so that the condition is computed before they are needed. */
  private static List<ValueType> shapeless(List<ValueType> types) {
    return types.stream()
        .map(t -> t instanceof TensorType tensor ? tensor.withShape(Shape.UNRANKED) : t)
        .toList();
  }

  @Override
  public Step compile(CompileContext c) {
    SingleElements.require(c, 0);
    int condition = c.input(0);
    Subprogram then = c.subprogram(THEN);
    Subprogram otherwise = c.subprogram(ELSE);
    int[] outputs = new int[c.outputCount()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.output(i);
      c.provides(i);
    }
    return f -> {
      boolean holds = f.bytes(condition)[f.offset(condition)] != 0;
      Value[] results = (holds ? then : otherwise).run(f);
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] >= 0) {
          f.provide(outputs[i], results[i]);
        }
      }
    };
  }
}
