package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import io.sardonyx.ops.Tensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnaryTest {

  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  /** The functions' values as their textbooks give them. */
  @ParameterizedTest
  @CsvSource({
    "Abs, 13, -2.5, 2.5",
    "Acos, 22, 0.5, 1.047197551",
    "Acosh, 22, 2, 1.316957897",
    "Asin, 22, 0.5, 0.523598776",
    "Asinh, 22, -1, -0.881373587",
    "Atan, 22, 1, 0.785398163",
    "Atanh, 22, 0.5, 0.549306144",
    "Ceil, 13, -1.5, -1",
    "Cos, 22, 1, 0.540302306",
    "Cosh, 22, 1, 1.543080635",
    "Erf, 13, 0.5, 0.520499878",
    "Exp, 13, 1, 2.718281828",
    "Floor, 13, -1.5, -2",
    "Log, 13, 2, 0.693147181",
    "Neg, 13, 3, -3",
    "Reciprocal, 13, 4, 0.25",
    "Round, 22, 2.5, 2",
    "Round, 11, -3.5, -4",
    "Sigmoid, 13, 1, 0.731058579",
    "Sign, 13, -7, -1",
    "Sin, 22, 1, 0.841470985",
    "Sinh, 22, 1, 1.175201194",
    "Softplus, 22, 1, 1.313261688",
    "Softsign, 22, -3, -0.75",
    "Sqrt, 13, 2, 1.414213562",
    "Tan, 22, 1, 1.557407725",
    "Tanh, 13, 1, 0.761594156"
  })
  void computesItsFunctionForEveryFloatType(String name, int opset, float x, double expected) {
    float[] many = new float[37];
    java.util.Arrays.fill(many, x);
    Tensor single = OpTest.op(name, opset).input(many, 37).run();
    assertThat(single.floats()).hasSize(37);
    assertThat(single.floats()[36]).isCloseTo((float) expected, within(2e-6f));

    Tensor twice = OpTest.op(name, opset).input(Tensor.of(new double[] {x}, 1)).run();
    assertThat(twice.doubles()[0]).isCloseTo(expected, within(1e-8));

    Tensor half = OpTest.op(name, opset).input(Tensors.float16(x)).run();
    assertThat(Float.float16ToFloat(half.shorts()[0])).isCloseTo((float) expected, within(2e-3f));

    Tensor scalar = OpTest.op(name, opset).input(new float[] {x}).run();
    assertThat(scalar.shape()).isEmpty();
  }

  @Test
  void keepsSpecialNumbers() {
    float[] x = {NAN, INF, -INF, -0f};
    assertThat(OpTest.op("Exp", 13).input(x, 4).run().floats()).containsExactly(NAN, INF, 0, 1);
    assertThat(OpTest.op("Log", 13).input(x, 4).run().floats())
        .containsExactly(NAN, INF, NAN, -INF);
    assertThat(OpTest.op("Tanh", 13).input(x, 4).run().floats()).containsExactly(NAN, 1, -1, -0f);
    assertThat(OpTest.op("Sigmoid", 13).input(x, 4).run().floats())
        .containsExactly(NAN, 1, 0, 0.5f);
    assertThat(OpTest.op("Reciprocal", 13).input(x, 4).run().floats())
        .containsExactly(NAN, 0f, -0f, -INF);
    assertThat(OpTest.op("Sign", 13).input(x, 4).run().floats()).containsExactly(NAN, 1, -1, -0f);
    assertThat(OpTest.op("Sqrt", 13).input(new float[] {-1}, 1).run().floats())
        .containsExactly(NAN);
  }

  @Test
  void overflowsToInfinity() {
    assertThat(OpTest.op("Exp", 13).input(new float[] {100, -200}, 2).run().floats())
        .containsExactly(INF, 0);
    assertThat(OpTest.op("Sigmoid", 13).input(new float[] {-100, 100}, 2).run().floats())
        .usingComparatorWithPrecision(1e-30f)
        .containsExactly(0, 1);
    assertThat(OpTest.op("Softplus", 22).input(new float[] {200, -200}, 2).run().floats())
        .containsExactly(200, 0);
  }

  @Test
  void roundsHalvesToTheEvenNumber() {
    float[] x = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 0.49999997f, 1e9f};
    assertThat(OpTest.op("Round", 11).input(x, 7).run().floats())
        .containsExactly(0, 2, 2, -0f, -2, 0, 1e9f);
  }

  @Test
  void computesIntegersOfEveryWidth() {
    assertThat(
            OpTest.op("Abs", 13)
                .input(Tensor.of(new long[] {Long.MIN_VALUE + 1, -3, 5}, 3))
                .run()
                .longs())
        .containsExactly(Long.MAX_VALUE, 3, 5);
    assertThat(
            OpTest.op("Abs", 6)
                .input(Tensor.of(ElementType.INT8, new byte[] {-128, -127, 5}, 3))
                .run()
                .bytes())
        .containsExactly((byte) -128, (byte) 127, (byte) 5);
    assertThat(
            OpTest.op("Abs", 13)
                .input(Tensor.of(ElementType.UINT64, new long[] {-1, 7}, 2))
                .run()
                .longs())
        .containsExactly(-1, 7);
    assertThat(OpTest.op("Neg", 13).input(Tensor.of(new int[] {3, 0, -4}, 3)).run().ints())
        .containsExactly(-3, 0, 4);
    assertThat(
            OpTest.op("Sign", 13)
                .input(Tensor.of(ElementType.UINT8, new byte[] {(byte) 200, 0, 1}, 3))
                .run()
                .bytes())
        .containsExactly(1, 0, 1);
    assertThat(
            OpTest.op("Sign", 13)
                .input(Tensor.of(ElementType.UINT64, new long[] {-1, 0}, 2))
                .run()
                .longs())
        .containsExactly(1, 0);
    assertThat(OpTest.op("Erf", 9).input(Tensor.of(new int[] {-9, 0, 1, 9}, 4)).run().ints())
        .containsExactly(-1, 0, 0, 1);
  }

  @Test
  void acceptsTheAttributeOfTheFirstVersion() {
    Tensor y =
        OpTest.op("Exp", 1)
            .attribute("consumed_inputs", new long[] {0})
            .input(new float[] {0})
            .run();
    assertThat(y.floats()).containsExactly(1);
  }

  @Test
  void acceptsEmptyTensors() {
    Tensor y = OpTest.op("Tanh", 13).input(new float[0], 2, 0, 3).run();
    assertThat(y.shape()).containsExactly(2, 0, 3);
  }

  @Test
  void cutsLongTensorsIntoTasks() {
    Tensor x = Tensors.ramp(3, 40_000);
    float[] y = OpTest.op("Neg", 13).input(x).run().floats();
    assertThat(y[0]).isEqualTo(-0f);
    assertThat(y[119_999]).isEqualTo(-119_999f);
    assertThat(y[65_537]).isEqualTo(-65_537f);
  }

  @Test
  void bfloat16IsComputedAsFloat() {
    Tensor x = Tensor.of(ElementType.BFLOAT16, new short[] {0x3F80, 0x4000}, 2);
    short[] y = OpTest.op("Exp", 13).input(x).run().shorts();
    assertThat(Float.intBitsToFloat(y[0] << 16)).isCloseTo(2.718f, within(0.01f));
    assertThat(Float.intBitsToFloat(y[1] << 16)).isCloseTo(7.389f, within(0.03f));
  }
}
