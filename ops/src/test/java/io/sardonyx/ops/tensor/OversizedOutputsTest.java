package io.sardonyx.ops.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.OnnxException;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Small models can ask for absurd amounts of memory; that has to end in an ordinary exception. */
class OversizedOutputsTest {

  private static final long M = 1L << 20;
  private static final long G = 1L << 30;

  /** More elements than a long counts, than an array holds, and than the heap holds. */
  private static final long[][] SIZES = {
    {Long.MAX_VALUE, 2}, {G, G}, {M, M}, {M, 2047}, {Long.MAX_VALUE, 1}
  };

  static Stream<Arguments> bombs() {
    return Stream.of(SIZES)
        .flatMap(size ->
            Stream.of(
                    op("Expand", 13, Tensors.ramp(1, 1), size),
                    op("Expand", 13, Tensor.of(new double[2], 2, 1, 1), size),
                    op("Tile", 13, Tensors.ramp(1, 1), size),
                    op("Tile", 13, Tensors.ramp(3, 2), size),
                    op("ConstantOfShape", 9, null, size),
                    op("CenterCropPad", 18, Tensors.ramp(1, 1), size),
                    op("Pad", 18, Tensors.ramp(1, 1), size[0], 0, 0, size[1]),
                    op("Pad", 18, Tensors.ramp(1, 1), size[0], size[1], size[0], size[1])
                        .attribute("mode", "edge"),
                    OpTest.op("Range", 11)
                        .input(Tensor.scalar(0L))
                        .input(Tensor.scalar(size[0] == M ? M * 2047 : size[0]))
                        .input(Tensor.scalar(1L)),
                    OpTest.op("Resize", 13)
                        .input(Tensors.ramp(1, 1))
                        .input((Tensor) null)
                        .input((Tensor) null)
                        .input(size, 2),
                    OpTest.op("Resize", 13)
                        .attribute("mode", "linear")
                        .input(Tensors.ramp(1, 1))
                        .input((Tensor) null)
                        .input(new float[] {size[0], size[1]}, 2),
                    OpTest.op("OneHot", 11)
                        .input(new long[] {0}, 1)
                        .input(Tensor.scalar(size[0] == M ? M * 2047 : size[0]))
                        .input(Tensors.ramp(2)),
                    op("AffineGrid", 20, Tensors.ramp(1, 2, 3), 1, 1, size[0], size[1]),
                    OpTest.op("MaxUnpool", 11)
                        .attribute("kernel_shape", 1, 1)
                        .input(Tensors.ramp(1, 1, 1, 1))
                        .input(new long[] {0}, 1, 1, 1, 1)
                        .input(new long[] {1, 1, size[0], size[1]}, 4),
                    OpTest.op("MaxRoiPool", 1)
                        .attribute("pooled_shape", size)
                        .input(Tensors.ramp(1, 1, 1, 1))
                        .input(new float[] {0, 0, 0, 1, 1}, 1, 5),
                    OpTest.op("RoiAlign", 16)
                        .attribute("output_height", size[0])
                        .attribute("output_width", size[1])
                        .attribute("sampling_ratio", 1)
                        .input(Tensors.ramp(1, 1, 1, 1))
                        .input(new float[] {0, 0, 1, 1}, 1, 4)
                        .input(new long[] {0}, 1),
                    OpTest.op("RandomUniform", 1).attribute("shape", size),
                    OpTest.op("Multinomial", 7)
                        .attribute("sample_size", size[0] == M ? M * 2047 : size[0])
                        .input(Tensors.ramp(1, 2)))
                .map(test -> Arguments.of(test)));
  }

  private static OpTest op(String name, int opset, Tensor x, long... size) {
    OpTest test = OpTest.op(name, opset);
    return (x == null ? test : test.input(x)).input(size, size.length);
  }

  @ParameterizedTest
  @MethodSource("bombs")
  @Timeout(20)
  void endInAnException(OpTest test) {
    assertThat(test.failure()).isInstanceOf(OnnxException.class);
    assertThat(test.failureWithConstants()).isInstanceOf(OnnxException.class);
  }
}
