package io.sardonyx.runtime.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Segments by the key that they were planned for; the one unused for longest makes room. Finding is
 * quick, planning happens once: threads that need the same segment wait for the first.
 */
final class PlanCache {

  private record Last(SegmentKey key, Segment segment) {}

  private final int capacity;
  private final Map<SegmentKey, Segment> segments = new LinkedHashMap<>(16, 0.75f, true);
  private volatile Last last;

  PlanCache(int capacity) {
    this.capacity = capacity;
  }

  /**
   * The segment for a key, planned if it is not known.
   *
   * @param lock guards the program's planning
   */
  Segment get(SegmentKey key, Object lock, Supplier<Segment> plan) {
    Last recent = last;
    if (recent != null && recent.key.equals(key)) {
      return recent.segment;
    }
    synchronized (lock) {
      Segment segment = segments.get(key);
      if (segment == null) {
        segment = plan.get();
        segments.put(key, segment);
        if (segments.size() > capacity) {
          segments.remove(segments.keySet().iterator().next());
        }
      }
      last = new Last(key, segment);
      return segment;
    }
  }

  /** The segment that was used last; null if none was. */
  Segment latest() {
    return last == null ? null : last.segment;
  }
}
