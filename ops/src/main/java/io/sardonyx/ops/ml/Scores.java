package io.sardonyx.ops.ml;

/** What classifiers do with the scores of a sample. */
final class Scores {

  private Scores() {}

  /** The place of the largest score, the first of several. */
  static int largest(double[] scores, int at, int n) {
    int largest = 0;
    for (int i = 1; i < n; i++) {
      if (scores[at + i] > scores[at + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  /**
   * Makes two scores of the single one of the positive class, and transforms them: what ONNX
   * Runtime does, since the specification does not say.
   *
   * @param isShare whether the two add up to 1; otherwise they are opposite numbers
   */
  static void addOpposite(double[] scores, int at, boolean isShare, PostTransform transform) {
    double score = scores[at];
    boolean isOpposite = transform == PostTransform.LOGISTIC || !isShare;
    scores[at] = isOpposite ? -score : 1 - score;
    scores[at + 1] = score;
    if (transform == PostTransform.LOGISTIC || transform == PostTransform.PROBIT) {
      transform.apply(scores, at, 2);
    }
  }
}
