package io.sardonyx.runtime.plan;

import io.sardonyx.Storage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Lays buffers with known lifetimes out in one slab per array type, offline: larger ones first,
 * each into the smallest gap that is free during its whole life (greedy by size with best fit,
 * after Pisarchyk and Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020).
 * Several orders are tried and the tightest result is kept.
 */
final class MemoryLayout {

  /** Offsets are multiples of this many bytes, a cache line. */
  static final int ALIGNMENT_BYTES = 64;

  private MemoryLayout() {}

  /**
   * Sets the offset of every buffer that has none yet.
   *
   * @param buffers all buffers in the slabs; those with an offset stay where they are
   * @param steps number of steps, the end of all that live forever
   */
  static MemoryFigures layOut(List<Buffer> buffers, int steps) {
    Map<Storage, List<Buffer>> byStorage = new EnumMap<>(Storage.class);
    for (Buffer b : buffers) {
      byStorage.computeIfAbsent(b.storage, s -> new ArrayList<>()).add(b);
    }
    MemoryFigures figures = MemoryFigures.NONE;
    for (Map.Entry<Storage, List<Buffer>> e : byStorage.entrySet()) {
      figures = figures.plus(layOutSlab(e.getKey(), e.getValue(), steps));
    }
    return figures;
  }

  private static MemoryFigures layOutSlab(Storage storage, List<Buffer> buffers, int steps) {
    int bytes = storage.bytes();
    List<Buffer> fixed = buffers.stream().filter(Buffer::isLaidOut).toList();
    List<Buffer> free = buffers.stream().filter(b -> !b.isLaidOut()).toList();
    long bound = lowerBound(buffers, steps, bytes);
    List<Comparator<Buffer>> orders =
        List.of(
            Comparator.comparingLong((Buffer b) -> -b.length).thenComparingInt(b -> b.first),
            Comparator.comparingLong((Buffer b) -> -b.length * (long) life(b, steps)),
            Comparator.comparingInt((Buffer b) -> -life(b, steps))
                .thenComparingLong(b -> -b.length),
            Comparator.comparingInt((Buffer b) -> b.first).thenComparingLong(b -> -b.length));
    long[] best = null;
    long bestPeak = Long.MAX_VALUE;
    for (Comparator<Buffer> order : orders) {
      List<Buffer> sorted = new ArrayList<>(free);
      sorted.sort(order);
      for (Buffer b : free) {
        b.offset = -1;
      }
      long peak = place(fixed, sorted, bytes);
      if (peak < bestPeak) {
        bestPeak = peak;
        best = free.stream().mapToLong(b -> b.offset).toArray();
      }
      if (peak * bytes <= bound) {
        break;
      }
    }
    for (int i = 0; i < free.size(); i++) {
      free.get(i).offset = best[i];
    }
    long sum = buffers.stream().mapToLong(b -> aligned(b.length, bytes)).sum();
    return new MemoryFigures(bestPeak * bytes, bound, sum * bytes);
  }

  private static int life(Buffer b, int steps) {
    return Math.min(b.last, steps) - b.first;
  }

  private static long place(List<Buffer> fixed, List<Buffer> sorted, int bytes) {
    List<Buffer> placed = new ArrayList<>(fixed);
    placed.sort(Comparator.comparingLong(b -> b.offset));
    long peak = 0;
    for (Buffer b : placed) {
      peak = Math.max(peak, b.offset + aligned(b.length, bytes));
    }
    for (Buffer b : sorted) {
      b.offset = bestGap(b, placed, bytes);
      peak = Math.max(peak, b.offset + aligned(b.length, bytes));
      int at = 0;
      while (at < placed.size() && placed.get(at).offset <= b.offset) {
        at++;
      }
      placed.add(at, b);
    }
    return peak;
  }

  private static long bestGap(Buffer b, List<Buffer> placedByOffset, int bytes) {
    long needed = aligned(b.length, bytes);
    long end = 0;
    long best = -1;
    long bestSize = Long.MAX_VALUE;
    for (Buffer other : placedByOffset) {
      if (other.first > b.last || other.last < b.first) {
        continue;
      }
      long gap = other.offset - end;
      if (gap >= needed && gap < bestSize) {
        best = end;
        bestSize = gap;
      }
      end = Math.max(end, other.offset + aligned(other.length, bytes));
    }
    return best >= 0 ? best : end;
  }

  /** The largest sum of bytes alive during one step: no layout can be smaller. */
  private static long lowerBound(List<Buffer> buffers, int steps, int bytes) {
    long[] change = new long[steps + 2];
    for (Buffer b : buffers) {
      change[Math.max(0, b.first)] += aligned(b.length, bytes);
      change[Math.min(b.last, steps) + 1] -= aligned(b.length, bytes);
    }
    long live = 0;
    long most = 0;
    for (long c : change) {
      live += c;
      most = Math.max(most, live);
    }
    return most * bytes;
  }

  private static long aligned(long length, int bytes) {
    int unit = ALIGNMENT_BYTES / bytes;
    return (length + unit - 1) / unit * unit;
  }
}
