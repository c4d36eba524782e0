package io.sardonyx.ops.ml;

import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.Storage;
import io.sardonyx.ops.family.DoubleReader;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.Frame;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.ParallelTask;
import io.sardonyx.runtime.spi.Step;
import java.util.Arrays;

/**
 * An ensemble of trees: what the leaves of all trees say of a sample, put together for every
 * target.
 *
 * @param table the trees
 * @param aggregate how votes for a target are put together
 * @param targets number of targets
 * @param base what is added to each target's result; null for nothing
 */
record TreeModel(TreeTable table, Aggregate aggregate, int targets, double[] base) {

  /** Samples that walk through the trees together, so that a tree is in the cache for all. */
  private static final int BLOCK = 16;

  /** How votes are put together, in the order of TreeEnsemble's codes. */
  enum Aggregate {
    AVERAGE,
    SUM,
    MIN,
    MAX
  }

  TreeModel {
    for (int target : table.targets()) {
      if (target < 0 || target >= targets) {
        throw new InvalidModelException(
            "a leaf votes for the target %d; there are %d targets".formatted(target, targets));
      }
    }
  }

  /** What is done with the votes for one sample. */
  @FunctionalInterface
  interface Finish {
    /**
     * @param sums from {@code at} on the sums of votes for each target, 0 where there are none;
     *     changes are welcome, and one more element may be used
     * @param isVoted from {@code at} on 1 for each target that has votes
     */
    void run(Frame f, int row, double[] sums, int at, byte[] isVoted);
  }

  /** Requires the samples to have all features that are asked for. */
  void check(InferContext c) {
    Samples.rows(c);
    var features = Samples.features(c);
    if (features.isKnown() && features.size() <= table.largestFeature()) {
      throw c.error(
          "its input has shape %s, but its trees ask for feature %d",
          c.shape(0), table.largestFeature());
    }
  }

  /** A step that evaluates input 0. */
  Step step(CompileContext c, Finish finish) {
    Samples samples = Samples.of(c);
    int x = c.input(0);
    int features = samples.features();
    int pitch = targets + 1;
    int sums = BLOCK * features;
    boolean isDouble = c.elementType(0) == ElementType.DOUBLE;
    boolean isSimple = table.isSimple();
    DoubleReader reader = DoubleReader.of(c.elementType(0));
    c.workerScratch(Storage.DOUBLES, (long) sums + BLOCK * pitch);
    c.workerScratch(Storage.BYTES, (long) sums + BLOCK * pitch);
    int tasks = (samples.rows() + BLOCK - 1) / BLOCK;
    ParallelTask task =
        (f, t, w) -> {
          int from = t * BLOCK;
          int rows = Math.min(BLOCK, samples.rows() - from);
          double[] v = f.workerDoubles(w);
          byte[] isVoted = f.workerBytes(w);
          reader.read(f, x, from * features, v, 0, rows * features);
          Arrays.fill(v, sums, sums + rows * pitch, 0);
          Arrays.fill(isVoted, sums, sums + rows * pitch, (byte) 0);
          for (int tree = 0; tree < table.trees(); tree++) {
            for (int row = 0; row < rows; row++) {
              int at = row * features;
              int leaf = isSimple ? table.simpleLeaf(tree, v, at) : table.leaf(tree, v, at);
              vote(leaf, v, isVoted, sums + row * pitch, isDouble);
            }
          }
          for (int row = 0; row < rows; row++) {
            finish.run(f, from + row, v, sums + row * pitch, isVoted);
          }
        };
    return f -> f.parallel(tasks, task);
  }

  private void vote(int leaf, double[] sums, byte[] isVoted, int at, boolean isDouble) {
    for (int vote = table.firstVotes()[leaf]; vote < table.firstVotes()[leaf + 1]; vote++) {
      int i = at + table.targets()[vote];
      double weight = table.weights()[vote];
      if (isVoted[i] == 0) {
        isVoted[i] = 1;
        sums[i] = weight;
        continue;
      }
      sums[i] =
          switch (aggregate) {
            // Rounded as if added as floats, so that equal votes stay equal.
            case SUM, AVERAGE -> isDouble ? sums[i] + weight : (float) (sums[i] + weight);
            case MIN -> Math.min(sums[i], weight);
            case MAX -> Math.max(sums[i], weight);
          };
    }
  }

  /** Divides by the number of trees, if the average is asked for, and adds the base values. */
  void complete(double[] sums, int at) {
    for (int t = 0; t < targets; t++) {
      if (aggregate == Aggregate.AVERAGE) {
        sums[at + t] /= table.trees();
      }
      if (base != null) {
        sums[at + t] += base[t];
      }
    }
  }
}
