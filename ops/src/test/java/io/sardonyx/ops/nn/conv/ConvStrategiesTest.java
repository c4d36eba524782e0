package io.sardonyx.ops.nn.conv;

import static io.sardonyx.ops.TestGraph.integer;
import static io.sardonyx.ops.TestGraph.ints;
import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.KernelSet;
import io.sardonyx.ModelOptions;
import io.sardonyx.Tensor;
import io.sardonyx.ops.Tensors;
import io.sardonyx.ops.TestGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strategies against the same convolution of doubles. */
class ConvStrategiesTest {

  private static Tensor doubles(Tensor t) {
    double[] d = new double[t.floats().length];
    for (int i = 0; i < d.length; i++) {
      d[i] = t.floats()[i];
    }
    return Tensor.of(d, t.shape());
  }

  /** The largest error as a part of the reference's root mean square. */
  private static double error(Tensor x, Tensor w, long group, long[] pads, ModelOptions options) {
    TestGraph floats = conv(x, w, group, pads);
    TestGraph reference = conv(doubles(x), doubles(w), group, pads);
    float[] actual = floats.run(options).floats();
    double[] expected = reference.run(ModelOptions.DEFAULT).doubles();
    double worst = 0;
    double squares = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
      squares += expected[i] * expected[i];
    }
    return worst / Math.sqrt(squares / expected.length);
  }

  private static TestGraph conv(Tensor x, Tensor w, long group, long[] pads) {
    return TestGraph.opset(17)
        .input("x", x)
        .constant("w", w)
        .node("Conv", "y", "x w", ints("pads", pads), integer("group", group))
        .output("y");
  }

  @ParameterizedTest
  @CsvSource({"32, 32, 14, 14", "64, 48, 56, 30", "96, 64, 13, 17", "128, 256, 9, 28"})
  void winogradStaysCloseToTheExactResult(int in, int out, int height, int width) {
    Tensor x = Tensors.random(1, 2, in, height, width);
    Tensor w = Tensors.random(2, out, in, 3, 3);
    long[] pads = {1, 1, 1, 1};

    assertThat(error(x, w, 1, pads, ModelOptions.DEFAULT)).isLessThan(2e-5);
    assertThat(error(x, w, 1, pads, ModelOptions.DEFAULT.withKernels(KernelSet.SCALAR)))
        .isLessThan(2e-5);
    assertThat(error(x, w, 1, new long[] {0, 2, 1, 0}, ModelOptions.DEFAULT)).isLessThan(2e-5);
    assertThat(error(x, w, 1, pads, ModelOptions.DEFAULT.withWinograd(false))).isLessThan(2e-5);
  }

  @ParameterizedTest
  @CsvSource({"40, 3, 9, 13", "24, 5, 17, 8", "16, 3, 3, 30"})
  void depthwiseRowsAreExact(int channels, int kernel, int height, int width) {
    Tensor x = Tensors.random(3, 2, channels, height, width);
    Tensor w = Tensors.random(4, channels, 1, kernel, kernel);
    long p = kernel / 2;

    assertThat(error(x, w, channels, new long[] {p, p, p, p}, ModelOptions.DEFAULT))
        .isLessThan(1e-5);
  }

  @Test
  void theCostModelPrefersWhatIsCheaper() {
    ConvShape wide = shape(64, 56);
    ConvShape deep = shape(512, 7);

    assertThat(ConvCost.winograd(wide, 4)).isLessThan(ConvCost.winograd(wide, 2));
    assertThat(ConvCost.winograd(wide, 4)).isLessThan(ConvCost.direct(wide));
    assertThat(ConvCost.direct(deep)).isLessThan(ConvCost.winograd(deep, 4));
  }

  private static ConvShape shape(int channels, int size) {
    TapAxis axis = TapAxis.of(new Window(size, size, 3, 1, 1, 1, 1));
    return new ConvShape(1, channels, channels, 1, java.util.List.of(axis, axis));
  }
}
