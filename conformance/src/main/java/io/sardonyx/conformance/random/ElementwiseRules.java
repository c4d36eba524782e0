package io.sardonyx.conformance.random;

import io.sardonyx.ElementType;
import java.util.Arrays;

/** Operators that work element by element, and reductions. */
final class ElementwiseRules {

  private ElementwiseRules() {}

  static void addTo(Rules rules) {
    rules.add(
        ElementwiseRules::unary,
        "Abs",
        "Neg",
        "Relu",
        "Sigmoid",
        "Tanh",
        "Exp",
        "Log",
        "Sqrt",
        "Reciprocal",
        "Floor",
        "Ceil",
        "Round",
        "Sign",
        "Not",
        "Erf",
        "Sin",
        "Cos",
        "Tan",
        "Atan",
        "Sinh",
        "Cosh",
        "Asinh",
        "Softplus",
        "Softsign",
        "HardSwish",
        "IsNaN",
        "IsInf",
        "Identity",
        "Shape",
        "Size",
        "BitwiseNot",
        "Mish");
    rules.add(
        b -> b.input(b.random.range(b.type(0), -1, 1, b.random.shape(0, 4))),
        "Asin",
        "Acos",
        "Atanh");
    rules.add(b -> b.input(b.random.range(b.type(0), 1, 5, b.random.shape(0, 4))), "Acosh");
    rules.add(
        b -> {
          unary(b);
          if (b.random.chance(0.5)) {
            b.number("alpha", b.random.one(0.1, 0.2, 1.5));
          }
        },
        "LeakyRelu",
        "Elu",
        "ThresholdedRelu",
        "Celu",
        "Selu",
        "HardSigmoid");
    rules.add(
        b -> {
          unary(b);
          if (b.random.chance(0.5)) {
            b.text("approximate", b.random.one("none", "tanh"));
          }
        },
        "Gelu");
    rules.add(
        ElementwiseRules::binary,
        "Add",
        "Sub",
        "Mul",
        "And",
        "Or",
        "Xor",
        "Equal",
        "Less",
        "Greater",
        "LessOrEqual",
        "GreaterOrEqual",
        "BitwiseAnd",
        "BitwiseOr",
        "BitwiseXor");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.shape(0, 4);
          b.input(b.random.finite(type, shape));
          b.input(b.random.range(type, 1, 4, b.random.broadcastable(shape)));
        },
        "Div");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.shape(0, 4);
          b.input(b.random.finite(type, shape));
          b.input(b.random.range(type, 1, 4, b.random.broadcastable(shape)));
          if (type.isFloat() || b.random.chance(0.3)) {
            b.integer("fmod", 1);
          }
        },
        "Mod");
    rules.add(
        b -> {
          long[] shape = b.random.shape(0, 4);
          b.input(b.random.range(b.type(0), 0, 3, shape));
          b.input(b.random.range(ElementType.FLOAT, 0, 3, b.random.broadcastable(shape)));
        },
        "Pow");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.shape(1, 4);
          b.input(b.random.tensor(type, shape));
          b.input(b.random.tensor(type, b.random.broadcastable(shape)));
        },
        "PRelu");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          long[] shape = b.random.shape(0, 4);
          int count = b.random.between(1, 4);
          for (int i = 0; i < count; i++) {
            b.input(b.random.tensor(type, i == 0 ? shape : b.random.broadcastable(shape)));
          }
        },
        "Max",
        "Min",
        "Sum",
        "Mean");
    rules.add(
        b -> {
          ElementType type = b.type(1);
          long[] shape = b.random.shape(0, 4);
          b.input(b.random.tensor(ElementType.BOOL, b.random.broadcastable(shape)));
          b.input(b.random.tensor(type, shape));
          b.input(b.random.tensor(type, b.random.broadcastable(shape)));
        },
        "Where");
    rules.add(
        b -> {
          ElementType type = b.type(0);
          b.input(b.random.finite(type, b.random.shape(0, 4)));
          b.input(b.random.range(type, 0, 1));
          b.input(b.random.range(type, 2, 3));
        },
        "Clip");
    rules.add(
        b -> {
          ElementType from = b.type(0);
          ElementType to = b.outputType(0);
          b.input(b.random.range(from, 0, 90, b.random.shape(0, 4)));
          b.integer("to", to.code());
        },
        "Cast");
    rules.add(
        ElementwiseRules::reduce,
        "ReduceSum",
        "ReduceMean",
        "ReduceMax",
        "ReduceMin",
        "ReduceProd",
        "ReduceL1",
        "ReduceL2",
        "ReduceLogSum",
        "ReduceLogSumExp",
        "ReduceSumSquare");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          b.input(b.random.finite(b.type(0), shape));
          b.integer("axis", b.random.axis(shape.length));
          b.integer("keepdims", b.random.upTo(1));
          if (b.random.chance(0.3)) {
            b.integer("select_last_index", 1);
          }
        },
        "ArgMax",
        "ArgMin");
    rules.add(
        b -> {
          long[] shape = b.random.shape(1, 4);
          b.input(b.random.finite(b.type(0), shape));
          if (b.random.chance(0.7)) {
            b.integer("axis", b.random.axis(shape.length));
          }
        },
        "Softmax",
        "LogSoftmax",
        "Hardmax");
    rules.add(
        b -> {
          long[] shape = b.random.fullShape(1, 4);
          b.input(b.random.finite(b.type(0), shape));
          b.input(io.sardonyx.Tensor.scalar(b.random.axis(shape.length)));
          b.integer("exclusive", b.random.upTo(1)).integer("reverse", b.random.upTo(1));
        },
        "CumSum");
  }

  private static void unary(CaseBuilder b) {
    b.input(b.random.tensor(b.type(0), b.random.shape(0, 4)));
  }

  private static void binary(CaseBuilder b) {
    ElementType type = b.type(0);
    long[] shape = b.random.shape(0, 4);
    long[] other = b.random.broadcastable(shape);
    boolean turned = b.random.chance(0.5);
    b.input(b.random.tensor(type, turned ? other : shape));
    b.input(b.random.tensor(type, turned ? shape : other));
  }

  private static void reduce(CaseBuilder b) {
    long[] shape = b.random.fullShape(0, 4);
    // The logarithm of what is not positive has no integer.
    boolean isLog = b.schema.name().equals("ReduceLogSum");
    b.input(isLog ? b.random.range(b.type(0), 1, 5, shape) : b.random.finite(b.type(0), shape));
    long[] axes = b.random.axes(shape.length);
    if (b.random.chance(0.3)) {
      axes = Arrays.stream(axes).map(a -> a - shape.length).toArray();
    }
    if (shape.length > 0 && b.random.chance(0.8)) {
      if (b.schema.attributes().containsKey("axes")) {
        b.ints("axes", axes);
      } else {
        b.longs(axes);
      }
    } else if (b.schema.attributes().containsKey("noop_with_empty_axes")) {
      b.integer("noop_with_empty_axes", b.random.upTo(1));
    }
    b.integer("keepdims", b.random.upTo(1));
  }
}
