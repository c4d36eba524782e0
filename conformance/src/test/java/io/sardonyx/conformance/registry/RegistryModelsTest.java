package io.sardonyx.conformance.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Models that people publish in packages must give what ONNX Runtime gives: sentence embeddings,
 * text in pictures, speech in sound. Each runs if its file is in the folder that the property
 * {@code registry.models} names, or in {@code target/registry-models}.
 */
class RegistryModelsTest {

  private static final String HOW_TO_GET =
      " is not there, so it was NOT checked; conformance/src/test/scripts/fetch-registry-models"
          + " brings it";

  /**
   * A model with inputs that must work one after the other.
   *
   * @param similarity least cosine of the outputs and ONNX Runtime's; 0: every number must be equal
   *     to a thousandth of the largest
   */
  private record Published(String file, double similarity, List<Map<String, Value>> inputs) {}

  private static final List<Published> MODELS =
      List.of(
          new Published("all-minilm-l6-v2.onnx", 0, List.of(text(1, 16), text(3, 9))),
          // Both runtimes round activations to 8 bits, each after sums in an order of its own.
          new Published("bge-small-en-v1.5-q.onnx", 0.99, List.of(text(1, 16), text(3, 9))),
          new Published(
              "ch_PP-OCRv4_det_infer.onnx", 0, List.of(writing(1, 96, 160), writing(2, 64, 64))),
          new Published(
              "ch_PP-OCRv4_rec_infer.onnx", 0, List.of(picture(1, 48, 160), picture(2, 48, 100))),
          new Published("ch_ppocr_mobile_v2.0_cls_infer.onnx", 0, List.of(picture(2, 48, 192))),
          new Published(
              "silero_vad_legacy.onnx",
              0,
              List.of(legacySound(16000, 1536), legacySound(8000, 768))),
          new Published("silero_vad_v5.onnx", 0, List.of(sound(16000, 512), sound(8000, 256))),
          new Published("silero_vad_v6.onnx", 0, List.of(sound(16000, 512), sound(8000, 256))));

  private static Path folder() {
    String named = System.getProperty("registry.models", "");
    return Path.of(named.isEmpty() ? "target/registry-models" : named);
  }

  /** Words of a vocabulary of 30,522, the last rows padded. */
  private static Map<String, Value> text(int rows, int length) {
    Random random = new Random(rows);
    long[] ids = new long[rows * length];
    long[] mask = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      boolean isWord = i % length < length - i / length;
      ids[i] = isWord ? 999 + random.nextInt(25_000) : 0;
      mask[i] = isWord ? 1 : 0;
    }
    return Map.of(
        "input_ids", Tensor.of(ids, rows, length),
        "attention_mask", Tensor.of(mask, rows, length),
        "token_type_ids", Tensor.of(new long[ids.length], rows, length));
  }

  private static Map<String, Value> picture(int count, int height, int width) {
    return Map.of("x", random(0.5, count, 3, height, width));
  }

  /** Dark strokes on a light ground in two lines, as the network sees a picture of writing. */
  private static Map<String, Value> writing(int count, int height, int width) {
    float[] data = new float[count * 3 * height * width];
    for (int i = 0; i < data.length; i++) {
      int x = i % width;
      int y = i / width % height;
      boolean isLine = y % 32 >= 8 && y % 32 < 24 && x >= 8 && x < width - 8;
      boolean isStroke = x % 8 < 2 || (x % 8 < 6 && y % 32 % 7 < 2);
      data[i] = isLine && isStroke ? -1.8f : 2.2f;
    }
    return Map.of("x", Tensor.of(data, count, 3, height, width));
  }

  private static Map<String, Value> sound(long rate, int samples) {
    return Map.of(
        "input", random(0.1, 1, samples),
        "state", random(0.1, 2, 1, 128),
        "sr", Tensor.of(new long[] {rate}));
  }

  private static Map<String, Value> legacySound(long rate, int samples) {
    return Map.of(
        "input", random(0.1, 1, samples),
        "h", random(0.1, 2, 1, 64),
        "c", random(0.1, 2, 1, 64),
        "sr", Tensor.of(new long[] {rate}));
  }

  private static Tensor random(double scale, long... shape) {
    Random random = new Random(shape.length);
    float[] data = new float[Math.toIntExact(Shape.elements(shape))];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (scale * random.nextGaussian());
    }
    return Tensor.of(data, shape);
  }

  @TestFactory
  Stream<DynamicTest> giveWhatOnnxRuntimeGives() {
    return MODELS.stream().map(m -> dynamicTest(m.file, () -> check(m)));
  }

  private static void check(Published published) {
    Path file = folder().resolve(published.file);
    if (!Files.exists(file)) {
      System.out.println(file + HOW_TO_GET);
    }
    Assumptions.assumeTrue(Files.exists(file), file + HOW_TO_GET);
    try (OrtModel reference = new OrtModel(file)) {
      for (boolean passes : new boolean[] {true, false}) {
        ModelOptions options = ModelOptions.DEFAULT.withPasses(passes).withPoisonMemory(true);
        try (OnnxModel model = OnnxModel.load(file, options)) {
          for (Map<String, Value> inputs : published.inputs) {
            Map<String, Tensor> expected = reference.run(inputs);
            Map<String, Value> got = model.run(inputs).values();
            assertThat(got.keySet()).isEqualTo(expected.keySet());
            for (String output : expected.keySet()) {
              compare(
                  (Tensor) got.get(output),
                  expected.get(output),
                  published.similarity,
                  "%s of %s, passes %s".formatted(output, new TreeMap<>(inputs), passes));
            }
          }
        }
      }
    }
    System.out.println(file + " was checked against ONNX Runtime");
  }

  private static void compare(Tensor got, Tensor expected, double similarity, String what) {
    assertThat(got.type()).as(what).isEqualTo(expected.type());
    float[] a = got.floats();
    float[] b = expected.floats();
    double largest = 0;
    double difference = 0;
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      assertThat(Float.isNaN(a[i])).as("%s: NaN at %d", what, i).isFalse();
      largest = Math.max(largest, Math.abs(b[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      product += (double) a[i] * b[i];
      squaresA += (double) a[i] * a[i];
      squaresB += (double) b[i] * b[i];
    }
    if (similarity > 0) {
      double cosine = product / Math.sqrt(squaresA * squaresB);
      assertThat(cosine).as("cosine of %s", what).isGreaterThan(similarity);
    } else {
      assertThat(difference).as(what).isLessThanOrEqualTo(1e-3 * largest);
    }
  }
}
