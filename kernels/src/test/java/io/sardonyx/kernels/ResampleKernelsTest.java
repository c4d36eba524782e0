package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResampleKernelsTest {

  private final Random random = new Random(5);

  private float[] floats(int n) {
    float[] floats = new float[n];
    for (int i = 0; i < n; i++) {
      floats[i] = random.nextFloat() - 0.5f;
    }
    return floats;
  }

  private static float[] untouched(int n) {
    float[] floats = new float[n];
    Arrays.fill(floats, 7);
    return floats;
  }

  private static void assertClose(float[] got, float[] expected) {
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat(Math.abs(got[i] - expected[i])).as("element %d", i).isLessThan(1e-5f);
    }
  }

  @Test
  void columnsAreTheirScalarTwins() {
    for (int taps = 1; taps <= 5; taps++) {
      for (int n : new int[] {1, 7, 16, 33}) {
        for (int length : new int[] {1, 3, 17}) {
          for (int gap : new int[] {0, 2}) {
            columns(taps, n, length, gap);
          }
        }
      }
    }
  }

  private void columns(int taps, int n, int length, int gap) {
    float[] x = floats(100 + length);
    float[] weights = floats(taps * n);
    int[] index = new int[taps * n];
    Arrays.setAll(index, i -> random.nextInt(98));
    int pitch = length + gap;
    float[] expected = untouched(3 + n * pitch);
    float[] got = expected.clone();
    Kernels.scalar().resample().columns(x, 2, index, weights, taps, n, length, expected, 3, pitch);
    Kernels.vector().resample().columns(x, 2, index, weights, taps, n, length, got, 3, pitch);

    assertClose(got, expected);
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < pitch; c++) {
        float sum = c < length ? 0 : 7;
        for (int t = 0; t < taps && c < length; t++) {
          sum += weights[t * n + i] * x[2 + index[t * n + i] + c];
        }
        assertThat(Math.abs(expected[3 + i * pitch + c] - sum)).isLessThan(1e-5f);
      }
    }
  }

  @Test
  void rowsAreTheirScalarTwins() {
    for (int taps = 1; taps <= 5; taps++) {
      for (int n : new int[] {0, 1, 15, 16, 40}) {
        float[] x = floats(200);
        float[] weights = floats(3 * taps + 1);
        int[] at = new int[taps];
        Arrays.setAll(at, t -> random.nextInt(150));
        float[] expected = untouched(n + 5);
        float[] got = expected.clone();
        Kernels.scalar().resample().rows(x, at, 4, weights, 1, 3, taps, expected, 2, n);
        Kernels.vector().resample().rows(x, at, 4, weights, 1, 3, taps, got, 2, n);

        assertClose(got, expected);
        for (int i = 0; i < n; i++) {
          float sum = 0;
          for (int t = 0; t < taps; t++) {
            sum += weights[1 + 3 * t] * x[at[t] + 4 + i];
          }
          assertThat(Math.abs(expected[2 + i] - sum)).isLessThan(1e-5f);
        }
        assertThat(expected[n + 2]).isEqualTo(7);
      }
    }
  }
}
