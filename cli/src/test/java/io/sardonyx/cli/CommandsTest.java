package io.sardonyx.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sardonyx.Tensor;
import io.sardonyx.zoo.Zoo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command prints and writes, and how it ends. */
class CommandsTest {

  private static final Path ZOO = Path.of("../zoo");
  private static final Path SAMPLES = ZOO.resolve("samples");
  private static final Path CASES = ZOO.resolve("src/test/resources/io/sardonyx/zoo/digits");

  @TempDir private Path folder;

  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = folder.resolve("case/model.onnx");
    Files.createDirectories(model.getParent());
    try (InputStream in = Zoo.class.getResourceAsStream("digits.onnx")) {
      Files.write(model, in.readAllBytes());
    }
  }

  private Path reference(String name) {
    return CASES.resolve("test_data_set_0").resolve(name);
  }

  /** A case of ONNX's layout beside the model, whose output is as expected or not. */
  private Path referenceCase(boolean right) throws IOException {
    Path set = Files.createDirectories(model.resolveSibling("test_data_set_0"));
    Files.copy(reference("input_0.pb"), set.resolve("input_0.pb"));
    byte[] output = Files.readAllBytes(reference("output_0.pb"));
    if (!right) {
      output[output.length - 1] ^= 0x40;
    }
    Files.write(set.resolve("output_0.pb"), output);
    return model.getParent();
  }

  // ------------------------------------------------------------------------------ run

  @Test
  void runReadsTensorsPicturesAndArraysAlike() throws IOException {
    Path out = folder.resolve("out");
    Cli fromProto =
        Cli.run("run", model, "--input", "image=" + reference("input_0.pb"), "--out", out);
    assertThat(fromProto.status()).as(fromProto.err()).isZero();
    assertThat(fromProto.out()).startsWith("scores: ");
    Tensor scores = NpyFile.read(out.resolve("scores.npy"));
    assertThat(scores.dim(1)).isEqualTo(10);

    Path picture = SAMPLES.resolve("digit-4-a.png");
    Cli fromPicture = Cli.run("run", model, "--input", "image=" + picture, "--out", out);
    assertThat(fromPicture.status()).as(fromPicture.err()).isZero();
    assertThat(NpyFile.read(out.resolve("scores.npy")).shape()).containsExactly(1, 10);

    Path array = folder.resolve("x.npy");
    NpyFile.write(array, Tensor.of(new float[128], 2, 1, 8, 8));
    Cli fromArray = Cli.run("run", model, "--input", "image=" + array, "--out", out);
    assertThat(fromArray.status()).as(fromArray.err()).isZero();
    assertThat(NpyFile.read(out.resolve("scores.npy")).shape()).containsExactly(2, 10);
  }

  @Test
  void runMakesTheSameRandomInputsFromTheSameSeed() throws IOException {
    byte[][] written = new byte[3][];
    for (int i = 0; i < 3; i++) {
      Path out = folder.resolve("out" + i);
      Cli cli = Cli.run("run", model, "--random", i / 2, "--dim", "batch=3", "--out", out);
      assertThat(cli.status()).as(cli.err()).isZero();
      written[i] = Files.readAllBytes(out.resolve("scores.npy"));
    }
    assertThat(written[1]).isEqualTo(written[0]);
    assertThat(written[2]).isNotEqualTo(written[0]);
  }

  @Test
  void runWritesWhatNumPyReads() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    assertThat(Cli.run("run", model, "--random", 1, "--out", out).status()).isZero();
    Path file = out.resolve("scores.npy");
    Process python =
        new ProcessBuilder(
                "/usr/bin/python3",
                "-c",
                "import numpy,sys; a=numpy.load(sys.argv[1]); print(a.shape, a.dtype, a.sum());"
                    + " numpy.save(sys.argv[2], a)",
                file.toString(),
                folder.resolve("again.npy").toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(python.getInputStream().readAllBytes());
    org.junit.jupiter.api.Assumptions.assumeFalse(
        printed.contains("No module named 'numpy'"), "Debian's python3-numpy is not installed");
    assertThat(python.waitFor()).as(printed).isZero();
    assertThat(printed).startsWith("(1, 10) float32 ");
    assertThat(NpyFile.read(folder.resolve("again.npy")).floats())
        .isEqualTo(NpyFile.read(file).floats());
  }

  @Test
  void runProfiles() throws IOException {
    Path trace = folder.resolve("trace.json");
    Cli cli = Cli.run("run", model, "--random", 1, "--profile", "--trace", trace);
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out()).contains("us/run").contains("all ");
    assertThat(Files.readString(trace)).startsWith("{").contains("\"traceEvents\"");
  }

  // ------------------------------------------------------------------------------ verify

  @Test
  void verifyEndsWithTheCountsAndZero() throws IOException {
    Cli cli = Cli.run("verify", "--rtol", "1e-3", "--atol", "2e-4", referenceCase(true));
    assertThat(cli.status()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.lines().getLast()).isEqualTo("1 passed, 0 failed, 0 skipped");
  }

  @Test
  void verifyEndsWithTheCountsAndOneIfACaseFails() throws IOException {
    Cli cli = Cli.run("verify", "--rtol", "1e-3", "--atol", "2e-4", referenceCase(false));
    assertThat(cli.status()).isEqualTo(1);
    assertThat(cli.lines().getFirst()).startsWith("FAILED  case: ").contains("'scores'");
    assertThat(cli.lines().getLast()).isEqualTo("0 passed, 1 failed, 0 skipped");
  }

  @Test
  void verifyWritesAReport() throws IOException {
    Path report = folder.resolve("report.md");
    Cli cli = Cli.run("verify", "--scaled", "1e-3", "--report", report, referenceCase(true));
    assertThat(cli.status()).as(cli.out()).isZero();
    assertThat(Files.readString(report)).contains("1 cases: 1 passed, 0 failed, 0 skipped");
  }

  @Test
  void verifyComparesRandomCases() {
    Cli cli = Cli.run("verify", "--random", 20, "--seed", 7, "--against", "onnxruntime");
    assertThat(cli.status()).as(cli.out() + cli.err()).isZero();
    assertThat(cli.lines().getLast()).matches("\\d+ passed, 0 failed, \\d+ skipped");
    assertThat(Cli.run("verify").status()).isEqualTo(2);
  }

  // ------------------------------------------------------------------------------ inspect, ops

  @ParameterizedTest
  @CsvSource({"graph,Conv", "typed,float", "optimised,FusedConv", "plan,memory: peak"})
  void inspectPrintsEveryStage(String stage, String expected) {
    Cli cli = Cli.run("inspect", "--stage", stage, model);
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.out()).contains(expected);
  }

  @Test
  void inspectPrintsJson() throws IOException {
    Cli cli = Cli.run("inspect", "--json", "--memory", "--stage", "optimised", model);
    assertThat(cli.status()).as(cli.err()).isZero();
    Map<String, String> fields = json(cli.out());
    assertThat(fields).containsKeys("peak", "lower_bound", "without_reuse", "element_type");
    assertThat(Long.parseLong(fields.get("peak"))).isPositive();
  }

  @Test
  void opsPrintsATableOfAllOperators() {
    Cli cli = Cli.run("ops", "--markdown");
    assertThat(cli.status()).isZero();
    assertThat(cli.out()).startsWith("# ").contains("| Conv |").contains("| Trilu |");
    List<String> rows = cli.lines().stream().filter(l -> l.startsWith("| ")).toList();
    assertThat(rows).hasSizeGreaterThan(200);
    long columns = rows.getFirst().chars().filter(c -> c == '|').count();
    assertThat(rows)
        .allMatch(r -> r.replace("\\|", "").chars().filter(c -> c == '|').count() == columns);
  }

  // ------------------------------------------------------------------------------ bench

  @Test
  void benchPrintsJson() throws IOException {
    Cli cli =
        Cli.run(
            "bench",
            model,
            "--batch",
            2,
            "--seconds",
            "0.2",
            "--warm-up",
            "0.1",
            "--json",
            "--against",
            "onnxruntime");
    assertThat(cli.status()).as(cli.err()).isZero();
    Map<String, String> fields = json(cli.out());
    assertThat(fields)
        .containsKeys("model", "threads", "runs", "min_ms", "p99_ms", "first_result_s")
        .containsEntry("engine", "ONNX Runtime");
    assertThat(Double.parseDouble(fields.get("min_ms")))
        .isPositive()
        .isLessThanOrEqualTo(Double.parseDouble(fields.get("median_ms")));
    assertThat(Double.parseDouble(fields.get("ratio"))).isPositive();
  }

  @Test
  void classifyRecognizesDigits() {
    Cli cli =
        Cli.run("classify", SAMPLES.resolve("digit-7-a.png"), SAMPLES.resolve("digit-0-b.png"));
    assertThat(cli.status()).as(cli.err()).isZero();
    assertThat(cli.lines()).hasSize(2);
    assertThat(cli.lines().get(0)).contains("digit-7-a.png:  7 ");
    double first = Double.parseDouble(cli.lines().get(1).split(" +")[2]);
    assertThat(first).isCloseTo(1, within(0.5));
  }

  /** The scalar fields of a JSON text; the last of each name. */
  private static Map<String, String> json(String text) throws IOException {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      for (JsonToken t = parser.nextToken(); t != null; t = parser.nextToken()) {
        if (t.isScalarValue() && parser.currentName() != null) {
          fields.put(parser.currentName(), parser.getText());
        }
      }
    }
    return fields;
  }
}
