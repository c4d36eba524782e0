package io.sardonyx.zoo;

import java.util.ArrayList;
import java.util.List;

/** The scores of one picture: softmax and the best of them. */
final class Scores {

  private Scores() {}

  /**
   * Turns scores into probabilities; the greatest score is subtracted first, so that nothing
   * overflows.
   */
  static float[] softmax(float[] scores) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float score : scores) {
      greatest = Math.max(greatest, score);
    }
    double sum = 0;
    double[] powers = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      powers[i] = Math.exp((double) scores[i] - greatest);
      sum += powers[i];
    }
    float[] probabilities = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = (float) (powers[i] / sum);
    }
    return probabilities;
  }

  /** The {@code count} greatest scores, greatest first, equal ones by index; NaN comes last. */
  static List<Prediction> top(float[] scores, int count, Labels labels) {
    int[] best = new int[Math.min(count, scores.length)];
    int filled = 0;
    for (int i = 0; i < scores.length; i++) {
      int at = filled;
      while (at > 0 && isGreater(scores[i], scores[best[at - 1]])) {
        at--;
      }
      if (at == best.length) {
        continue;
      }
      filled = Math.min(filled + 1, best.length);
      System.arraycopy(best, at, best, at + 1, filled - at - 1);
      best[at] = i;
    }
    List<Prediction> predictions = new ArrayList<>(filled);
    for (int index : best) {
      predictions.add(new Prediction(labels.name(index), index, scores[index]));
    }
    return List.copyOf(predictions);
  }

  private static boolean isGreater(float a, float b) {
    return a > b || (Float.isNaN(b) && !Float.isNaN(a));
  }
}
