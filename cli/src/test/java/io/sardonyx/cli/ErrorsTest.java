package io.sardonyx.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong, the command says so in a line and ends with a status that is not zero. */
class ErrorsTest {

  @TempDir private Path folder;

  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = folder.resolve("model.onnx");
    try (InputStream in = Zoo.class.getResourceAsStream("digits.onnx")) {
      Files.write(model, in.readAllBytes());
    }
  }

  private static void assertFails(String message, Object... args) {
    Cli cli = Cli.run(args);
    assertThat(cli.status()).as(cli.out()).isEqualTo(1);
    assertThat(cli.err()).contains(message).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(cli.err().lines()).hasSize(1).first().asString().startsWith("sardonyx: ");
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void filesThatAreMissing() throws IOException {
    Path none = folder.resolve("none.onnx");
    assertFails("none.onnx", "run", none, "--random", 1);
    assertFails("none.onnx", "inspect", none);
    assertFails("none.onnx", "bench", none);
    assertFails("none.onnx", "verify", none);
    assertFails("none", "verify", folder.resolve("none"));
    assertFails("none.npy", "run", model, "--input", "image=" + folder.resolve("none.npy"));
    assertFails("none.png", "run", model, "--input", "image=" + folder.resolve("none.png"));
    assertFails("none.png", "classify", folder.resolve("none.png"));
    assertFails("is missing", "run", model);
    assertFails("no input [ghost]", "run", model, "--random", 1, "--input", "ghost=" + model);
  }

  @Test
  void filesThatAreBroken() throws IOException {
    byte[] bytes = Files.readAllBytes(model);
    Path half = file("half.onnx", Arrays.copyOf(bytes, bytes.length / 2));
    assertFails("half.onnx", "run", half, "--random", 1);
    Path text = file("text.onnx", "no model".getBytes(StandardCharsets.UTF_8));
    assertFails("text.onnx", "inspect", text);
    assertFails("text.pb", "run", model, "--input", "image=" + file("text.pb", bytes));
    assertFails("text.png", "run", model, "--input", "image=" + file("text.png", bytes));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(2,1,8,8)",
        "(1,1,8)",
        "(-1,1,8,8)",
        "(99999999999,1,8,8)",
        "(9223372036854775807,9,8,8)",
        "(9223372036854775808,1,8,8)",
        "(1,one,8,8)",
        "(1.5,1,8,8)"
      })
  void arraysOfWrongShapes(String shape) throws IOException {
    Path array = folder.resolve("x.npy");
    NpyFile.write(array, Tensor.of(new float[64], 1, 1, 8, 8));
    String text = new String(Files.readAllBytes(array), StandardCharsets.ISO_8859_1);
    Files.write(
        array,
        text.replaceFirst("\\(1,1,8,8,?\\), \\} {0,24}", shape + ", } ")
            .getBytes(StandardCharsets.ISO_8859_1));
    Cli cli = Cli.run("run", model, "--input", "image=" + array);
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.err()).startsWith("sardonyx: ").doesNotContain("\tat ");
  }

  @Test
  void arraysThatAreBroken() throws IOException {
    Path array = folder.resolve("x.npy");
    NpyFile.write(array, Tensor.of(new float[64], 1, 1, 8, 8));
    byte[] bytes = Files.readAllBytes(array);
    for (int length = 0; length < bytes.length; length += 7) {
      Path cut = file("cut.npy", Arrays.copyOf(bytes, length));
      assertFails("cut.npy", "run", model, "--input", "image=" + cut);
    }
    NpyFile.write(array, Tensor.of(new double[64], 1, 1, 8, 8));
    assertFails("expected float", "run", model, "--input", "image=" + array);
  }

  @Test
  void placesThatCannotBeWritten() throws IOException {
    assertFails("model.onnx", "run", model, "--random", 1, "--out", model.resolve("out"));
    Path trace = folder.resolve("none/trace.json");
    assertFails("trace.json", "run", model, "--random", 1, "--trace", trace);
  }

  @Test
  void optionsThatAreWrong() {
    assertThat(Cli.run("run").status()).isEqualTo(2);
    assertThat(Cli.run("walk").status()).isEqualTo(2);
    assertThat(Cli.run("run", model, "--random", "x").status()).isEqualTo(2);
    assertThat(Cli.run("inspect", "--stage", "x", model).err()).doesNotContain("\tat ");
    assertFails("threads", "run", model, "--random", 1, "--threads", -1);
    assertFails("batch", "run", model, "--random", 1, "--dim", "batch=-1");
    assertFails("batch", "run", model, "--random", 1, "--dim", "batch=99999999999");
  }
}
