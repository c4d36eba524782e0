package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class IsNaNIsInfTest {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float[] X = {1, Float.NaN, INF, -INF};

  @Test
  void findsNaN() {
    assertThat(OpTest.op("IsNaN", 9).input(X, 4).run().bytes()).containsExactly(0, 1, 0, 0);
    assertThat(OpTest.op("IsNaN", 13).input(Tensors.float16(X)).run().bytes())
        .containsExactly(0, 1, 0, 0);
    assertThat(
            OpTest.op("IsNaN", 20).input(Tensor.of(new double[] {Double.NaN, 1}, 2)).run().bytes())
        .containsExactly(1, 0);
    Tensor eight = Tensor.of(ElementType.FLOAT8E4M3FN, new byte[] {0x7F, (byte) 0xFF, 0x7E, 0}, 4);
    assertThat(OpTest.op("IsNaN", 20).input(eight).run().bytes()).containsExactly(1, 1, 0, 0);
  }

  @Test
  void findsInfinitiesOfTheSignsAskedFor() {
    assertThat(OpTest.op("IsInf", 10).input(X, 4).run().bytes()).containsExactly(0, 0, 1, 1);
    assertThat(OpTest.op("IsInf", 10).attribute("detect_negative", 0).input(X, 4).run().bytes())
        .containsExactly(0, 0, 1, 0);
    assertThat(OpTest.op("IsInf", 20).attribute("detect_positive", 0).input(X, 4).run().bytes())
        .containsExactly(0, 0, 0, 1);
    Tensor eight = Tensor.of(ElementType.FLOAT8E5M2, new byte[] {0x7C, (byte) 0xFC, 0x7D, 0}, 4);
    assertThat(OpTest.op("IsInf", 20).input(eight).run().bytes()).containsExactly(1, 1, 0, 0);
    assertThat(
            OpTest.op("IsInf", 10)
                .input(Tensor.of(new double[] {1e300, Double.NEGATIVE_INFINITY}, 2))
                .run()
                .bytes())
        .containsExactly(0, 1);
  }
}
