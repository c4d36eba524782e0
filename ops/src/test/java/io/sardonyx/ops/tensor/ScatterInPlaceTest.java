package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A scatter may work in its data's memory, but not if its updates are a view of the data. */
class ScatterInPlaceTest {

  @Test
  void doesNotOverwriteUpdatesThatAreViewsOfTheData() {
    assertSwapped("view");
  }

  @Test
  void doesNotOverwriteUpdatesThatAreTheData() {
    assertSwapped("data");
  }

  private static void assertSwapped(String updates) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimValue(2);
    shape.addDimBuilder().setDimValue(2);
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("test")
            .addInput(
                ValueInfoProto.newBuilder()
                    .setName("x")
                    .setType(
                        TypeProto.newBuilder()
                            .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape))))
            .addInitializer(ValueEncoder.encode("rows", Tensor.of(new long[] {1, 0}, 2, 1)))
            .addInitializer(ValueEncoder.encode("shape", Tensor.of(new long[] {2, 2}, 2)))
            .addNode(node("Transpose", "data", "x"))
            .addNode(node("Reshape", "view", "data", "shape"))
            .addNode(node("ScatterND", "scattered", "data", "rows", updates))
            .addNode(node("Transpose", "y", "scattered"))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    byte[] model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
            .setGraph(graph)
            .build()
            .toByteArray();
    for (boolean passes : new boolean[] {true, false}) {
      try (OnnxModel loaded = OnnxModel.load(model, ModelOptions.DEFAULT.withPasses(passes))) {
        Tensor y = loaded.run(Map.of("x", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2))).tensor("y");
        assertThat(y.floats()).containsExactly(2, 1, 4, 3);
      }
    }
  }

  private static NodeProto.Builder node(String type, String output, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(type)
        .setName(type + output)
        .addOutput(output)
        .addAllInput(List.of(inputs));
  }
}
