package io.sardonyx.ops.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.proto.AttributeProto;
import io.sardonyx.proto.AttributeProto.AttributeType;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.NodeProto;
import io.sardonyx.proto.OperatorSetIdProto;
import io.sardonyx.proto.SparseTensorProto;
import io.sardonyx.proto.ValueInfoProto;
import io.sardonyx.runtime.importer.ValueEncoder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Constant nodes, which the importer turns into constants. */
class ConstantTest {

  private static Tensor run(int opset, AttributeProto.Builder... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().setName("c").setOpType("Constant");
    for (AttributeProto.Builder attribute : attributes) {
      node.addAttribute(attribute);
    }
    GraphProto graph =
        GraphProto.newBuilder()
            .setName("g")
            .addNode(node.addOutput("y"))
            .addOutput(ValueInfoProto.newBuilder().setName("y"))
            .build();
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(8)
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
            .setGraph(graph)
            .build();
    try (OnnxModel loaded = OnnxModel.load(model.toByteArray())) {
      return loaded.run(Map.of()).tensor("y");
    }
  }

  private static AttributeProto.Builder attribute(String name, AttributeType type) {
    return AttributeProto.newBuilder().setName(name).setType(type);
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }

  @Test
  void holdsATensor() {
    Tensor nibbles = Tensor.of(ElementType.INT4, new byte[] {0x21, 3}, 3);

    Tensor y =
        run(21, attribute("value", AttributeType.TENSOR).setT(ValueEncoder.encode("", nibbles)));

    assertThat(y.contentEquals(nibbles)).isTrue();
  }

  @Test
  void holdsNumbersAndStrings() {
    assertThat(run(12, attribute("value_float", AttributeType.FLOAT).setF(2.5f)).floats())
        .containsExactly(2.5f);
    assertThat(run(12, attribute("value_int", AttributeType.INT).setI(7)).longs())
        .containsExactly(7);
    assertThat(run(12, attribute("value_string", AttributeType.STRING).setS(utf8("ä"))).strings())
        .containsExactly("ä");
    Tensor floats =
        run(12, attribute("value_floats", AttributeType.FLOATS).addFloats(1).addFloats(2));
    assertThat(floats.floats()).containsExactly(1, 2);
    assertThat(floats.shape()).containsExactly(2);
    assertThat(run(12, attribute("value_ints", AttributeType.INTS)).shape()).containsExactly(0);
    assertThat(
            run(12, attribute("value_strings", AttributeType.STRINGS).addStrings(utf8("a")))
                .strings())
        .containsExactly("a");
  }

  @Test
  void holdsSparseTensors() {
    SparseTensorProto sparse =
        SparseTensorProto.newBuilder()
            .setValues(ValueEncoder.encode("v", Tensor.of(new float[] {5, 6}, 2)))
            .setIndices(ValueEncoder.encode("i", Tensor.of(new long[] {1, 5}, 2)))
            .addDims(2)
            .addDims(3)
            .build();

    Tensor y =
        run(11, attribute("sparse_value", AttributeType.SPARSE_TENSOR).setSparseTensor(sparse));

    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.floats()).containsExactly(0, 5, 0, 0, 0, 6);
  }

  @Test
  void refusesWrongAttributes() {
    assertThatThrownBy(() -> run(12))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("node 'c' (Constant)")
        .hasMessageContaining("exactly one value");
    assertThatThrownBy(() -> run(1)).hasMessageContaining("'value' is missing");
    assertThatThrownBy(() ->
            run(
                12,
                attribute("value_int", AttributeType.INT),
                attribute("value_float", AttributeType.FLOAT)))
        .hasMessageContaining("exactly one value");
    assertThatThrownBy(() -> run(9, attribute("value_int", AttributeType.INT)))
        .hasMessageContaining("'value_int' is unknown");
    assertThatThrownBy(() -> run(12, attribute("value_int", AttributeType.FLOAT)))
        .hasMessageContaining("expected INT");
    assertThatThrownBy(() ->
            run(
                12,
                attribute("value_string", AttributeType.STRING)
                    .setS(ByteString.copyFrom(new byte[] {(byte) 0xFF}))))
        .hasMessageContaining("not valid UTF-8");
  }
}
