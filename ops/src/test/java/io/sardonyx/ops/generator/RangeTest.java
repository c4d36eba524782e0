package io.sardonyx.ops.generator;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.ElementType;
import io.sardonyx.Tensor;
import io.sardonyx.ops.OpTest;
import org.junit.jupiter.api.Test;

class RangeTest {

  private static OpTest range(Tensor start, Tensor limit, Tensor delta) {
    return OpTest.op("Range", 11).input(start).input(limit).input(delta);
  }

  private static OpTest range(long start, long limit, long delta) {
    return range(Tensor.scalar(start), Tensor.scalar(limit), Tensor.scalar(delta));
  }

  @Test
  void counts() {
    assertThat(range(3, 9, 3).run().longs()).containsExactly(3, 6);
    assertThat(range(10, 4, -2).run().longs()).containsExactly(10, 8, 6);
    assertThat(range(4, 4, 1).run().longs()).isEmpty();
    assertThat(range(4, 10, -1).run().longs()).isEmpty();
    assertThat(range(Tensor.scalar(1f), Tensor.scalar(2f), Tensor.scalar(0.4f)).run().floats())
        .containsExactly(1f, 1.4f, 1.8f);
    assertThat(range(Tensor.scalar(1.0), Tensor.scalar(0.0), Tensor.scalar(-0.5)).run().doubles())
        .containsExactly(1, 0.5);
    assertThat(range(Tensor.scalar(5), Tensor.scalar(7), Tensor.scalar(1)).run().ints())
        .containsExactly(5, 6);
  }

  @Test
  void doesNotOverflow() {
    long max = Long.MAX_VALUE;
    assertThat(range(Long.MIN_VALUE, max, max).run().longs())
        .containsExactly(Long.MIN_VALUE, -1, max - 1);
    assertThat(range(max, Long.MIN_VALUE, Long.MIN_VALUE).run().longs()).containsExactly(max, -1);
  }

  @Test
  void computesNarrowFloatsAsFloat() {
    Tensor zero = Tensor.of(ElementType.BFLOAT16, new short[] {0});
    Tensor limit = Tensor.of(ElementType.BFLOAT16, new short[] {0x4382}); // 260
    Tensor one = Tensor.of(ElementType.BFLOAT16, new short[] {0x3F80});

    short[] y = OpTest.op("Range", 27).input(zero).input(limit).input(one).run().shorts();

    assertThat(y).hasSize(260);
    assertThat(y[256]).isEqualTo((short) 0x4380);
    assertThat(y[258]).isEqualTo((short) 0x4381);
  }

  @Test
  void refusesEndlessCounting() {
    assertThat(range(0, 5, 0).failure()).hasMessageContaining("by 0");
    assertThat(range(Long.MIN_VALUE, Long.MAX_VALUE, 1).failure())
        .hasMessageContaining("too many numbers");
    assertThat(range(Tensor.scalar(0f), Tensor.scalar(Float.NaN), Tensor.scalar(1f)).failure())
        .hasMessageContaining("cannot count");
    assertThat(range(Tensor.scalar(0f), Tensor.scalar(1f), Tensor.scalar(0f)).failure())
        .hasMessageContaining("cannot count");
    assertThat(range(Tensor.of(new long[2], 2), Tensor.scalar(1L), Tensor.scalar(1L)).failure())
        .hasMessageContaining("expected one number");
  }
}
