package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 9, 12, 16, 25, 31, 32, 37, 60, 64, 74, 100, 127, 400})
  void followsTheDefinition(int n) {
    Random random = new Random(n);
    double[] x = new double[2 * n + 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian();
    }
    double[] expected = x.clone();
    for (int k = 0; k < n; k++) {
      double re = 0;
      double im = 0;
      for (int j = 0; j < n; j++) {
        double angle = -2 * Math.PI * ((long) j * k % n) / n;
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        re += x[3 + 2 * j] * cos - x[4 + 2 * j] * sin;
        im += x[3 + 2 * j] * sin + x[4 + 2 * j] * cos;
      }
      expected[3 + 2 * k] = re;
      expected[4 + 2 * k] = im;
    }
    Fourier fourier = new Fourier(n);
    double[] scratch = new double[fourier.scratchLength() + 1];
    Arrays.fill(scratch, Double.NaN);

    fourier.transform(x, 3, scratch, 1);

    assertThat(x).containsExactly(expected, within(1e-12 * n));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 8, 10, 15, 16, 18, 30, 60, 64, 100, 360, 400, 512})
  void agreesWithSinglePrecision(int n) {
    Random random = new Random(n);
    double[] expected = new double[2 * n];
    float[] x = new float[2 * n + 1];
    for (int i = 0; i < 2 * n; i++) {
      x[i + 1] = (float) random.nextGaussian();
      expected[i] = x[i + 1];
    }
    Fourier fourier = new Fourier(n);
    fourier.transform(expected, 0, new double[fourier.scratchLength()], 0);

    new FloatFourier(n).transform(x, 1, new float[2 * n + 2], 2);

    for (int i = 0; i < 2 * n; i++) {
      assertThat((double) x[i + 1]).isCloseTo(expected[i], within(2e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 14, 22})
  void leavesOtherFactorsToDoublePrecision(int n) {
    assertThat(FloatFourier.isSupported(n)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> new FloatFourier(n));
  }
}
