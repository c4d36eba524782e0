package io.sardonyx.conformance.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.proto.TensorShapeProto;
import io.sardonyx.proto.TypeProto;
import io.sardonyx.proto.ValueInfoProto;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One symbol for two dimensions of an input, as exporters write it, does not make them equal. */
class AmbiguousSymbolsTest {

  @Test
  void standForUnknownDimensions() {
    TensorShapeProto.Dimension batch =
        TensorShapeProto.Dimension.newBuilder().setDimParam("batch").build();
    ValueInfoProto input =
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT_VALUE)
                            .setShape(TensorShapeProto.newBuilder().addDim(batch).addDim(batch))))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("test")
            .addInput(input)
            .addNode(Models.node("Transpose", List.of("x"), List.of("y")))
            .addOutput(ValueInfoProto.newBuilder().setName("y"));
    try (OnnxModel model = OnnxModel.load(Models.model(graph).build().toByteArray())) {
      Tensor y = model.run(Map.of("x", Tensor.of(new float[] {1, 2, 3}, 1, 3))).tensor();

      assertThat(y.shape()).containsExactly(3, 1);
      assertThat(model.inputs().getFirst().type()).hasToString("float[?,?]");
    }
  }
}
