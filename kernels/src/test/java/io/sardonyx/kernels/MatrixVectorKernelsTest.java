package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class MatrixVectorKernelsTest {

  private static final MatrixVectorKernels[] SETS = {
    Kernels.scalar().matrixVector(), Kernels.vector().matrixVector()
  };

  private static float[] random(long seed, int n) {
    Random random = new Random(seed);
    float[] a = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = (float) random.nextGaussian();
    }
    return a;
  }

  @Test
  void takesDotProductsWithRows() {
    for (MatrixVectorKernels kernels : SETS) {
      for (int rows : new int[] {0, 1, 4, 11}) {
        for (int k : new int[] {0, 1, 15, 16, 33, 70}) {
          float[] a = random(1, k + 2);
          float[] b = random(2, rows * (k + 1) + 1);
          float[] y = new float[rows + 3];
          Arrays.fill(y, -77);
          kernels.dots(0, rows, k, a, 2, b, 1, k + 1, y, 1);
          for (int r = 0; r < rows; r++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
              sum += (double) a[2 + i] * b[1 + r * (k + 1) + i];
            }
            assertThat((double) y[1 + r]).isCloseTo(sum, Offset.offset(1e-4));
          }
          assertThat(y[0]).isEqualTo(-77);
          assertThat(y[rows + 1]).isEqualTo(-77);
          float[] parts = y.clone();
          kernels.dots(rows / 3, rows, k, a, 2, b, 1, k + 1, parts, 1);
          assertThat(parts).isEqualTo(y);
        }
      }
    }
  }

  @Test
  void combinesRows() {
    for (MatrixVectorKernels kernels : SETS) {
      for (int rows : new int[] {0, 1, 9}) {
        for (int n : new int[] {1, 16, 63, 64, 65, 150}) {
          float[] a = random(1, rows + 1);
          float[] b = random(2, rows * (n + 1) + 1);
          float[] y = new float[n + 2];
          Arrays.fill(y, -77);
          kernels.combine(rows, 0, n, a, 1, b, 1, n + 1, y, 1);
          for (int j = 0; j < n; j++) {
            double sum = 0;
            for (int r = 0; r < rows; r++) {
              sum += (double) a[1 + r] * b[1 + r * (n + 1) + j];
            }
            assertThat((double) y[1 + j]).isCloseTo(sum, Offset.offset(1e-4));
          }
          assertThat(y[0]).isEqualTo(-77);
          assertThat(y[n + 1]).isEqualTo(-77);
        }
      }
    }
  }
}
