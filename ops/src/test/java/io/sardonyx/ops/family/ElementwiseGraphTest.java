package io.sardonyx.ops.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Element-wise operators among others: memory that is shared, and arithmetic on shapes. */
class ElementwiseGraphTest {

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

  private ElementwiseGraphTest node(String type, String inputs, String output) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .addAllInput(List.of(inputs.split(" ")))
            .addOutput(output));
    return this;
  }

  private ElementwiseGraphTest constant(String name, Tensor value) {
    graph.addInitializer(ValueEncoder.encode(name, value));
    return this;
  }

  private ElementwiseGraphTest input(Object... dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dim : dims) {
      shape.addDim(
          dim instanceof String symbol
              ? TensorShapeProto.Dimension.newBuilder().setDimParam(symbol)
              : TensorShapeProto.Dimension.newBuilder().setDimValue((Integer) dim));
    }
    TypeProto.Tensor.Builder type =
        TypeProto.Tensor.newBuilder().setElemType(ElementType.FLOAT.code()).setShape(shape);
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(TypeProto.newBuilder().setTensorType(type)));
    return this;
  }

  private OnnxModel load(ModelOptions options) {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(10)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(18))
            .setGraph(graph.clone().addOutput(ValueInfoProto.newBuilder().setName("y")))
            .build();
    return OnnxModel.load(model.toByteArray(), options);
  }

  private void requireResult(Tensor x, float... expected) {
    for (KernelSet kernels : KernelSet.values()) {
      for (boolean passes : new boolean[] {true, false}) {
        ModelOptions options =
            ModelOptions.DEFAULT.withKernels(kernels).withPasses(passes).withPoisonMemory(true);
        try (OnnxModel model = load(options)) {
          assertThat(model.run(Map.of("x", x)).tensor("y").floats()).containsExactly(expected);
        }
      }
    }
  }

  @Test
  void anInputUsedTwiceSurvivesUntilItsLastUse() {
    input(3).node("Neg", "x", "a").node("Sum", "a x a", "b").node("Mul", "b b", "y");
    requireResult(Tensor.of(new float[] {1, 2, 3}, 3), 1, 4, 9);
  }

  @Test
  void aViewOfAnInputSurvivesUntilItsLastUse() {
    input(4)
        .constant("shape", Tensor.of(new long[] {1, 4}, 2))
        .node("Neg", "x", "a")
        .node("Reshape", "a shape", "b")
        .node("Sum", "a x b", "c")
        .node("Neg", "c", "y");
    requireResult(Tensor.of(new float[] {1, 2, 3, 4}, 4), 1, 2, 3, 4);
  }

  @Test
  void aGateThatIsItsOwnValueIsNotOverwritten() {
    input(2).node("Neg", "x", "a").node("Div", "a a", "b").node("Sub", "b a", "y");
    requireResult(Tensor.of(new float[] {2, 4}, 2), 3, 5);
  }

  @Test
  void shapeArithmeticKeepsSymbols() {
    input("N", 6, 4)
        .constant("factors", Tensor.of(new long[] {1, 2, 1}, 3))
        .constant("divisors", Tensor.of(new long[] {1, 1, 2}, 3))
        .constant("zero", Tensor.of(new long[] {0}, 1))
        .node("Shape", "x", "s")
        .node("Mul", "s factors", "a")
        .node("Div", "a divisors", "b")
        .node("Add", "b zero", "c")
        .node("Sub", "c zero", "d")
        .node("Max", "d d", "e")
        .node("Min", "e e", "f")
        .node("Reshape", "x f", "y");
    try (OnnxModel model = load(ModelOptions.DEFAULT)) {
      assertThat(model.outputs().getFirst().type().toString()).contains("[N,12,2]");
      Tensor y = model.run(Map.of("x", Tensor.zeros(ElementType.FLOAT, 5, 6, 4))).tensor("y");
      assertThat(y.shape()).containsExactly(5, 12, 2);
    }
  }

  @Test
  void aShapeThatIsDividedByZeroIsReported() {
    input("N", 2)
        .constant("zero", Tensor.of(new long[] {0}, 1))
        .node("Shape", "x", "s")
        .node("Div", "s zero", "t")
        .node("Reshape", "x t", "y");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(() -> {
              try (OnnxModel model = load(ModelOptions.DEFAULT)) {
                model.run(Map.of("x", Tensor.zeros(ElementType.FLOAT, 5, 2)));
              }
            }))
        .isInstanceOf(io.sardonyx.OnnxException.class)
        .hasMessageContaining("by zero");
  }
}
