package io.sardonyx.ops.nn.pool;

import static io.sardonyx.ops.Tensors.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pooling of float planes, row by row, against pooling of the same numbers as doubles. */
class RowPoolTest {

  @ParameterizedTest
  @CsvSource({
    "MaxPool, 3, 2, 1, 1, 0", "MaxPool, 2, 1, 3, 2, 1", "MaxPool, 5, 3, 1, 2, 2",
    "AveragePool, 3, 2, 1, 1, 0", "AveragePool, 2, 1, 3, 0, 1", "AveragePool, 5, 3, 1, 2, 2"
  })
  void equalsDoubles(String op, int kernel, int stride, int dilation, int padBegin, int padEnd) {
    Tensor x = random(1, 2, 3, 11, 17);
    double[] wide = new double[x.floats().length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = x.floats()[i];
    }
    Tensor got = pool(op, kernel, stride, dilation, padBegin, padEnd, x);
    Tensor expected =
        pool(op, kernel, stride, dilation, padBegin, padEnd, Tensor.of(wide, x.shape()));

    assertThat(got.shape()).isEqualTo(expected.shape());
    for (int i = 0; i < expected.doubles().length; i++) {
      assertThat((double) got.floats()[i]).isCloseTo(expected.doubles()[i], within(1e-5));
    }
  }

  private static Tensor pool(
      String op, int kernel, int stride, int dilation, int padBegin, int padEnd, Tensor x) {
    OpTest test =
        OpTest.op(op, 19)
            .attribute("kernel_shape", new long[] {kernel, kernel})
            .attribute("strides", new long[] {stride, stride})
            .attribute("dilations", new long[] {dilation, dilation})
            .attribute("pads", new long[] {padBegin, padBegin, padEnd, padEnd});
    return test.input(x).run();
  }
}
