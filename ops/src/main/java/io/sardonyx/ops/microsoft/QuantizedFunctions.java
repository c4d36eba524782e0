package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.microsoft.Functions.cast;
import static io.sardonyx.ops.microsoft.Functions.channelsFirst;
import static io.sardonyx.ops.microsoft.Functions.channelsLast;
import static io.sardonyx.ops.microsoft.Functions.inputs;
import static io.sardonyx.ops.microsoft.Functions.only;
import static io.sardonyx.ops.microsoft.Functions.plus;
import static io.sardonyx.ops.microsoft.Functions.rank;
import static io.sardonyx.runtime.spi.NodeBuilder.attributes;

import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.FunctionBody;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * Operators on quantized tensors. Those without an integer kernel are computed as float between
 * DequantizeLinear and QuantizeLinear, as their definitions say.
 */
final class QuantizedFunctions {

  private QuantizedFunctions() {}

  static void register(Functions f) {
    f.op("QLinearAdd", (a, b) -> binary(b, "Add"))
        .op("QLinearMul", (a, b) -> binary(b, "Mul"))
        .op("QLinearSigmoid", (a, b) -> unary(b, x -> b.op("Sigmoid", x)))
        .op(
            "QLinearLeakyRelu",
            (a, b) -> unary(b, x -> b.op("LeakyRelu", attributes("alpha", a.number("alpha")), x)))
        .op("QLinearSoftmax", (a, b) -> unary(b, x -> softmax(a, b, x)))
        .op("QLinearReduceMean", (a, b) -> unary(b, x -> mean(a, b, x)))
        .op("QLinearAveragePool", (a, b) -> unary(b, x -> averagePool(a, b, x)))
        .op("QLinearGlobalAveragePool", (a, b) -> unary(b, x -> globalPool(a, b, x)))
        .op("QLinearConcat", QuantizedFunctions::concat)
        .op("QLinearWhere", QuantizedFunctions::where)
        .op("QLinearConv", QuantizedFunctions::conv)
        .op("QGemm", QuantizedFunctions::gemm)
        .op("NhwcMaxPool", QuantizedFunctions::maxPool)
        .op("MatMulIntegerToFloat", (a, b) -> matMul(b))
        .op("DynamicQuantizeMatMul", (a, b) -> dynamicMatMul(b))
        .op("DynamicQuantizeLSTM", QuantizedFunctions::lstm)
        .same("QuantizeLinear")
        .same("DequantizeLinear");
  }

  private static int dequantized(FunctionBody b, int x) {
    return b.op("DequantizeLinear", b.input(x), b.input(x + 1), b.input(x + 2));
  }

  /** Quantizes to the type of input 0, unless inputs for that are other. */
  private static int quantized(FunctionBody b, int y, int scale) {
    int zero = b.hasInput(scale + 1) ? b.input(scale + 1) : b.number(0, b.input(0));
    return b.op("QuantizeLinear", y, b.input(scale), zero);
  }

  private static void binary(FunctionBody b, String name) {
    b.output(0, quantized(b, b.op(name, dequantized(b, 0), dequantized(b, 3)), 6));
  }

  private static void unary(FunctionBody b, IntUnaryOperator function) {
    b.output(0, quantized(b, function.applyAsInt(dequantized(b, 0)), 3));
  }

  private static int softmax(Attributes a, FunctionBody b, int x) {
    long axis = a.integer("axis");
    if (a.integer("opset") >= 13) {
      return b.op("Softmax", attributes("axis", axis), x);
    }
    int rows = b.op("Flatten", attributes("axis", axis), x);
    return b.op("Reshape", b.op("Softmax", rows), b.op("Shape", x));
  }

  private static int mean(Attributes a, FunctionBody b, int x) {
    Map<String, Object> keep = attributes("keepdims", a.integer("keepdims"));
    return b.op("ReduceMean", keep, x, b.vector(a.integers("axes")));
  }

  private static int averagePool(Attributes a, FunctionBody b, int x) {
    Map<String, Object> window =
        only(a, "auto_pad", "ceil_mode", "count_include_pad", "kernel_shape", "pads", "strides");
    return pooled(a, b, x, first -> b.op("AveragePool", window, first));
  }

  private static int globalPool(Attributes a, FunctionBody b, int x) {
    return pooled(a, b, x, first -> b.op("GlobalAveragePool", first));
  }

  private static int pooled(Attributes a, FunctionBody b, int x, IntUnaryOperator pool) {
    if (!a.flag("channels_last")) {
      return pool.applyAsInt(x);
    }
    int rank = rank(b, 0);
    int y = pool.applyAsInt(b.transposed(x, channelsFirst(rank)));
    return b.transposed(y, channelsLast(rank));
  }

  private static void maxPool(Attributes a, FunctionBody b) {
    int rank = rank(b, 0);
    int first = b.transposed(b.input(0), channelsFirst(rank));
    b.output(0, b.transposed(b.op("MaxPool", a.given(), first), channelsLast(rank)));
  }

  private static void concat(Attributes a, FunctionBody b) {
    int count = (b.inputCount() - 2) / 3;
    if (count == 0 || b.inputCount() != 3 * count + 2) {
      throw b.error("has %d inputs; expected two and then three for each tensor", b.inputCount());
    }
    int[] parts = new int[count];
    for (int i = 0; i < count; i++) {
      parts[i] = b.op("QuantizeLinear", dequantized(b, 3 * i + 2), b.input(0), b.input(1));
    }
    b.output(0, b.op("Concat", attributes("axis", a.integer("axis")), parts));
  }

  private static void where(Attributes a, FunctionBody b) {
    int chosen = b.op("Where", b.input(0), dequantized(b, 1), dequantized(b, 4));
    b.output(0, b.op("QuantizeLinear", chosen, b.input(7), b.input(8)));
  }

  private static void conv(Attributes a, FunctionBody b) {
    Map<String, Object> window =
        only(a, "auto_pad", "dilations", "group", "kernel_shape", "pads", "strides");
    int[] in = inputs(b);
    b.output(
        0,
        pooled(
            a,
            b,
            in[0],
            first -> {
              int[] moved = in.clone();
              moved[0] = first;
              return b.op("QLinearConv", window, moved);
            }));
  }

  private static void gemm(Attributes a, FunctionBody b) {
    int left = a.flag("transA") ? b.op("Transpose", b.input(0)) : b.input(0);
    int right = a.flag("transB") ? b.op("Transpose", b.input(3)) : b.input(3);
    int product = b.op("MatMulInteger", left, right, b.input(2), b.input(5));
    product = plus(b, product, 6);
    int scale = b.op("Mul", b.input(1), b.input(4));
    scale = b.op("Mul", scale, b.number(a.number("alpha"), scale));
    int y = b.op("Mul", b.op("CastLike", product, scale), scale);
    if (b.hasInput(7)) {
      int zero = b.hasInput(8) ? b.input(8) : b.number(0, b.input(0));
      y = b.op("QuantizeLinear", y, b.input(7), zero);
    }
    b.output(0, y);
  }

  private static void matMul(FunctionBody b) {
    int product = b.op("MatMulInteger", b.input(0), b.input(1), b.input(4), b.input(5));
    int scale = b.op("Mul", b.input(2), b.input(3));
    b.output(0, plus(b, scaled(b, product, scale), 6));
  }

  private static int scaled(FunctionBody b, int product, int scale) {
    return b.op("Mul", b.op("CastLike", product, scale), scale);
  }

  private static void dynamicMatMul(FunctionBody b) {
    int[] a = b.node("", "DynamicQuantizeLinear", Map.of(), 3, b.input(0));
    int product = b.op("MatMulInteger", a[0], b.input(1), a[2], b.input(3));
    b.output(0, plus(b, scaled(b, product, b.op("Mul", a[1], b.input(2))), 4));
  }

  /** Over weights turned into floats once; states and inputs stay floats. */
  private static void lstm(Attributes a, FunctionBody b) {
    int[] in = {
      b.input(0),
      weights(b, 1, 8),
      weights(b, 2, 10),
      b.input(3),
      b.input(4),
      b.input(5),
      b.input(6),
      b.input(7)
    };
    int[] y = b.node("", "LSTM", a.given(), 3, in);
    for (int i = 0; i < y.length; i++) {
      b.output(i, y[i]);
    }
  }

  /** Weights [directions, size, gates] as floats [directions, gates, size]. */
  private static int weights(FunctionBody b, int i, int scale) {
    int factors = parameter(b, scale);
    int zeros = cast(b, parameter(b, scale + 1), 6);
    int centred = b.op("Sub", cast(b, b.input(i), 6), zeros);
    return b.transposed(b.op("Mul", b.op("CastLike", centred, factors), factors), 0, 2, 1);
  }

  /** One number a direction, or one for each of its gates, to be broadcast. */
  private static int parameter(FunctionBody b, int i) {
    return rank(b, i) == 2 ? b.unsqueezed(b.input(i), 1) : b.reshaped(b.input(i), -1, 1, 1);
  }
}
