package io.sardonyx.ops.microsoft;

import static io.sardonyx.ops.Tensors.random;
import static io.sardonyx.ops.TestGraph.integer;
import static io.sardonyx.ops.TestGraph.ints;
import static io.sardonyx.ops.TestGraph.number;
import static io.sardonyx.ops.TestGraph.string;
import static io.sardonyx.ops.microsoft.OrtCase.bytes;
import static io.sardonyx.ops.microsoft.OrtCase.positive;
import static io.sardonyx.ops.microsoft.OrtCase.scale;
import static io.sardonyx.ops.microsoft.OrtCase.zero;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.ElementType;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ops.TestGraph;
import io.sardonyx.proto.AttributeProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of {@code com.microsoft} but for attention, against ONNX Runtime. */
class MicrosoftOperatorsTest {

  private static AttributeProto.Builder floats(String name, float... values) {
    AttributeProto.Builder a =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.FLOATS);
    for (float v : values) {
      a.addFloats(v);
    }
    return a;
  }

  @ParameterizedTest
  @ValueSource(strings = {"Relu", "Sigmoid", "Tanh"})
  void fusedConv(String activation) {
    OrtCase.of("FusedConv", string("activation", activation), ints("pads", 1, 1, 1, 1))
        .input(random(1, 2, 3, 7, 6))
        .constant(random(2, 8, 3, 3, 3))
        .constant(random(3, 8))
        .input(random(4, 2, 8, 7, 6))
        .check();
  }

  @Test
  void fusedConvWithParameters() {
    OrtCase.of(
            "FusedConv",
            string("activation", "LeakyRelu"),
            floats("activation_params", 0.2f),
            ints("strides", 2, 2))
        .input(random(1, 1, 3, 7, 6))
        .constant(random(2, 4, 3, 3, 3))
        .check();
    OrtCase.of(
            "FusedConv",
            string("activation", "Clip"),
            floats("activation_params", -0.5f, 1.5f),
            integer("group", 2))
        .input(random(1, 1, 4, 5, 5))
        .constant(random(2, 4, 2, 3, 3))
        .constant(random(3, 4))
        .check();
  }

  @Test
  void fusedGemm() {
    OrtCase.of(
            "FusedGemm",
            string("activation", "LeakyRelu"),
            number("activation_alpha", 0.3f),
            number("alpha", 0.5f),
            integer("transB", 1))
        .input(random(1, 5, 7))
        .constant(random(2, 6, 7))
        .input(random(3, 6))
        .check();
    OrtCase.of("FusedGemm", string("activation", "Relu"), integer("transA", 1))
        .input(random(1, 7, 5))
        .constant(random(2, 7, 6))
        .check();
  }

  @Test
  void fusedMatMul() {
    OrtCase.of("FusedMatMul", number("alpha", 0.125f), integer("transB", 1))
        .input(random(1, 2, 3, 5, 4))
        .input(random(2, 2, 3, 6, 4))
        .check();
    OrtCase.of("FusedMatMul", integer("transA", 1))
        .input(random(1, 3, 4, 5))
        .input(random(2, 4, 6))
        .check();
    OrtCase.of("TransposeMatMul", integer("transA", 1), number("alpha", 2))
        .input(random(1, 4, 5))
        .input(random(2, 4, 6))
        .check();
  }

  @Test
  void fusedMatMulWithTransposedBatches() {
    OrtCase.of("FusedMatMul", integer("transBatchA", 1))
        .input(random(1, 5, 2, 3, 4))
        .input(random(2, 2, 3, 4, 6))
        .check();
    OrtCase.of("FusedMatMul", integer("transBatchA", 1), integer("transA", 1))
        .input(random(1, 4, 2, 3, 5))
        .input(random(2, 2, 3, 4, 6))
        .check();
  }

  @Test
  void gelus() {
    OrtCase.of("Gelu").input(random(1, 3, 70)).check();
    OrtCase.of("FastGelu").input(random(1, 3, 70)).tolerance(1e-4).check();
    OrtCase.of("FastGelu").input(random(1, 3, 70)).input(random(2, 70)).tolerance(1e-4).check();
    OrtCase.of("BiasGelu").input(random(1, 3, 70)).input(random(2, 70)).check();
    OrtCase.of("QuickGelu").input(random(1, 3, 70)).check();
    OrtCase.of("QuickGelu", number("alpha", 1)).input(random(1, 3, 70)).check();
  }

  @Test
  void skipLayerNormalization() {
    OrtCase.of("SkipLayerNormalization", number("epsilon", 1e-5f))
        .input(random(1, 2, 3, 16))
        .input(random(2, 2, 3, 16))
        .input(random(3, 16))
        .input(random(4, 16))
        .input(random(5, 16))
        .outputs("y0 _ _ y3")
        .check();
    OrtCase.of("SkipLayerNormalization")
        .input(random(1, 2, 3, 16))
        .input(random(2, 3, 16))
        .input(random(3, 16))
        .check();
  }

  @Test
  void simplifiedLayerNormalization() {
    OrtCase.of(":SimplifiedLayerNormalization", number("epsilon", 1e-4f))
        .input(random(1, 2, 3, 16))
        .input(random(3, 16))
        .outputs("y0 y1")
        .check();
    OrtCase.of("SkipSimplifiedLayerNormalization", number("epsilon", 1e-4f))
        .input(random(1, 2, 3, 16))
        .input(random(2, 2, 3, 16))
        .input(random(3, 16))
        .input(random(5, 16))
        .outputs("y0 _ _ y3")
        .check();
  }

  @Test
  void embedLayerNormalization() {
    Tensor ids = OrtCase.ints(new int[] {1, 4, 0, 2, 2, 6}, 2, 3);
    Tensor segments = OrtCase.ints(new int[] {0, 0, 1, 0, 1, 1}, 2, 3);
    Tensor mask = OrtCase.ints(new int[] {1, 1, 0, 1, 1, 1}, 2, 3);
    OrtCase.of("EmbedLayerNormalization", number("epsilon", 1e-6f))
        .input(ids)
        .input(segments)
        .constant(random(1, 7, 8))
        .constant(random(2, 5, 8))
        .constant(random(3, 2, 8))
        .constant(random(4, 8))
        .constant(random(5, 8))
        .input(mask)
        .outputs("y0 y1 y2")
        .check();
    OrtCase.of("EmbedLayerNormalization")
        .input(ids)
        .omitted()
        .constant(random(1, 7, 8))
        .constant(random(2, 5, 8))
        .omitted()
        .constant(random(4, 8))
        .constant(random(5, 8))
        .omitted()
        .input(OrtCase.ints(new int[] {3, 1, 0}, 1, 3))
        .outputs("y0 y1")
        .check();
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT8", "INT8"})
  void quantizedArithmetic(ElementType type) {
    for (String op : new String[] {"QLinearAdd", "QLinearMul"}) {
      OrtCase.of(op)
          .input(bytes(type, 1, 2, 3, 35))
          .constant(scale(0.02f))
          .constant(zero(type, 3))
          .input(bytes(type, 2, 3, 1))
          .constant(scale(0.03f))
          .constant(zero(type, -2))
          .constant(scale(0.05f))
          .constant(zero(type, 7))
          .steps(1)
          .check();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT8", "INT8"})
  void quantizedFunctions(ElementType type) {
    for (String op : new String[] {"QLinearSigmoid", "QLinearLeakyRelu"}) {
      OrtCase.of(op)
          .input(bytes(type, 1, 2, 3, 35))
          .constant(scale(0.04f))
          .constant(zero(type, 5))
          .constant(scale(op.equals("QLinearSigmoid") ? 1 / 256f : 0.03f))
          .constant(zero(type, 1))
          .steps(1)
          .check();
    }
    OrtCase.of("QLinearSoftmax", integer("axis", -1), integer("opset", 13))
        .input(bytes(type, 1, 4, 30))
        .constant(scale(0.04f))
        .constant(zero(type, 5))
        .constant(scale(1 / 256f))
        .constant(zero(type, type == ElementType.INT8 ? -128 : 0))
        .steps(1)
        .check();
    OrtCase.of("QLinearSoftmax", integer("axis", 1), integer("opset", 12))
        .input(bytes(type, 1, 4, 3, 10))
        .constant(scale(0.04f))
        .constant(zero(type, 5))
        .constant(scale(1 / 256f))
        .constant(zero(type, type == ElementType.INT8 ? -128 : 0))
        .steps(1)
        .check();
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT8", "INT8"})
  void quantizedPools(ElementType type) {
    for (int last = 0; last < 2; last++) {
      OrtCase.of("QLinearGlobalAveragePool", integer("channels_last", last))
          .input(bytes(type, 1, 2, 5, 6, 7))
          .constant(scale(0.04f))
          .constant(zero(type, 5))
          .constant(scale(0.03f))
          .constant(zero(type, 1))
          .steps(1)
          .check();
      OrtCase.of(
              "QLinearAveragePool",
              integer("channels_last", last),
              ints("kernel_shape", 3, 2),
              ints("strides", 2, 1),
              ints("pads", 1, 0, 1, 1))
          .input(bytes(type, 1, 2, 5, 6, 7))
          .constant(scale(0.04f))
          .constant(zero(type, 5))
          .constant(scale(0.03f))
          .constant(zero(type, 1))
          .steps(1)
          .check();
    }
    OrtCase.of("NhwcMaxPool", ints("kernel_shape", 2, 2), ints("strides", 2, 2))
        .input(bytes(type, 1, 2, 6, 8, 5))
        .check();
  }

  @Test
  void quantizedConcatAndWhere() {
    OrtCase.of("QLinearConcat", integer("axis", 1))
        .constant(scale(0.05f))
        .constant(zero(ElementType.UINT8, 9))
        .input(bytes(ElementType.UINT8, 1, 2, 3))
        .constant(scale(0.05f))
        .constant(zero(ElementType.UINT8, 9))
        .input(bytes(ElementType.UINT8, 2, 2, 4))
        .constant(scale(0.02f))
        .constant(zero(ElementType.UINT8, 100))
        .steps(1)
        .check();
    OrtCase.of("QLinearWhere")
        .input(Tensor.of(new boolean[] {true, false, true}, 3))
        .input(bytes(ElementType.UINT8, 1, 2, 3))
        .constant(scale(0.05f))
        .constant(zero(ElementType.UINT8, 9))
        .input(bytes(ElementType.UINT8, 2, 2, 3))
        .constant(scale(0.02f))
        .constant(zero(ElementType.UINT8, 100))
        .constant(scale(0.04f))
        .constant(zero(ElementType.UINT8, 50))
        .steps(1)
        .check();
  }

  @Test
  void quantizedGemm() {
    int[] bias = {100, -2000, 300, 0, 5};
    OrtCase.of("QGemm", integer("transB", 1), number("alpha", 0.5f))
        .input(bytes(ElementType.UINT8, 1, 4, 7))
        .constant(scale(0.02f))
        .constant(zero(ElementType.UINT8, 120))
        .constant(bytes(ElementType.INT8, 2, 5, 7))
        .constant(scale(0.03f))
        .constant(zero(ElementType.INT8, 0))
        .constant(Tensor.of(bias, 5))
        .constant(scale(0.25f))
        .constant(zero(ElementType.UINT8, 128))
        .steps(1)
        .check();
    OrtCase.of("QGemm")
        .input(bytes(ElementType.UINT8, 1, 4, 7))
        .constant(scale(0.02f))
        .constant(zero(ElementType.UINT8, 120))
        .constant(bytes(ElementType.INT8, 2, 7, 5))
        .constant(positive(3, 5))
        .constant(Tensor.of(ElementType.INT8, new byte[5], 5))
        .check();
  }

  @Test
  void matMulIntegerToFloat() {
    OrtCase.of("MatMulIntegerToFloat")
        .input(bytes(ElementType.UINT8, 1, 2, 4, 7))
        .constant(bytes(ElementType.INT8, 2, 7, 5))
        .constant(scale(0.02f))
        .constant(positive(3, 5))
        .constant(zero(ElementType.UINT8, 120))
        .constant(Tensor.of(ElementType.INT8, new byte[] {1, 2, 3, 4, 5}, 5))
        .constant(random(4, 5))
        .check();
  }

  @Test
  void dynamicQuantizeMatMul() {
    OrtCase.of("DynamicQuantizeMatMul")
        .input(random(1, 2, 4, 7))
        .constant(bytes(ElementType.INT8, 2, 7, 5))
        .constant(positive(3, 5))
        .omitted()
        .constant(random(4, 5))
        .check();
    OrtCase.of("DynamicQuantizeMatMul")
        .input(random(1, 4, 7))
        .constant(bytes(ElementType.UINT8, 2, 7, 5))
        .constant(scale(0.01f))
        .constant(zero(ElementType.UINT8, 130))
        .check();
  }

  @Test
  void dynamicQuantizeLstm() {
    // ONNX Runtime rounds inputs and states to 8 bits, which is what the tolerance allows for.
    OrtCase.of("DynamicQuantizeLSTM", integer("hidden_size", 4))
        .input(random(1, 5, 2, 6))
        .constant(bytes(ElementType.INT8, 2, 1, 6, 16))
        .constant(bytes(ElementType.INT8, 3, 1, 4, 16))
        .constant(random(4, 1, 32))
        .omitted()
        .omitted()
        .omitted()
        .omitted()
        .constant(Tensor.of(new float[] {0.005f}, 1))
        .constant(Tensor.of(ElementType.INT8, new byte[] {0}, 1))
        .constant(positive(5, 1, 16))
        .constant(Tensor.of(ElementType.INT8, new byte[16], 1, 16))
        .outputs("y0 y1 y2")
        .tolerance(0.03)
        .check();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 8})
  void matMulNBits(int bits) {
    int k = 40;
    int blocks = 3;
    int blob = 16 * bits / 8;
    int zeroBytes = (blocks * bits + 7) / 8;
    AttributeProto.Builder[] a = {
      integer("K", k), integer("N", 6), integer("bits", bits), integer("block_size", 16)
    };
    OrtCase.of("MatMulNBits", a)
        .input(random(1, 2, 3, k))
        .constant(bytes(ElementType.UINT8, 2, 6, blocks, blob))
        .constant(positive(3, 6, blocks))
        .check();
    OrtCase.of("MatMulNBits", a)
        .input(random(1, 3, k))
        .constant(bytes(ElementType.UINT8, 2, 6, blocks, blob))
        .constant(positive(3, 6, blocks))
        .constant(bytes(ElementType.UINT8, 4, 6, zeroBytes))
        .omitted()
        .constant(random(5, 6))
        .check();
  }

  @Test
  void quantizeLinear() {
    OrtCase.of("QuantizeLinear", integer("axis", 1))
        .input(random(1, 2, 3, 4))
        .constant(positive(2, 3))
        .constant(Tensor.of(ElementType.UINT8, new byte[] {1, 100, 20}, 3))
        .check();
    OrtCase.of("DequantizeLinear")
        .input(bytes(ElementType.INT8, 1, 2, 3, 4))
        .constant(scale(0.1f))
        .constant(zero(ElementType.INT8, 3))
        .check();
  }

  @Test
  void gridSampleAndTrilu() {
    for (String mode : new String[] {"bilinear", "nearest", "bicubic"}) {
      // Within half a pixel of the border ONNX's reference does not move cubic points; ONNX Runtime
      // does.
      String padding = mode.equals("bicubic") ? "reflection" : "border";
      OrtCase.of("GridSample", string("mode", mode), string("padding_mode", padding))
          .input(random(1, 1, 2, 5, 6))
          .input(random(2, 1, 3, 4, 2))
          .check();
    }
    OrtCase.of("Trilu", integer("upper", 0))
        .input(random(1, 2, 4, 5))
        .input(Tensor.of(new long[] {1}))
        .check();
  }

  @Test
  void inverse() {
    OrtCase.of("Inverse").input(random(1, 2, 3, 4, 4)).tolerance(1e-4).check();
    TestGraph singular = OrtCase.of("Inverse").input(Tensor.of(new float[4], 2, 2)).graph();
    assertThatThrownBy(() -> singular.run(ModelOptions.DEFAULT))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("singular");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bilinear", "nearest"})
  void cropAndResize(String mode) {
    float[] boxes = {0, 0, 1, 1, 0.1f, 0.2f, 0.83f, 0.71f, -0.2f, 0.3f, 1.3f, 0.5f};
    OrtCase.of("CropAndResize", string("mode", mode), number("extrapolation_value", 9))
        .input(random(1, 2, 3, 7, 6))
        .input(Tensor.of(boxes, 3, 4))
        .input(OrtCase.ints(new int[] {1, 0, 1}, 3))
        .constant(OrtCase.ints(new int[] {4, 5}, 2))
        .check();
  }

  @Test
  void convTransposeWithDynamicPads() {
    OrtCase.of("ConvTransposeWithDynamicPads", ints("strides", 2, 2), ints("kernel_shape", 3, 3))
        .input(random(1, 1, 2, 4, 5))
        .constant(random(2, 2, 3, 3, 3))
        .input(Tensor.of(new long[] {1, 0, 1, 2}, 4))
        .constant(random(3, 3))
        .check();
  }

  @Test
  void ngramRepeatBlock() {
    OrtCase.of("NGramRepeatBlock", integer("ngram_size", 3))
        .input(Tensor.of(new long[] {1, 2, 3, 4, 1, 2, 5, 5, 5, 5, 5, 5}, 2, 6))
        .input(random(1, 2, 8))
        .check();
  }
}
