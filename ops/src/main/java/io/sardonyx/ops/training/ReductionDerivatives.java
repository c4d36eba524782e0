package io.sardonyx.ops.training;

import io.sardonyx.runtime.ir.Node;
import java.util.Map;

/** Derivatives of reductions and of what normalises along an axis. */
final class ReductionDerivatives {

  /** The derivative by the input, from that by the output and the output, with all dimensions. */
  @FunctionalInterface
  private interface Slope {
    int of(Backward b, int x, int y, int dy);
  }

  private ReductionDerivatives() {}

  static void register(Map<String, Derivatives.Rule> rules) {
    reduction(rules, "ReduceSum", (b, x, y, dy) -> b.broadcast(dy, x));
    reduction(
        rules,
        "ReduceMean",
        (b, x, y, dy) -> {
          int count = b.op("CastLike", b.op("Div", b.op("Size", x), b.op("Size", y)), x);
          return b.broadcast(b.div(dy, count), x);
        });
    reduction(rules, "ReduceMax", ReductionDerivatives::extreme);
    reduction(rules, "ReduceMin", ReductionDerivatives::extreme);
    reduction(rules, "ReduceSumSquare", (b, x, y, dy) -> b.mul(b.mul(b.number(2, x), x), dy));
    reduction(rules, "ReduceL1", (b, x, y, dy) -> b.mul(b.op("Sign", x), dy));
    reduction(rules, "ReduceL2", (b, x, y, dy) -> b.mul(b.div(x, y), dy));
    reduction(rules, "ReduceLogSum", (b, x, y, dy) -> b.broadcast(b.div(dy, b.op("Exp", y)), x));
    reduction(rules, "ReduceLogSumExp", (b, x, y, dy) -> b.mul(b.op("Exp", b.sub(x, y)), dy));
    rules.put(
        "GlobalAveragePool",
        (b, n) -> {
          int x = n.input(0);
          int y = n.output(0);
          int count = b.op("CastLike", b.op("Div", b.op("Size", x), b.op("Size", y)), x);
          return new int[] {b.broadcast(b.div(b.dy(0), count), x)};
        });
    rules.put(
        "Softmax",
        (b, n) -> {
          int y = n.output(0);
          int weighted = b.mul(b.dy(0), y);
          return new int[] {b.sub(weighted, b.mul(y, sum(b, n, weighted)))};
        });
    rules.put(
        "LogSoftmax",
        (b, n) -> {
          int y = b.op("Exp", n.output(0));
          return new int[] {b.sub(b.dy(0), b.mul(y, sum(b, n, b.dy(0))))};
        });
  }

  private static int sum(Backward b, Node softmax, int x) {
    if (softmax.op().version() < 13) {
      throw softmax.error("its derivative is known from version 13 on");
    }
    return b.op("ReduceSum", x, b.vector(softmax.attributes().integer("axis")));
  }

  /** The derivative of an extreme goes to the elements that are it, in equal parts. */
  private static int extreme(Backward b, int x, int y, int dy) {
    int is = b.op("CastLike", b.op("Equal", x, y), x);
    return b.mul(is, b.div(dy, b.summed(is, y)));
  }

  private static void reduction(Map<String, Derivatives.Rule> rules, String name, Slope slope) {
    rules.put(
        name,
        (b, n) -> {
          int y = n.output(0);
          int dy = b.dy(0);
          if (!n.attributes().flag("keepdims")) {
            int full = b.same(n, Map.of("keepdims", 1L));
            y = b.shaped(y, full);
            dy = b.shaped(dy, full);
          }
          return new int[] {slope.of(b, n.input(0), y, dy)};
        });
  }
}
