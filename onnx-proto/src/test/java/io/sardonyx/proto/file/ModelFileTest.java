package io.sardonyx.proto.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.sardonyx.proto.GraphProto;
import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {

  @TempDir private Path folder;

  private static ModelProto model(byte[] raw) {
    return ModelProto.newBuilder()
        .setIrVersion(10)
        .setGraph(
            GraphProto.newBuilder()
                .setName("g")
                .addInitializer(
                    TensorProto.newBuilder()
                        .setName("w")
                        .setDataType(TensorProto.DataType.INT8_VALUE)
                        .addDims(raw.length)
                        .setRawData(ByteString.copyFrom(raw))))
        .build();
  }

  private Path write(byte[] bytes) throws IOException {
    Path file = folder.resolve("model.onnx");
    Files.write(file, bytes);
    return file;
  }

  @Test
  void leavesTensorBytesInTheMapping() throws IOException {
    byte[] raw = new byte[100_000];
    raw[99_999] = 42;
    try (ModelFile file = ModelFile.open(write(model(raw).toByteArray()))) {
      TensorProto w = file.model().getGraph().getInitializer(0);
      assertThat(w.getRawData().size()).isZero();
      assertThat(file.bytes(w).orElseThrow().isMapped()).isTrue();
      assertThat(file.bytes(w).orElseThrow().get(ValueLayout.JAVA_BYTE, 99_999))
          .isEqualTo((byte) 42);
    }
  }

  @Test
  void refusesBytesAfterItWasClosed() throws IOException {
    ModelFile file = ModelFile.open(write(model(new byte[5000]).toByteArray()));
    var bytes = file.bytes(file.model().getGraph().getInitializer(0)).orElseThrow();
    file.close();
    file.close();

    assertThatThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void parsesFromMemory() {
    try (ModelFile file = ModelFile.of(model(new byte[] {1, 2}).toByteArray())) {
      assertThat(file.model().getIrVersion()).isEqualTo(10);
    }
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> ModelFile.open(folder.resolve("nowhere.onnx")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("nowhere.onnx: no such file");
  }

  @Test
  void refusesAnEmptyFileAndAFolder() throws IOException {
    Path empty = write(new byte[0]);

    assertThatThrownBy(() -> ModelFile.open(empty)).hasMessageContaining("is empty");
    assertThatThrownBy(() -> ModelFile.open(folder)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = model(new byte[] {1, 2, 3, 4, 5, 6, 7}).toByteArray();
    int refused = 0;
    for (int n = 1; n < whole.length; n++) {
      Path file = write(Arrays.copyOf(whole, n));
      try (ModelFile parsed = ModelFile.open(file)) {
        // A cut between two fields of the model leaves a shorter but well-formed message.
        assertThat(parsed.model().hasGraph()).isFalse();
      } catch (ModelFormatException e) {
        assertThat(e).hasMessageContaining("is not an ONNX model");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(whole.length / 2);
  }

  @Test
  void refusesAnOverlongVarint() {
    byte[] bytes = new byte[12];
    Arrays.fill(bytes, (byte) 0xFF);
    bytes[0] = 0x08;

    assertThatThrownBy(() -> ModelFile.of(bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is not an ONNX model");
  }

  @Test
  void refusesAStrayEndOfGroup() {
    assertThatThrownBy(() -> ModelFile.of(new byte[] {0x0C}))
        .isInstanceOf(ModelFormatException.class);
  }

  @Test
  void refusesNestingBeyondTheLimit() throws IOException {
    byte[] graph = {};
    for (int depth = 0; depth < 2000; depth++) {
      // graph { node { attribute { g { ... } } } }
      graph = field(6, graph);
      graph = field(5, graph);
      graph = field(1, graph);
    }
    byte[] model = field(7, graph);

    assertThatThrownBy(() -> ModelFile.of(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is not an ONNX model");
  }

  @Test
  void refusesNestedGroups() throws IOException {
    byte[] groups = new byte[100_000];
    Arrays.fill(groups, (byte) 0x7B);

    assertThatThrownBy(() -> ModelFile.of(groups)).isInstanceOf(ModelFormatException.class);
  }

  @Test
  void refusesModelsAboveTheSizeLimit() throws IOException {
    Path file = write(model(new byte[1000]).toByteArray());
    ReadLimits limits = new ReadLimits(500, 100);

    assertThatThrownBy(() -> ModelFile.open(file, limits, Optional.empty()))
        .hasMessageContaining("more than the limit of 500");
    assertThatThrownBy(() -> ModelFile.of(new byte[501], limits))
        .hasMessageContaining("larger than the limit of 500");
  }

  @Test
  void takesTheLastOfDuplicateFields() {
    byte[] twice = {0x08, 3, 0x08, 10};

    try (ModelFile file = ModelFile.of(twice)) {
      assertThat(file.model().getIrVersion()).isEqualTo(10);
    }
  }

  private static byte[] field(int number, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, content);
    out.flush();
    return bytes.toByteArray();
  }
}
