package io.sardonyx.ops.controlflow;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ValueType;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import io.sardonyx.runtime.spi.Subprogram;
import java.util.List;

/**
 * Runs one of two subgraphs. If the condition is known when shapes are inferred, so is the branch,
 * and only its types count.
 *
 * @see <a href="https://onnx.ai/onnx/operators/onnx__If.html">If</a>
 */
record If() implements Operator {

  @Override
  public void infer(InferContext c) {
    if (c.elementType(0) != ElementType.BOOL) {
      throw c.error("the condition is %s; expected bool", c.type(0));
    }
    List<ValueType> then = c.subgraph("then_branch").infer(List.of());
    List<ValueType> otherwise = c.subgraph("else_branch").infer(List.of());
    if (then.size() != c.outputCount() || otherwise.size() != c.outputCount()) {
      throw c.error(
          "its branches have %d and %d outputs; expected %d",
          then.size(), otherwise.size(), c.outputCount());
    }
    for (int i = 0; i < c.outputCount(); i++) {
      ValueType common = then.get(i).common(otherwise.get(i));
      if (common == null) {
        throw c.error(
            "output %d is %s in one branch and %s in the other", i, then.get(i), otherwise.get(i));
      }
      if (!common.equals(then.get(i)) && c.value(0) != null) {
        common = isTrue(c.value(0)) ? then.get(i) : otherwise.get(i);
      }
      c.output(i, common);
    }
  }

  private static boolean isTrue(Tensor condition) {
    return condition.bytes()[0] != 0;
  }

  @Override
  public Step compile(CompileContext c) {
    int condition = c.input(0);
    Subprogram then = c.subprogram("then_branch");
    Subprogram otherwise = c.subprogram("else_branch");
    int[] outputs = new int[c.outputCount()];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = c.output(i);
      c.provides(i);
    }
    return f -> {
      Value[] results = (f.bytes(condition)[f.offset(condition)] != 0 ? then : otherwise).run(f);
      for (int i = 0; i < outputs.length; i++) {
        if (outputs[i] >= 0) {
          f.provide(outputs[i], results[i]);
        }
      }
    };
  }
}
