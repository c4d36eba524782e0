package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantizeKernelsTest {

  @Test
  void roundsHalvesToEvenAndSaturates() {
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {0, 1, 3, -1, -3, 5, 1000, -1000, 1e30f, -1e30f, inf, -inf, Float.NaN, 244, 246};
    int[] expected = {10, 10, 12, 10, 8, 12, 255, 0, 255, 0, 255, 0, 10, 132, 133};
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      for (int repeated = 1; repeated <= 5; repeated++) {
        int n = x.length * repeated;
        float[] many = new float[n + 1];
        byte[] y = new byte[n + 3];
        for (int i = 0; i < n; i++) {
          many[1 + i] = x[i % x.length];
        }
        kernels.quantize().toUnsignedBytes(many, 1, 2, 10, y, 2, n);
        for (int i = 0; i < n; i++) {
          assertThat(y[2 + i] & 0xFF).isEqualTo(expected[i % x.length]);
        }
        assertThat(y[1] + y[n + 2]).isZero();
      }
    }
  }
}
