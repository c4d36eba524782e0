package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class ClipTest {

  private static final float NAN = Float.NaN;

  @Test
  void takesLimitsFromAttributesBeforeVersion11() {
    for (int opset : new int[] {1, 6}) {
      OpTest both = OpTest.op("Clip", opset).attribute("min", -1f).attribute("max", 1f);
      assertThat(both.input(new float[] {-3, 0.5f, 3, NAN}, 4).run().floats())
          .containsExactly(-1, 0.5f, 1, NAN);
      OpTest one = OpTest.op("Clip", opset).attribute("max", 1f);
      assertThat(one.input(new float[] {-3, 3}, 2).run().floats()).containsExactly(-3, 1);
    }
  }

  @Test
  void takesLimitsFromInputs() {
    float[] x = new float[50];
    for (int i = 0; i < x.length; i++) {
      x[i] = i - 25;
    }
    float[] y =
        OpTest.op("Clip", 13)
            .input(x, 5, 10)
            .input(Tensor.scalar(-2f))
            .input(Tensor.scalar(3f))
            .run()
            .floats();
    for (int i = 0; i < x.length; i++) {
      assertThat(y[i]).isEqualTo(Math.clamp(x[i], -2f, 3f));
    }
  }

  @Test
  void eachLimitMayBeMissing() {
    float[] x = {-3, 0, 3, NAN};
    assertThat(OpTest.op("Clip", 13).input(x, 4).run().floats()).containsExactly(x);
    assertThat(OpTest.op("Clip", 13).input(x, 4).input(Tensor.scalar(1f)).run().floats())
        .containsExactly(1, 1, 3, NAN);
    assertThat(
            OpTest.op("Clip", 13).input(x, 4).input(null).input(Tensor.scalar(1f)).run().floats())
        .containsExactly(-3, 0, 1, NAN);
  }

  @Test
  void theUpperLimitWinsWhereTheyCross() {
    assertThat(
            OpTest.op("Clip", 13)
                .input(new float[] {0, 5, 10}, 3)
                .input(Tensor.scalar(4f))
                .input(Tensor.scalar(2f))
                .run()
                .floats())
        .containsExactly(2, 2, 2);
  }

  @Test
  void limitsIntegersOfEveryKind() {
    assertThat(
            OpTest.op("Clip", 12)
                .input(Tensor.of(new long[] {-5, 5, Long.MAX_VALUE}, 3))
                .input(Tensor.scalar(-1L))
                .input(Tensor.scalar(1L << 60))
                .run()
                .longs())
        .containsExactly(-1, 5, 1L << 60);
    assertThat(
            OpTest.op("Clip", 12)
                .input(Tensor.of(ElementType.UINT8, new byte[] {(byte) 250, 3, 100}, 3))
                .input(Tensor.of(ElementType.UINT8, new byte[] {5}))
                .input(Tensor.of(ElementType.UINT8, new byte[] {(byte) 200}))
                .run()
                .bytes())
        .containsExactly((byte) 200, 5, 100);
    assertThat(
            OpTest.op("Clip", 12)
                .input(Tensor.of(ElementType.UINT64, new long[] {-1, 3}, 2))
                .input(Tensor.of(ElementType.UINT64, new long[] {5}))
                .run()
                .longs())
        .containsExactly(-1, 5);
  }

  @Test
  void limitsDoublesAndHalves() {
    assertThat(
            OpTest.op("Clip", 13)
                .input(Tensor.of(new double[] {0.1, 0.25}, 2))
                .input(Tensor.scalar(0.2))
                .run()
                .doubles())
        .containsExactly(0.2, 0.25);
    Tensor y =
        OpTest.op("Clip", 13)
            .input(Tensors.float16(-1, 7))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {0}))
            .input(Tensor.of(ElementType.FLOAT16, new short[] {Float.floatToFloat16(6)}))
            .run();
    assertThat(Float.float16ToFloat(y.shorts()[1])).isEqualTo(6);
  }

  @Test
  void refusesLimitsThatAreNotScalars() {
    assertThat(OpTest.op("Clip", 13).input(Tensors.ramp(3)).input(Tensors.ramp(2)).failure())
        .hasMessageContaining("input 1 has shape [2]");
  }
}
