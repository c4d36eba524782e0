package io.sardonyx.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GemmKernelsTest {

  private static final float FREE = Float.POSITIVE_INFINITY;

  static Stream<Kernels> sets() {
    return Stream.of(Kernels.scalar(), Kernels.vector());
  }

  private static float[] random(long seed, int n) {
    Random random = new Random(seed);
    float[] a = new float[n];
    for (int i = 0; i < n; i++) {
      a[i] = (float) random.nextGaussian();
    }
    return a;
  }

  /** All rows times all panels of b [k][n]. */
  private static float[] product(
      GemmKernels gemm,
      int m,
      int k,
      int n,
      float[] a,
      float[] b,
      float[] bias,
      float[] residual,
      float min,
      float max,
      int... cuts) {
    GemmPacking packing = GemmPacking.of(gemm, n, 1, k);
    float[] packed = packing.pack((column, tap, i) -> b[i * n + column]);
    float[] padded = bias == null ? null : packing.padBias(bias, 0);
    float[] c = new float[m * n + 3];
    Arrays.fill(c, -77);
    for (int p = 0; p < packing.panels(); p++) {
      int column = packing.firstColumns()[p];
      int m0 = 0;
      for (int cut = 0; cut <= cuts.length; cut++) {
        int m1 = cut < cuts.length ? Math.min(m, cuts[cut]) : m;
        gemm.rows(
            m0,
            m1,
            k,
            a,
            1,
            k + 2,
            packed,
            packing.offsets()[p],
            0,
            packing.widths()[p],
            packing.validColumns(p),
            c,
            1 + column,
            n,
            padded,
            column,
            residual,
            column,
            n,
            min,
            max);
        m0 = m1;
      }
    }
    assertThat(c[0]).isEqualTo(-77);
    assertThat(c[m * n + 1]).isEqualTo(-77);
    return Arrays.copyOfRange(c, 1, 1 + m * n);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void multipliesRowsOfManySizes(Kernels kernels) {
    for (int m : new int[] {1, 2, 3, 5, 8, 17}) {
      for (int k : new int[] {0, 1, 63, 64, 65, 130}) {
        for (int n : new int[] {1, 7, 16, 31, 33, 64, 130}) {
          float[] a = random(1, 1 + m * (k + 2));
          float[] b = random(2, k * n);
          float[] bias = random(3, n);
          float[] residual = random(4, m * n);
          float[] c = product(kernels.gemm(), m, k, n, a, b, bias, residual, -FREE, FREE);
          for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
              double sum = bias[j] + residual[i * n + j];
              for (int q = 0; q < k; q++) {
                sum += (double) a[1 + i * (k + 2) + q] * b[q * n + j];
              }
              assertThat((double) c[i * n + j])
                  .as("%d %d %d: %d %d", m, k, n, i, j)
                  .isCloseTo(sum, org.assertj.core.data.Offset.offset(1e-4));
            }
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void givesTheSameBitsHoweverRowsAreSplit(Kernels kernels) {
    float[] a = random(1, 1 + 23 * 102);
    float[] b = random(2, 100 * 70);
    float[] whole = product(kernels.gemm(), 23, 100, 70, a, b, null, null, -FREE, FREE);
    float[] split =
        product(kernels.gemm(), 23, 100, 70, a, b, null, null, -FREE, FREE, 1, 4, 11, 13);
    assertThat(split).isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void clampsAndKeepsNan(Kernels kernels) {
    float[] a = {0, 1, 0, 0};
    float[] b = {Float.NaN, -3, 0.5f, 9};
    float[] c = product(kernels.gemm(), 1, 1, 4, a, b, null, null, 0, 6);
    assertThat(c).containsExactly(Float.NaN, 0, 0.5f, 6);
  }

  @Test
  void packsColumnsFromAnyStrides() {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      int k = 37;
      int n = 75;
      float[] b = random(1, 2 * k * n + 5);
      GemmPacking packing = GemmPacking.of(kernels.gemm(), n, 1, k);
      int[][] strides = {{n, 1}, {1, k}, {2 * n, 2}};
      for (int[] s : strides) {
        for (float scale : new float[] {1, 0.5f}) {
          float[] expected =
              packing.pack((column, tap, i) -> scale * b[3 + i * s[0] + column * s[1]]);
          float[] packed = new float[packing.length() + 2];
          Arrays.fill(packed, Float.NaN);
          for (int p = 0; p < packing.panels(); p++) {
            int valid = packing.validColumns(p);
            int at = 3 + packing.firstColumns()[p] * s[1];
            packing.packColumns(p, 0, valid, b, at, s[0], s[1], scale, packed, 1);
            packing.zeroColumns(p, valid, packing.widths()[p], packed, 1);
          }
          assertThat(Arrays.copyOfRange(packed, 1, packed.length - 1)).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void multipliesDoublesAndLongs() {
    double[] a = {1, 2, 3, 4};
    double[] panel = {1, 10, 100, 1000, 2, 20, 200, 2000};
    double[] c = new double[6];
    DoubleGemm.rows(
        0, 2, 2, a, 0, 2, panel, 0, 3, c, 0, 3, new double[] {1, 1, 1}, 0, c, 0, 3, 0, 500);
    assertThat(c).containsExactly(6, 51, 500, 12, 111, 500);
    long[] sums = new long[2];
    LongGemm.rows(
        0,
        1,
        1,
        new long[] {Long.MAX_VALUE},
        0,
        1,
        new long[] {2, 1, 0, 0},
        0,
        2,
        sums,
        0,
        2,
        null,
        0,
        new long[] {3, 0},
        0,
        2);
    assertThat(sums).containsExactly(1, Long.MAX_VALUE);
  }
}
