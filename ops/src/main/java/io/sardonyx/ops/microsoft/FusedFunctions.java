package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.Functions.activation;
import static io.sardonyx.ops.microsoft.Functions.dim;
import static io.sardonyx.ops.microsoft.Functions.only;
import static io.sardonyx.ops.microsoft.Functions.plus;
import static io.sardonyx.ops.microsoft.Functions.rank;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import java.util.Map;

/** Products, convolutions and activations joined with what stands before or behind them. */
final class FusedFunctions {

  private FusedFunctions() {}

  static void register(Functions f) {
    f.op("FusedConv", FusedFunctions::conv)
        .op("FusedGemm", FusedFunctions::gemm)
        .op("FusedMatMul", (a, b) -> b.output(0, matMul(a, b)))
        .op("TransposeMatMul", (a, b) -> b.output(0, matMul(a, b)))
        .op("FusedMatMulActivation", FusedFunctions::matMulActivation)
        .op(
            "GemmFastGelu",
            (a, b) -> b.output(0, fastGelu(b, b.op("MatMul", b.input(0), b.input(1)), 2)))
        .op("FastGelu", (a, b) -> b.output(0, fastGelu(b, b.input(0), 1)))
        .op("Gelu", (a, b) -> b.output(0, b.op("Gelu", b.input(0))))
        .op("BiasGelu", (a, b) -> b.output(0, b.op("Gelu", plus(b, b.input(0), 1))))
        .op(
            "QuickGelu",
            (a, b) ->
                b.output(0, b.op("Swish", attributes("alpha", a.number("alpha")), b.input(0))))
        .op("BiasSplitGelu", FusedFunctions::biasSplitGelu)
        .op("BiasAdd", (a, b) -> b.output(0, plus(b, plus(b, b.input(0), 1), 2)))
        .op("BiasDropout", FusedFunctions::biasDropout)
        .op("BiasSoftmax", FusedFunctions::biasSoftmax);
  }

  private static void conv(Attributes a, FunctionBody b) {
    Map<String, Object> window =
        only(a, "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    int y = plus(b, b.op("Conv", window, b.input(0), b.input(1), b.input(2)), 3);
    float[] p = a.numbersOrNull("activation_params");
    Float alpha = p != null && p.length > 0 ? Float.valueOf(p[0]) : null;
    Float beta = p != null && p.length > 1 ? Float.valueOf(p[1]) : null;
    b.output(0, activation(b, a.string("activation", ""), y, alpha, beta, null));
  }

  private static void gemm(Attributes a, FunctionBody b) {
    Map<String, Object> product = only(a, "alpha", "beta", "transA", "transB");
    b.output(0, activated(a, b, b.op("Gemm", product, b.input(0), b.input(1), b.input(2))));
  }

  private static int activated(Attributes a, FunctionBody b, int x) {
    return activation(
        b,
        a.string("activation", ""),
        x,
        optional(a, "activation_alpha"),
        optional(a, "activation_beta"),
        optional(a, "activation_gamma"));
  }

  private static Float optional(Attributes a, String name) {
    return a.has(name) ? Float.valueOf(a.number(name)) : null;
  }

  private static int matMul(Attributes a, FunctionBody b) {
    int left = operand(b, 0, a.flag("transA"), a.flag("transBatchA"));
    int right = operand(b, 1, a.flag("transB"), a.flag("transBatchB"));
    float alpha = a.number("alpha");
    int product = b.op("MatMul", left, right);
    return alpha == 1 ? product : b.op("Mul", product, b.number(alpha, product));
  }

  private static int operand(FunctionBody b, int i, boolean swaps, boolean rotates) {
    if (!swaps && !rotates) {
      return b.input(i);
    }
    int rank = rank(b, i);
    if (rank < 2) {
      return b.input(i);
    }
    long[] perm = new long[rank];
    for (int d = 0; d < rank; d++) {
      perm[d] = d;
    }
    if (rotates) {
      for (int d = 0; d < rank - 2; d++) {
        perm[d] = d + 1;
      }
      perm[rank - 2] = 0;
    }
    if (swaps) {
      long last = perm[rank - 1];
      perm[rank - 1] = perm[rank - 2];
      perm[rank - 2] = last;
    }
    return b.transposed(b.input(i), perm);
  }

  private static void matMulActivation(Attributes a, FunctionBody b) {
    int product = matMul(a, b);
    if (a.string("activation").equals("Softmax")) {
      b.output(0, b.op("Softmax", attributes("axis", a.integer("activation_axis", -1)), product));
    } else {
      b.output(0, activated(a, b, product));
    }
  }

  private static int fastGelu(FunctionBody b, int x, int bias) {
    return b.op("Gelu", attributes("approximate", "tanh"), plus(b, x, bias));
  }

  private static void biasSplitGelu(Attributes a, FunctionBody b) {
    long half = dim(b, 0, -1) / 2;
    int[] parts = b.split(plus(b, b.input(0), 1), -1, half, half);
    b.output(0, b.op("Mul", parts[0], b.op("Gelu", parts[1])));
  }

  private static void biasDropout(Attributes a, FunctionBody b) {
    int sum = plus(b, b.input(0), 1);
    Map<String, Object> seed = only(a, "seed");
    int[] dropped = b.node("", "Dropout", seed, 2, sum, b.input(3), b.input(4));
    b.output(0, plus(b, dropped[0], 2));
    b.output(1, dropped[1]);
  }

  private static void biasSoftmax(Attributes a, FunctionBody b) {
    int sum = plus(b, b.input(0), 1);
    int rank = rank(b, 0);
    int axis = b.axis(a.integer("axis"), rank);
    if (axis == rank - 1) {
      b.output(0, b.op("Softmax", sum));
      return;
    }
    int rows = b.op("Flatten", attributes("axis", (long) axis), sum);
    b.output(0, b.op("Reshape", b.op("Softmax", rows), b.op("Shape", sum)));
  }
}
