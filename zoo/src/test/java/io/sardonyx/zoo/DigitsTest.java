package io.sardonyx.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.OnnxModel;
import io.sardonyx.Tensor;
import io.sardonyx.UnsupportedOperatorException;
import io.sardonyx.proto.TensorProto;
import io.sardonyx.zoo.image.Image;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {

  /** Who computes. */
  enum Runner {
    ONNX_RUNTIME,
    SARDONYX;

    /** Calls back with a function from pictures to scores. */
    void use(java.util.function.Consumer<Function<Tensor, float[]>> test) {
      if (this == ONNX_RUNTIME) {
        try (OrtModel ort = OrtModel.load(resource("digits.onnx"))) {
          test.accept(x -> ort.run(x).get("scores"));
        }
        return;
      }
      try (Classifier digits = digits()) {
        OnnxModel model = digits.model();
        test.accept(x -> model.run(Map.of("image", x)).tensor("scores").floats());
      }
    }
  }

  private static Classifier digits() {
    try {
      return Zoo.digits();
    } catch (UnsupportedOperatorException e) {
      return Assumptions.abort(e.getMessage());
    }
  }

  private static byte[] resource(String name) {
    try (InputStream stream = DigitsTest.class.getResourceAsStream(name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("samples"))) {
      return files.filter(p -> p.toString().endsWith(".png")).sorted().toList();
    }
  }

  private static int digit(Path sample) {
    return sample.getFileName().toString().charAt("digit-".length()) - '0';
  }

  private static Tensor tensor(String name) throws IOException {
    TensorProto proto = TensorProto.parseFrom(resource(name));
    float[] values = new float[proto.getRawData().size() / 4];
    proto
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(values);
    return Tensor.of(values, proto.getDimsList().stream().mapToLong(Long::longValue).toArray());
  }

  private static int best(float[] scores, int picture) {
    int best = 0;
    for (int i = 1; i < 10; i++) {
      best = scores[picture * 10 + i] > scores[picture * 10 + best] ? i : best;
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource
  void samplesAreRecognized(Runner runner) throws IOException {
    List<Path> samples = samples();
    assertThat(samples).hasSize(20);
    Tensor batch = Zoo.DIGITS.tensor(samples.stream().map(Image::read).toList());
    assertThat(batch.shape()).containsExactly(20, 1, 8, 8);
    runner.use(scores -> {
      float[] found = scores.apply(batch);
      for (int i = 0; i < samples.size(); i++) {
        assertThat(best(found, i)).as("%s", samples.get(i)).isEqualTo(digit(samples.get(i)));
      }
    });
  }

  @ParameterizedTest
  @EnumSource
  void heldOutDigitsAreRecognizedAsOftenAsInTraining(Runner runner) {
    byte[] records = resource("digits/held-out");
    int count = records.length / 65;
    assertThat(count).isEqualTo(450);
    List<Image> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(Image.gray(8, 8, Arrays.copyOfRange(records, i * 65 + 1, i * 65 + 65)));
    }
    Tensor batch = Zoo.DIGITS.withInverted(false).tensor(images);
    runner.use(scores -> {
      float[] found = scores.apply(batch);
      int right = 0;
      for (int i = 0; i < count; i++) {
        right += best(found, i) == records[i * 65] ? 1 : 0;
      }
      assertThat(right).isEqualTo(449);
    });
  }

  @ParameterizedTest
  @EnumSource
  void scoresAreThoseOfPyTorch(Runner runner) throws IOException {
    for (int set = 0; set < 2; set++) {
      String folder = "digits/test_data_set_" + set;
      Tensor input = tensor(folder + "/input_0.pb");
      float[] expected = tensor(folder + "/output_0.pb").floats();
      runner.use(scores -> {
        float[] found = scores.apply(input);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
          assertThat(found[i]).isEqualTo(expected[i], within(2e-4f));
        }
      });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"digit-3-a.png", "digit-8-b.png"})
  void theClassifierReadsPicturesAndGivesProbabilities(String name) {
    try (Classifier digits = digits()) {
      List<Prediction> predictions = digits.classify(Path.of("samples", name));
      assertThat(predictions).hasSize(3);
      assertThat(predictions.getFirst().label()).isEqualTo(name.substring(6, 7));
      assertThat(predictions.getFirst().score()).isBetween(0.5f, 1f);
    }
  }

  @Test
  void theModelTellsWhereItComesFrom() {
    try (Classifier digits = digits()) {
      assertThat(digits.model().metadata())
          .containsEntry("held_out_accuracy", "0.9978 (449 of 450 pictures)")
          .containsEntry("data_license", "CC BY 4.0");
    }
  }
}
