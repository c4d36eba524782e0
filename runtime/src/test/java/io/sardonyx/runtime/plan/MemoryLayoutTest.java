package io.sardonyx.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MemoryLayoutTest {

  private static Buffer buffer(long length, int first, int last) {
    Buffer b = new Buffer(Storage.FLOATS, length, 0, first, Buffer.Kind.ARENA);
    b.last = last;
    return b;
  }

  @Test
  void reusesMemoryOfABufferThatIsNoLongerNeeded() {
    Buffer a = buffer(64, 0, 1);
    Buffer b = buffer(32, 1, 2);
    Buffer c = buffer(64, 2, 3);

    MemoryFigures figures = MemoryLayout.layOut(List.of(a, b, c), 4);

    assertThat(c.offset).isEqualTo(a.offset);
    assertThat(figures.peak()).isEqualTo(96 * 4).isEqualTo(figures.lowerBound());
    assertThat(figures.withoutReuse()).isEqualTo(160 * 4);
  }

  @Test
  void keepsBuffersOfEarlierSegmentsInPlace() {
    Buffer old = buffer(16, 0, 9);
    old.offset = 32;
    Buffer young = buffer(64, 1, 2);

    MemoryLayout.layOut(List.of(old, young), 10);

    assertThat(old.offset).isEqualTo(32);
    assertThat(young.offset).isEqualTo(48);
  }

  @Test
  void alignsToCacheLines() {
    Buffer a = buffer(1, 0, 5);
    Buffer b = buffer(1, 0, 5);

    MemoryLayout.layOut(List.of(a, b), 6);

    assertThat(Math.abs(a.offset - b.offset)).isEqualTo(16);
  }

  @Test
  void neverOverlapsBuffersThatLiveAtTheSameTime() {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      List<Buffer> buffers = new ArrayList<>();
      for (int i = 0; i < 80; i++) {
        int first = random.nextInt(60);
        buffers.add(buffer(1 + random.nextInt(5000), first, first + random.nextInt(6)));
      }
      MemoryFigures figures = MemoryLayout.layOut(buffers, 70);
      for (Buffer a : buffers) {
        for (Buffer b : buffers) {
          boolean meet = a != b && a.first <= b.last && b.first <= a.last;
          boolean overlap = a.offset < b.offset + b.length && b.offset < a.offset + a.length;
          assertThat(meet && overlap).isFalse();
        }
      }
      assertThat(figures.peak()).isGreaterThanOrEqualTo(figures.lowerBound());
      assertThat(figures.peak()).isLessThanOrEqualTo(figures.lowerBound() * 13 / 10);
    }
  }

  @Test
  void countsStoragesSeparately() {
    Buffer floats = buffer(16, 0, 1);
    Buffer longs = new Buffer(Storage.LONGS, 8, 0, 0, Buffer.Kind.ARENA);

    MemoryFigures figures = MemoryLayout.layOut(List.of(floats, longs), 2);

    assertThat(floats.offset).isZero();
    assertThat(longs.offset).isZero();
    assertThat(figures.peak()).isEqualTo(128);
  }
}
