package io.sardonyx.ops.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {

  private static final float[] X = {3, 9, 1, 9, 5, 2, 2, 8};

  private static Tensor values(List<Value> outputs) {
    return (Tensor) outputs.get(0);
  }

  private static long[] indices(List<Value> outputs) {
    return ((Tensor) outputs.get(1)).longs();
  }

  @Test
  void sortsWithTheLowerIndexFirst() {
    List<Value> best =
        OpTest.op("TopK", 11).input(X, 2, 4).input(new long[] {3}, 1).outputs(2).runAll();
    assertThat(values(best).shape()).containsExactly(2, 3);
    assertThat(values(best).floats()).containsExactly(9, 9, 3, 8, 5, 2);
    assertThat(indices(best)).containsExactly(1, 3, 0, 3, 0, 1);

    List<Value> least =
        OpTest.op("TopK", 24)
            .attribute("largest", 0)
            .input(X, 2, 4)
            .input(new long[] {2}, 1)
            .outputs(2)
            .runAll();
    assertThat(values(least).floats()).containsExactly(1, 3, 2, 2);
    assertThat(indices(least)).containsExactly(2, 0, 1, 2);
  }

  @Test
  void worksAlongTheFirstAxis() {
    List<Value> best =
        OpTest.op("TopK", 10)
            .attribute("axis", 0)
            .input(X, 2, 4)
            .input(new long[] {1}, 1)
            .outputs(2)
            .runAll();

    assertThat(values(best).shape()).containsExactly(1, 4);
    assertThat(values(best).floats()).containsExactly(5, 9, 2, 9);
    assertThat(indices(best)).containsExactly(1, 0, 1, 0);
  }

  @Test
  void takesKFromAnAttributeInVersion1() {
    List<Value> best = OpTest.op("TopK", 1).attribute("k", 1).input(X, 2, 4).outputs(2).runAll();

    assertThat(indices(best)).containsExactly(1, 3);
  }

  @Test
  void ranksNanAboveAllNumbersAndZerosAlike() {
    float[] x = {Float.POSITIVE_INFINITY, -0f, Float.NaN, 0f, Float.NEGATIVE_INFINITY};

    assertThat(
            indices(OpTest.op("TopK", 11).input(x, 5).input(new long[] {5}, 1).outputs(2).runAll()))
        .containsExactly(2, 0, 1, 3, 4);
    assertThat(
            indices(
                OpTest.op("TopK", 11)
                    .attribute("largest", 0)
                    .input(x, 5)
                    .input(new long[] {5}, 1)
                    .outputs(2)
                    .runAll()))
        .containsExactly(4, 1, 3, 0, 2);
  }

  @Test
  void ordersIntegersByTheirSign() {
    Tensor unsigned = Tensor.of(ElementType.UINT64, new long[] {1, -1, Long.MIN_VALUE}, 3);
    Tensor signed = Tensor.of(ElementType.INT64, new long[] {1, -1, Long.MIN_VALUE}, 3);
    Tensor k = Tensor.of(new long[] {2}, 1);

    assertThat(indices(OpTest.op("TopK", 11).input(unsigned).input(k).outputs(2).runAll()))
        .containsExactly(1, 2);
    assertThat(indices(OpTest.op("TopK", 11).input(signed).input(k).outputs(2).runAll()))
        .containsExactly(0, 1);
  }

  @Test
  void sortsLongRows() {
    Random random = new Random(1);
    float[] x = new float[3000];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(500);
    }
    long[] expected =
        IntStream.range(0, x.length)
            .boxed()
            .sorted((a, b) -> x[a] == x[b] ? a - b : Float.compare(x[b], x[a]))
            .limit(1200)
            .mapToLong(i -> i)
            .toArray();

    List<Value> best =
        OpTest.op("TopK", 11).input(x, 3000).input(new long[] {1200}, 1).outputs(2).runAll();

    assertThat(indices(best)).containsExactly(expected);
  }

  @Test
  void allowsNothing() {
    List<Value> none =
        OpTest.op("TopK", 11).input(X, 2, 4).input(new long[] {0}, 1).outputs(2).runAll();

    assertThat(values(none).shape()).containsExactly(2, 0);
  }

  @Test
  void refusesMoreThanThereAre() {
    assertThat(OpTest.op("TopK", 11).input(X, 2, 4).input(new long[] {5}, 1).outputs(2).failure())
        .hasMessageContaining("k is 5; expected at most 4");
    assertThat(OpTest.op("TopK", 11).input(X, 2, 4).input(new long[] {-1}, 1).outputs(2).failure())
        .hasMessageContaining("k is -1");
  }
}
