package io.sardonyx.ops.detection;

import io.sardonyx.runtime.spi.Frame;
import java.util.Arrays;

/**
 * Chooses boxes of one picture, one after the other, leaving out those that overlap a chosen one.
 */
final class BoxSelection {

  /** Floats of scratch memory for every box: its corners and its area. */
  static final int FLOATS_PER_BOX = 5;

  private static final int[] NONE = {};

  /** Boxes after which to see whether the run was cancelled. */
  private static final int CHECKED_EVERY = 512;

  private final float[] boxes;
  private final int boxesAt;
  private final boolean isCenterPoint;
  private final float threshold;
  private final int[] selected;
  private final float[] corners;

  /**
   * Boxes of one picture.
   *
   * @param isCenterPoint whether a box is (x, y, width, height) about its centre; otherwise two
   *     opposite corners (y, x, y, x)
   * @param threshold boxes are left out if their intersection over union with a chosen one is
   *     larger
   * @param selected scratch memory for as many numbers as there are boxes
   * @param corners scratch memory for {@link #FLOATS_PER_BOX} times as many
   */
  BoxSelection(
      float[] boxes,
      int boxesAt,
      boolean isCenterPoint,
      float threshold,
      int[] selected,
      float[] corners) {
    this.boxes = boxes;
    this.boxesAt = boxesAt;
    this.isCenterPoint = isCenterPoint;
    this.threshold = threshold;
    this.selected = selected;
    this.corners = corners;
  }

  /**
   * Sorts boxes by falling score, equal ones by index; NaN comes last.
   *
   * @param filters whether to leave out scores that are not larger than {@code least}
   * @param order gets the boxes, the index in the low half
   * @return how many are left
   */
  static int order(float[] scores, int at, int count, boolean filters, float least, long[] order) {
    int n = 0;
    for (int i = 0; i < count; i++) {
      float score = scores[at + i];
      if (filters && !(score > least)) {
        continue;
      }
      // Adding zero makes the two zeros equal.
      int bits = Float.floatToIntBits(Float.isNaN(score) ? Float.NEGATIVE_INFINITY : score + 0f);
      int rising = bits ^ (bits >> 31 & Integer.MAX_VALUE);
      order[n++] = (long) ~rising << 32 | i;
    }
    Arrays.sort(order, 0, n);
    return n;
  }

  /** Chooses at most {@code most} of {@code n} boxes that are given in order. */
  int[] select(Frame f, long[] order, int n, int most) {
    int found = 0;
    for (int i = 0; i < n && found < most; i++) {
      if (i % CHECKED_EVERY == 0) {
        f.checkCancelled();
      }
      int box = (int) order[i];
      setCorners(box, found);
      boolean isFree = true;
      for (int k = 0; k < found && isFree; k++) {
        isFree = !overlaps(found, k);
      }
      if (isFree) {
        selected[found++] = box;
      }
    }
    return found == 0 ? NONE : Arrays.copyOf(selected, found);
  }

  private void setCorners(int box, int place) {
    int at = boxesAt + 4 * box;
    int to = FLOATS_PER_BOX * place;
    if (isCenterPoint) {
      float halfWidth = boxes[at + 2] / 2;
      float halfHeight = boxes[at + 3] / 2;
      corners[to] = boxes[at + 1] - halfHeight;
      corners[to + 1] = boxes[at] - halfWidth;
      corners[to + 2] = boxes[at + 1] + halfHeight;
      corners[to + 3] = boxes[at] + halfWidth;
    } else {
      corners[to] = Math.min(boxes[at], boxes[at + 2]);
      corners[to + 1] = Math.min(boxes[at + 1], boxes[at + 3]);
      corners[to + 2] = Math.max(boxes[at], boxes[at + 2]);
      corners[to + 3] = Math.max(boxes[at + 1], boxes[at + 3]);
    }
    corners[to + 4] = (corners[to + 3] - corners[to + 1]) * (corners[to + 2] - corners[to]);
  }

  private boolean overlaps(int one, int other) {
    int a = FLOATS_PER_BOX * one;
    int b = FLOATS_PER_BOX * other;
    float width =
        Math.min(corners[a + 3], corners[b + 3]) - Math.max(corners[a + 1], corners[b + 1]);
    float height = Math.min(corners[a + 2], corners[b + 2]) - Math.max(corners[a], corners[b]);
    if (width <= 0 || height <= 0) {
      return false;
    }
    float intersection = width * height;
    float union = corners[a + 4] + corners[b + 4] - intersection;
    boolean isArea = corners[a + 4] > 0 && corners[b + 4] > 0 && intersection > 0 && union > 0;
    return isArea && intersection / union > threshold;
  }
}
