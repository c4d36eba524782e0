package io.sardonyx.proto.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sardonyx.proto.ModelProto;
import io.sardonyx.proto.StringStringEntryProto;
import io.sardonyx.proto.TensorProto;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {

  @TempDir private Path folder;
  private Path models;
  private ModelFile file;

  @BeforeEach
  void writeModel() throws IOException {
    models = Files.createDirectory(folder.resolve("models"));
    Files.write(
        models.resolve("model.onnx"),
        ModelProto.newBuilder().setIrVersion(10).build().toByteArray());
    Files.write(models.resolve("weights.bin"), new byte[] {0, 1, 2, 3, 4, 5, 6, 7});
    Files.write(folder.resolve("secret"), new byte[] {42});
    file = ModelFile.open(models.resolve("model.onnx"));
  }

  private static TensorProto tensor(String... entries) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName("w").setDataLocation(TensorProto.DataLocation.EXTERNAL);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.addExternalData(
          StringStringEntryProto.newBuilder().setKey(entries[i]).setValue(entries[i + 1]));
    }
    return tensor.build();
  }

  private void assertRefused(String message, String... entries) {
    assertThatThrownBy(() -> file.bytes(tensor(entries)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("tensor 'w'")
        .hasMessageContaining(message);
  }

  @Test
  void readsAPartOfAFile() {
    var bytes = file.bytes(tensor("location", "weights.bin", "offset", "2", "length", "3"));

    assertThat(bytes.orElseThrow().toArray(ValueLayout.JAVA_BYTE)).containsExactly(2, 3, 4);
  }

  @Test
  void readsToTheEndWithoutALengthAndIgnoresUnknownKeys() {
    var bytes =
        file.bytes(
            tensor("location", "weights.bin", "offset", "6", "__class__", "evil", "checksum", "x"));

    assertThat(bytes.orElseThrow().toArray(ValueLayout.JAVA_BYTE)).containsExactly(6, 7);
  }

  @Test
  void readsFromASubfolder() throws IOException {
    Files.createDirectories(models.resolve("a/b"));
    Files.write(models.resolve("a/b/w.bin"), new byte[] {9});

    assertThat(file.bytes(tensor("location", "a/b/w.bin")).orElseThrow().byteSize()).isEqualTo(1);
    assertThat(file.bytes(tensor("location", "./a/./b/w.bin")).orElseThrow().byteSize())
        .isEqualTo(1);
  }

  @Test
  void refusesPathsThatLeaveTheFolder() {
    assertRefused("is absolute", "location", folder.resolve("secret").toString());
    assertRefused("leaves the model's folder", "location", "../secret");
    assertRefused("leaves the model's folder", "location", "a/../../secret");
    assertRefused("leaves the model's folder", "location", "a/../weights.bin");
    assertRefused("without a location");
    assertRefused("without a location", "location", "");
    assertRefused("is not a valid path", "location", "a\0b");
  }

  @Test
  void refusesLinks() throws IOException {
    Files.createSymbolicLink(models.resolve("link"), folder.resolve("secret"));
    Files.createSymbolicLink(models.resolve("inner"), models.resolve("weights.bin"));
    Files.createSymbolicLink(models.resolve("up"), folder);
    Files.write(folder.resolve("other"), new byte[] {1});
    Files.createLink(models.resolve("hard"), folder.resolve("other"));

    assertRefused("is a symbolic link", "location", "link");
    assertRefused("is a symbolic link", "location", "inner");
    assertRefused("symbolic link", "location", "up/secret");
    assertRefused("has more than one hard link", "location", "hard");
  }

  @Test
  void refusesWhatIsNoRegularFile() throws IOException {
    Files.createDirectory(models.resolve("folder"));

    assertRefused("is not a regular file", "location", "folder");
    assertRefused("no such file", "location", "nothing");
  }

  @Test
  void refusesRangesOutsideTheFile() {
    assertRefused(
        "expected a number that is not negative", "location", "weights.bin", "offset", "-1");
    assertRefused(
        "expected a number that is not negative", "location", "weights.bin", "length", "-5");
    assertRefused(
        "expected a number that is not negative", "location", "weights.bin", "length", "all");
    assertRefused("beyond the end", "location", "weights.bin", "length", "1125899906842624");
    assertRefused("beyond the end", "location", "weights.bin", "offset", "9");
    assertRefused(
        "beyond the end",
        "location",
        "weights.bin",
        "offset",
        "9223372036854775807",
        "length",
        "9223372036854775807");
    assertRefused("expected a number", "location", "weights.bin", "offset", "9223372036854775808");
  }

  @Test
  void followsLinksBelowAnExplicitRootOnly() throws IOException {
    Path blobs = Files.createDirectory(folder.resolve("blobs"));
    Files.write(blobs.resolve("abc"), new byte[] {7});
    Files.createSymbolicLink(models.resolve("cached.bin"), blobs.resolve("abc"));
    Files.createSymbolicLink(models.resolve("outside"), Path.of("/etc/hostname"));
    file = ModelFile.open(models.resolve("model.onnx"), ReadLimits.DEFAULT, Optional.of(folder));

    assertThat(file.bytes(tensor("location", "cached.bin")).orElseThrow().byteSize()).isEqualTo(1);
    assertRefused("leads outside the allowed root", "location", "outside");
    assertRefused("leaves the model's folder", "location", "../secret");
  }

  @Test
  void refusesExternalDataOfModelsInMemory() {
    ModelFile inMemory = ModelFile.of(ModelProto.newBuilder().setIrVersion(10).build());

    assertThatThrownBy(() -> inMemory.bytes(tensor("location", "weights.bin")))
        .hasMessageContaining("has no folder to read it from");
  }
}
