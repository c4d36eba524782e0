package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;

class SliceTest {

  private static final long MAX = Long.MAX_VALUE;
  private static final long MIN = Long.MIN_VALUE;

  private static OpTest slice(Tensor x, long[] starts, long[] ends, long[] axes, long[] steps) {
    OpTest test =
        OpTest.op("Slice", 13)
            .input(x)
            .input(starts, starts.length)
            .input(ends, ends.length)
            .input(axes == null ? null : Tensor.of(axes, axes.length));
    return steps == null ? test : test.input(steps, steps.length);
  }

  private static long[] of(long... values) {
    return values;
  }

  @Test
  void takesAPartAlongSomeAxes() {
    Tensor y = slice(Tensors.ramp(2, 4), of(1, 0), of(2, 3), of(0, 1), of(1, 2)).run();

    assertThat(y.shape()).containsExactly(1, 2);
    assertThat(y.floats()).containsExactly(4, 6);
  }

  @Test
  void countsFromTheBackAndClamps() {
    assertThat(slice(Tensors.ramp(5), of(-3), of(1000), null, null).run().floats())
        .containsExactly(2, 3, 4);
    assertThat(slice(Tensors.ramp(5), of(-100), of(-1), of(-1), null).run().floats())
        .containsExactly(0, 1, 2, 3);
    assertThat(slice(Tensors.ramp(5), of(MIN), of(MAX), null, null).run().floats()).hasSize(5);
    assertThat(slice(Tensors.ramp(5), of(4), of(2), null, null).run().shape()).containsExactly(0);
    assertThat(slice(Tensors.ramp(5), of(9), of(MAX), null, null).run().shape()).containsExactly(0);
  }

  @Test
  void goesBackwards() {
    assertThat(slice(Tensors.ramp(5), of(-1), of(MIN), of(0), of(-1)).run().floats())
        .containsExactly(4, 3, 2, 1, 0);
    assertThat(slice(Tensors.ramp(5), of(100), of(0), of(0), of(-2)).run().floats())
        .containsExactly(4, 2);
    assertThat(slice(Tensors.ramp(5), of(3), of(-100), of(0), of(MIN)).run().floats())
        .containsExactly(3);
    assertThat(slice(Tensors.ramp(5), of(0), of(MAX), of(0), of(MAX)).run().floats())
        .containsExactly(0);
    assertThat(slice(Tensors.ramp(2, 3), of(-1, -1), of(MIN, MIN), null, of(-1, -1)).run().floats())
        .containsExactly(5, 4, 3, 2, 1, 0);
  }

  @Test
  void slicesLargeTensorsInTasks() {
    Tensor y = slice(Tensors.ramp(3, 300, 401), of(1, 2), of(300, 400), of(1, 2), of(2, 3)).run();

    assertThat(y.shape()).containsExactly(3, 150, 133);
    float[] data = y.floats();
    for (int i = 0; i < data.length; i++) {
      int column = i % 133;
      int row = i / 133 % 150;
      int matrix = i / 133 / 150;
      assertThat(data[i]).isEqualTo((matrix * 300 + 1 + 2 * row) * 401 + 2 + 3 * column);
    }
  }

  @Test
  void slicesStringsAndComplexNumbers() {
    Tensor strings = Tensor.of(new String[] {"a", "b", "c"}, 3);
    Tensor complex = Tensor.of(ElementType.COMPLEX128, new double[] {1, 2, 3, 4, 5, 6}, 3);

    assertThat(slice(strings, of(1), of(3), null, null).run().strings()).containsExactly("b", "c");
    assertThat(slice(complex, of(-1), of(0), null, of(-1)).run().doubles())
        .containsExactly(5, 6, 3, 4);
  }

  @Test
  void readsAttributesInVersion1() {
    Tensor y =
        OpTest.op("Slice", 1)
            .attribute("starts", 0, 1)
            .attribute("ends", -1, 1000)
            .input(Tensors.ramp(2, 4))
            .run();

    assertThat(y.shape()).containsExactly(1, 3);
    assertThat(y.floats()).containsExactly(1, 2, 3);
    assertThat(
            OpTest.op("Slice", 1)
                .attribute("starts", new long[] {1})
                .attribute("ends", new long[] {3})
                .attribute("axes", new long[] {1})
                .input(Tensors.ramp(2, 4))
                .run()
                .floats())
        .containsExactly(1, 2, 5, 6);
  }

  @Test
  void refusesWrongLimits() {
    assertThat(slice(Tensors.ramp(5), of(0), of(5), of(0), of(0)).failure())
        .hasMessageContaining("the step along axis 0 is 0");
    assertThat(slice(Tensors.ramp(5), of(0), of(5), of(1), null).failure())
        .hasMessageContaining("axis 1 is out of range");
    assertThat(slice(Tensors.ramp(5), of(0, 1), of(5), null, null).failure())
        .hasMessageContaining("2 starts, 1 ends");
    assertThat(slice(Tensors.ramp(5, 5), of(0, 1), of(5, 5), of(1, -1), null).failure())
        .hasMessageContaining("occurs twice");
  }
}
