package io.sardonyx.ops.math;

import io.sardonyx.kernels.Activation;
import io.sardonyx.kernels.Activation.Kind;
import io.sardonyx.kernels.BinaryFunction;
import io.sardonyx.kernels.UnaryFunction;
import io.sardonyx.ops.family.ActivationOperator;
import io.sardonyx.ops.family.Alignment;
import io.sardonyx.ops.family.Unary;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.OperatorFactory;
import io.sardonyx.runtime.spi.OperatorProvider.Registrar;

/** The operators of the folder {@code math} that compute element by element. */
final class ElementwiseOperators {

  private ElementwiseOperators() {}

  /** Registers them. */
  static void register(Registrar r) {
    functions(r);
    activations(r);
    arithmetic(r);
  }

  private static void functions(Registrar r) {
    r.op("Abs", 1, unary(UnaryFunction.ABS))
        .op("Acos", 7, unary(UnaryFunction.ACOS))
        .op("Acosh", 9, unary(UnaryFunction.ACOSH))
        .op("Asin", 7, unary(UnaryFunction.ASIN))
        .op("Asinh", 9, unary(UnaryFunction.ASINH))
        .op("Atan", 7, unary(UnaryFunction.ATAN))
        .op("Atanh", 9, unary(UnaryFunction.ATANH))
        .op("Ceil", 1, unary(UnaryFunction.CEIL))
        .op("Cos", 7, unary(UnaryFunction.COS))
        .op("Cosh", 9, unary(UnaryFunction.COSH))
        .op("Erf", 9, unary(UnaryFunction.ERF))
        .op("Exp", 1, unary(UnaryFunction.EXP))
        .op("Floor", 1, unary(UnaryFunction.FLOOR))
        .op("Log", 1, unary(UnaryFunction.LOG))
        .op("Neg", 1, unary(UnaryFunction.NEG))
        .op("Reciprocal", 1, unary(UnaryFunction.RECIPROCAL))
        .op("Round", 11, unary(UnaryFunction.ROUND))
        .op("Sigmoid", 1, unary(UnaryFunction.SIGMOID))
        .op("Sign", 9, unary(UnaryFunction.SIGN))
        .op("Sin", 7, unary(UnaryFunction.SIN))
        .op("Sinh", 9, unary(UnaryFunction.SINH))
        .op("Softplus", 1, unary(UnaryFunction.SOFTPLUS))
        .op("Softsign", 1, unary(UnaryFunction.SOFTSIGN))
        .op("Sqrt", 1, unary(UnaryFunction.SQRT))
        .op("Tan", 7, unary(UnaryFunction.TAN))
        .op("Tanh", 1, unary(UnaryFunction.TANH));
  }

  private static void activations(Registrar r) {
    r.op("Celu", 12, a -> activation(Kind.CELU, a.number("alpha")))
        .op("Clip", 1, ElementwiseOperators::clip)
        .op("Clip", 6, ElementwiseOperators::clip)
        .op("Clip", 11, a -> new Clip())
        .op("Elu", 1, a -> activation(Kind.ELU, a.number("alpha")))
        .op("Gelu", 20, ElementwiseOperators::gelu)
        .op(
            "HardSigmoid",
            1,
            a ->
                new ActivationOperator(
                    new Activation(Kind.HARD_SIGMOID, a.number("alpha"), a.number("beta"))))
        .op("HardSwish", 14, a -> activation(Kind.HARD_SWISH, 0))
        .op("LeakyRelu", 1, a -> activation(Kind.LEAKY_RELU, a.number("alpha")))
        .op("Mish", 18, a -> activation(Kind.MISH, 0))
        .op("PRelu", 1, a -> new PRelu(true))
        .op("PRelu", 7, a -> new PRelu(false))
        .op("Relu", 1, a -> new ActivationOperator(Activation.RELU))
        .op("Selu", 1, ElementwiseOperators::selu)
        .op("Selu", 6, ElementwiseOperators::selu)
        .op("SwiGLU", 28, SwiGLU::new)
        .op("Swish", 24, a -> activation(Kind.SILU, a.number("alpha")))
        .op("ThresholdedRelu", 10, a -> activation(Kind.THRESHOLDED_RELU, a.number("alpha")));
  }

  private static void arithmetic(Registrar r) {
    binary(r, "Add", BinaryFunction.ADD);
    binary(r, "Sub", BinaryFunction.SUB);
    binary(r, "Mul", BinaryFunction.MUL);
    binary(r, "Div", BinaryFunction.DIV);
    variadic(r, "Min", BinaryFunction.MIN, false);
    variadic(r, "Max", BinaryFunction.MAX, false);
    variadic(r, "Sum", BinaryFunction.ADD, false);
    variadic(r, "Mean", BinaryFunction.ADD, true);
    r.op("Mod", 10, Mod::new)
        .op("Pow", 1, a -> new Pow(Alignment.legacy(a)))
        .op("Pow", 7, a -> new Pow(Alignment.NUMPY));
  }

  private static void binary(Registrar r, String name, BinaryFunction function) {
    r.op(name, 1, a -> new ArithmeticOperator(function, Alignment.legacy(a)))
        .op(name, 7, a -> new ArithmeticOperator(function, Alignment.NUMPY));
  }

  private static void variadic(Registrar r, String name, BinaryFunction function, boolean isMean) {
    r.op(name, 1, a -> new Variadic(function, isMean, false))
        .op(name, 8, a -> new Variadic(function, isMean, true));
  }

  private static OperatorFactory unary(UnaryFunction function) {
    return a -> new Unary(function);
  }

  private static ActivationOperator activation(Kind kind, float alpha) {
    return new ActivationOperator(Activation.of(kind, alpha));
  }

  private static ActivationOperator clip(Attributes a) {
    return new ActivationOperator(
        Activation.clamp(
            a.number("min", Float.NEGATIVE_INFINITY), a.number("max", Float.POSITIVE_INFINITY)));
  }

  private static ActivationOperator gelu(Attributes a) {
    return switch (a.choice("approximate", GeluApproximation.class)) {
      case NONE -> activation(Kind.GELU, 0);
      case TANH -> activation(Kind.GELU_TANH, 0);
    };
  }

  private static ActivationOperator selu(Attributes a) {
    return new ActivationOperator(new Activation(Kind.SELU, a.number("alpha"), a.number("gamma")));
  }

  /** How Gelu computes the normal distribution. */
  private enum GeluApproximation {
    NONE,
    TANH
  }
}
