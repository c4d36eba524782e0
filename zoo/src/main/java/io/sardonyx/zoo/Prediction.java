package io.sardonyx.zoo;

import java.util.Locale;

/**
 * A class that a network sees in a picture.
 *
 * @param label the class's name
 * @param index the class's number
 * @param score the network's own score, or a probability if the classifier applies softmax
 */
public record Prediction(String label, int index, float score) {

  /** As {@code seven (7) 0.9931}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s (%d) %.4f", label, index, score);
  }
}
