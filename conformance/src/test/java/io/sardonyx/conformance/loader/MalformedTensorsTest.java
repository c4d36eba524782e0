package io.sardonyx.conformance.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.sardonyx.InvalidModelException;
import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.proto.StringStringEntryProto;
import io.sardonyx.proto.TensorProto;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Initializers whose dimensions and data do not agree, or whose data changes under the reader. */
class MalformedTensorsTest {

  @TempDir private Path folder;

  private static byte[] model(TensorProto.Builder w) {
    return Models.model(
            Models.graph(3)
                .addInitializer(w.setName("w"))
                .addNode(Models.node("Add", List.of("x", "w"), List.of("y"))))
        .build()
        .toByteArray();
  }

  private static void assertRefused(TensorProto.Builder w, String message) {
    assertThatThrownBy(() -> OnnxModel.load(model(w)).close())
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining(message);
  }

  @Test
  void loadsARightOne() {
    try (OnnxModel model = OnnxModel.load(model(Models.floats("w", 3, 3)))) {
      Tensor y = model.run(Map.of("x", Tensor.of(new float[] {1, 1, 1}, 3))).tensor("y");
      assertThat(y.floats()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void refusesBadDimensions() {
    assertRefused(Models.floats("w", 3, -3), "negative dimension");
    assertRefused(Models.floats("w", 3, 1L << 40, 1L << 40), "more elements than a long counts");
    assertRefused(Models.floats("w", 3, 1L << 31), "more than a Java array holds");
    assertRefused(
        Models.floats("w", 3, 1_000_000_000L), "needs 4000000000 bytes of data; it has 12");
  }

  @Test
  void refusesDataOfAnotherSize() {
    assertRefused(Models.floats("w", 2, 3), "needs 12 bytes of data; it has 8");
    assertRefused(Models.floats("w", 4, 3), "needs 12 bytes of data; it has 16");
    assertRefused(
        Models.floats("w", 0, 3).clearRawData().addFloatData(1),
        "needs 3 values in its data field; it has 1");
    assertRefused(
        Models.floats("w", 0, 3).clearRawData().addInt64Data(1).addInt64Data(2).addInt64Data(3),
        "needs 3 values in its data field; it has 0");
    assertRefused(
        Models.floats("w", 3, 3).setRawData(ByteString.copyFrom(new byte[11])), "it has 11");
  }

  @Test
  void refusesUnknownTypes() {
    assertRefused(Models.floats("w", 3, 3).setDataType(99), "element type 99 is unknown");
    assertRefused(Models.floats("w", 3, 3).setDataType(0), "element type 0 is unknown");
    assertRefused(
        Models.floats("w", 3, 3).setDataType(TensorProto.DataType.STRING_VALUE),
        "strings as raw bytes");
    assertRefused(
        Models.floats("w", 3, 3).setSegment(TensorProto.Segment.newBuilder().setBegin(0)),
        "segments");
  }

  @Test
  void reportsAFileThatShrinksUnderTheReader() throws IOException {
    Path weights = folder.resolve("weights.bin");
    int n = 1 << 20;
    Files.write(weights, new byte[4 * n]);
    TensorProto.Builder w =
        Models.floats("w", 0, n)
            .clearRawData()
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .addExternalData(
                StringStringEntryProto.newBuilder().setKey("location").setValue("weights.bin"));
    Path file = folder.resolve("model.onnx");
    // The shape of x is open, so that the weights are read when the model first runs.
    Files.write(
        file,
        Models.model(
                Models.graph(-1)
                    .addInitializer(w)
                    .addNode(Models.node("Add", List.of("x", "w"), List.of("y"))))
            .build()
            .toByteArray());
    try (OnnxModel model = OnnxModel.load(file)) {
      try (RandomAccessFile shrink = new RandomAccessFile(weights.toFile(), "rw")) {
        shrink.setLength(4096);
      }
      assertThatThrownBy(() -> model.run(Map.of("x", Tensor.of(new float[n], n))))
          .hasMessageContaining("truncated while it was being read");
    }
  }

  @Test
  void refusesInvalidUtf8() {
    TensorProto.Builder w =
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.STRING_VALUE)
            .addDims(1)
            .addStringData(ByteString.copyFrom(new byte[] {(byte) 0xC3, (byte) 0x28}));
    byte[] model =
        Models.model(
                Models.graph(3)
                    .addInitializer(w.setName("w"))
                    .addNode(Models.node("Identity", List.of("w"), List.of("y"))))
            .build()
            .toByteArray();

    assertThatThrownBy(() -> OnnxModel.load(model).run(Map.of("x", Tensor.of(new float[3], 3))))
        .isInstanceOf(InvalidModelException.class)
        .hasMessageContaining("string 0 is not valid UTF-8");
  }
}
