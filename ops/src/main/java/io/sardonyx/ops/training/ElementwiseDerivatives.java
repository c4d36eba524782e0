package io.sardonyx.ops.training;

import static io.sardonyx.runtime.spi.NodeBuilder.ABSENT;

import io.sardonyx.runtime.ir.Node;
import java.util.Map;

/** Derivatives of the operators that compute element by element. */
final class ElementwiseDerivatives {

  /** A derivative by the only input, as a factor of the one by the output. */
  @FunctionalInterface
  private interface Slope {
    int of(Backward b, Node node, int x, int y);
  }

  private ElementwiseDerivatives() {}

  static void register(Map<String, Derivatives.Rule> rules) {
    arithmetic(rules);
    functions(rules);
    activations(rules);
  }

  private static void arithmetic(Map<String, Derivatives.Rule> rules) {
    rules.put(
        "Add",
        broadcasting((b, n) -> new int[] {b.unbroadcast(b.dy(0), 0), b.unbroadcast(b.dy(0), 1)}));
    rules.put(
        "Sub",
        broadcasting((b, n) ->
            new int[] {b.unbroadcast(b.dy(0), 0), b.unbroadcast(b.op("Neg", b.dy(0)), 1)}));
    rules.put(
        "Mul",
        broadcasting((b, n) ->
            new int[] {
              b.unbroadcast(b.mul(b.dy(0), n.input(1)), 0),
              b.unbroadcast(b.mul(b.dy(0), n.input(0)), 1)
            }));
    rules.put(
        "Div",
        broadcasting((b, n) -> {
          int byA = b.div(b.dy(0), n.input(1));
          int byB = b.op("Neg", b.mul(byA, n.output(0)));
          return new int[] {b.unbroadcast(byA, 0), b.unbroadcast(byB, 1)};
        }));
    rules.put("Pow", broadcasting(ElementwiseDerivatives::pow));
    rules.put(
        "Sum",
        (b, n) -> {
          int[] dx = new int[n.inputCount()];
          for (int i = 0; i < dx.length; i++) {
            dx[i] = b.unbroadcast(b.dy(0), i);
          }
          return dx;
        });
    rules.put(
        "Where",
        (b, n) -> {
          int zero = b.number(0, b.dy(0));
          return new int[] {
            ABSENT,
            b.unbroadcast(b.op("Where", n.input(0), b.dy(0), zero), 1),
            b.unbroadcast(b.op("Where", n.input(0), zero, b.dy(0)), 2)
          };
        });
    rules.put("Max", (b, n) -> chosen(b, n));
    rules.put("Min", (b, n) -> chosen(b, n));
  }

  /** Before version 7 attributes said how operands are aligned. */
  private static Derivatives.Rule broadcasting(Derivatives.Rule rule) {
    return (b, n) -> {
      if (n.op().version() < 7) {
        throw n.error("its derivative is known from version 7 on");
      }
      return rule.apply(b, n);
    };
  }

  private static int[] pow(Backward b, Node n) {
    int x = n.input(0);
    int p = b.op("CastLike", n.input(1), x);
    int byX = ABSENT;
    int byP = ABSENT;
    if (b.wants(0)) {
      // x^(p-1) is infinite for x = 0 and p < 1, where p = 0 makes the product NaN.
      int isConstant = b.op("Equal", p, b.number(0, x));
      int factor = b.mul(p, b.op("Pow", x, b.sub(p, b.number(1, x))));
      byX = b.unbroadcast(b.mul(b.dy(0), b.op("Where", isConstant, b.number(0, x), factor)), 0);
    }
    if (b.wants(1)) {
      int power = b.mul(n.output(0), b.op("Log", x));
      int isZero = b.op("Equal", x, b.number(0, x));
      int factor = b.op("Where", isZero, b.number(0, x), power);
      byP = b.unbroadcast(b.op("CastLike", b.mul(b.dy(0), factor), n.input(1)), 1);
    }
    return new int[] {byX, byP};
  }

  /** The derivative of the smallest or largest goes to those inputs that are it, in equal parts. */
  private static int[] chosen(Backward b, Node n) {
    int y = n.output(0);
    int[] isChosen = new int[n.inputCount()];
    int count = ABSENT;
    for (int i = 0; i < isChosen.length; i++) {
      isChosen[i] = b.op("CastLike", b.op("Equal", n.input(i), y), y);
      count = count == ABSENT ? isChosen[i] : b.add(count, isChosen[i]);
    }
    int part = b.div(b.dy(0), count);
    int[] dx = new int[isChosen.length];
    for (int i = 0; i < dx.length; i++) {
      dx[i] = b.unbroadcast(b.mul(part, isChosen[i]), i);
    }
    return dx;
  }

  private static void functions(Map<String, Derivatives.Rule> rules) {
    slope(rules, "Abs", (b, n, x, y) -> b.op("Sign", x));
    slope(rules, "Cos", (b, n, x, y) -> b.op("Neg", b.op("Sin", x)));
    slope(rules, "Cosh", (b, n, x, y) -> b.op("Sinh", x));
    slope(rules, "Erf", (b, n, x, y) -> scaled(b, 2 / Math.sqrt(Math.PI), gauss(b, x, 1)));
    slope(rules, "Exp", (b, n, x, y) -> y);
    slope(rules, "Log", (b, n, x, y) -> b.op("Reciprocal", x));
    slope(rules, "Neg", (b, n, x, y) -> b.number(-1, x));
    slope(rules, "Reciprocal", (b, n, x, y) -> b.op("Neg", b.mul(y, y)));
    slope(rules, "Sin", (b, n, x, y) -> b.op("Cos", x));
    slope(rules, "Sinh", (b, n, x, y) -> b.op("Cosh", x));
    slope(rules, "Sqrt", (b, n, x, y) -> b.op("Reciprocal", scaled(b, 2, y)));
    slope(rules, "Tan", (b, n, x, y) -> b.add(b.number(1, y), b.mul(y, y)));
    rules.put("Identity", (b, n) -> new int[] {b.dy(0)});
    rules.put("Cast", (b, n) -> new int[] {b.op("CastLike", b.dy(0), n.input(0))});
    rules.put("CastLike", (b, n) -> new int[] {b.op("CastLike", b.dy(0), n.input(0))});
  }

  private static void activations(Map<String, Derivatives.Rule> rules) {
    slope(rules, "Relu", (b, n, x, y) -> isPositive(b, x));
    slope(rules, "Sigmoid", (b, n, x, y) -> b.mul(y, b.sub(b.number(1, y), y)));
    slope(rules, "Tanh", (b, n, x, y) -> b.sub(b.number(1, y), b.mul(y, y)));
    slope(rules, "Softplus", (b, n, x, y) -> b.op("Sigmoid", x));
    slope(
        rules,
        "Softsign",
        (b, n, x, y) -> {
          int root = b.add(b.number(1, x), b.op("Abs", x));
          return b.op("Reciprocal", b.mul(root, root));
        });
    slope(
        rules,
        "LeakyRelu",
        (b, n, x, y) -> {
          int below = b.number(n.attributes().number("alpha"), x);
          return b.op("Where", b.op("Less", x, b.number(0, x)), below, b.number(1, x));
        });
    slope(
        rules,
        "Elu",
        (b, n, x, y) -> {
          int below = b.add(y, b.number(n.attributes().number("alpha"), x));
          return b.op("Where", b.op("Less", x, b.number(0, x)), below, b.number(1, x));
        });
    slope(rules, "Gelu", ElementwiseDerivatives::gelu);
    rules.put("Clip", ElementwiseDerivatives::clip);
    rules.put(
        "Dropout",
        (b, n) -> {
          if (n.hasInput(2)) {
            throw n.error("its derivative is known only for inference, without training_mode");
          }
          return new int[] {b.dy(0)};
        });
  }

  private static int gelu(Backward b, Node n, int x, int y) {
    if (!n.attributes().string("approximate").equals("none")) {
      throw n.error("its derivative is known only without approximation");
    }
    int half = b.mul(b.number(0.5, x), b.op("Erf", scaled(b, Math.sqrt(0.5), x)));
    int density = scaled(b, 1 / Math.sqrt(2 * Math.PI), gauss(b, x, 0.5));
    return b.add(b.add(b.number(0.5, x), half), b.mul(x, density));
  }

  private static int[] clip(Backward b, Node n) {
    int x = n.input(0);
    int zero = b.number(0, x);
    int d = b.dy(0);
    boolean older = n.op().version() < 11;
    if (older || n.hasInput(1)) {
      int low = older ? b.number(n.attributes().number("min", -Float.MAX_VALUE), x) : n.input(1);
      d = b.op("Where", b.op("Less", x, low), zero, d);
    }
    if (older || n.hasInput(2)) {
      int high = older ? b.number(n.attributes().number("max", Float.MAX_VALUE), x) : n.input(2);
      d = b.op("Where", b.op("Greater", x, high), zero, d);
    }
    if (b.wants(1) || b.wants(2)) {
      throw n.error("its derivative by the limits is not known");
    }
    return new int[] {d};
  }

  private static int isPositive(Backward b, int x) {
    return b.op("CastLike", b.op("Greater", x, b.number(0, x)), x);
  }

  private static int scaled(Backward b, double factor, int x) {
    return b.mul(b.number(factor, x), x);
  }

  /** exp(-factor x^2). */
  private static int gauss(Backward b, int x, double factor) {
    return b.op("Exp", scaled(b, -factor, b.mul(x, x)));
  }

  private static void slope(Map<String, Derivatives.Rule> rules, String name, Slope slope) {
    rules.put(name, (b, n) -> new int[] {b.mul(b.dy(0), slope.of(b, n, n.input(0), n.output(0)))});
  }
}
