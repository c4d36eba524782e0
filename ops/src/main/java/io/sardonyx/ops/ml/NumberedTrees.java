package io.sardonyx.ops.ml;

import io.sardonyx.InvalidModelException;
import io.sardonyx.Tensor;
import io.sardonyx.ops.family.NumberAccess;
import io.sardonyx.runtime.spi.Attributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the trees of TreeEnsembleClassifier and TreeEnsembleRegressor, whose nodes are named by a
 * tree's number and a node's number.
 */
final class NumberedTrees {

  /** The name of a node. */
  private record Id(long tree, long node) {
    @Override
    public String toString() {
      return "node " + node + " of tree " + tree;
    }
  }

  private final long[] trees;
  private final long[] nodes;
  private final List<String> modes;
  private final Map<Id, Integer> rows = new HashMap<>();

  /** For every row its number among the inner nodes, or the complement of that among the leaves. */
  private final int[] places;

  private int innerCount;
  private int leafCount;

  private NumberedTrees(Attributes a) {
    this.trees = a.integers("nodes_treeids");
    this.nodes = column(a, "nodes_nodeids", trees.length);
    this.modes = a.strings("nodes_modes");
    requireLength("nodes_modes", modes.size(), trees.length);
    this.places = new int[trees.length];
    for (int i = 0; i < trees.length; i++) {
      if (rows.put(new Id(trees[i], nodes[i]), i) != null) {
        throw new InvalidModelException(new Id(trees[i], nodes[i]) + " is given twice");
      }
      places[i] = isLeaf(i) ? ~leafCount++ : innerCount++;
    }
  }

  static void requireLength(String name, int found, int expected) {
    if (found != expected) {
      throw new InvalidModelException(
          "the attribute '%s' has %d elements; expected %d".formatted(name, found, expected));
    }
  }

  private static long[] column(Attributes a, String name, int length) {
    long[] column = a.integers(name);
    requireLength(name, column.length, length);
    return column;
  }

  /** A list of floats, or the tensor that may be given in its place; null if neither is. */
  static double[] numbers(Attributes a, String name) {
    if (a.isGiven(name + "_as_tensor")) {
      return doubles(a.tensor(name + "_as_tensor"));
    }
    float[] floats = a.numbersOrNull(name);
    if (floats == null || floats.length == 0) {
      return null;
    }
    return doubles(Tensor.of(floats, floats.length));
  }

  /** The elements of a tensor. */
  static double[] doubles(Tensor t) {
    NumberAccess access = NumberAccess.of(t.elementType());
    double[] doubles = new double[Math.toIntExact(t.size())];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = access.getDouble(t.array(), t.offset() + i);
    }
    return doubles;
  }

  private boolean isLeaf(int row) {
    return modes.get(row).equals("LEAF");
  }

  /**
   * The trees that a node's attributes describe.
   *
   * @param votes prefix of the attributes that describe the votes: {@code class} or {@code target}
   */
  static TreeTable read(Attributes a, String votes) {
    NumberedTrees reader = new NumberedTrees(a);
    return reader.table(a, votes);
  }

  private TreeTable table(Attributes a, String votes) {
    int[] features = new int[innerCount];
    byte[] comparisons = new byte[innerCount];
    double[] splits = new double[innerCount];
    boolean[] missing = new boolean[innerCount];
    int[] yes = new int[innerCount];
    int[] no = new int[innerCount];
    long[] givenFeatures = column(a, "nodes_featureids", trees.length);
    long[] givenYes = column(a, "nodes_truenodeids", trees.length);
    long[] givenNo = column(a, "nodes_falsenodeids", trees.length);
    long[] givenMissing = a.integersOrNull("nodes_missing_value_tracks_true");
    double[] givenSplits = numbers(a, "nodes_values");
    requireLength("nodes_values", givenSplits == null ? 0 : givenSplits.length, trees.length);
    if (givenMissing != null && givenMissing.length > 0) {
      requireLength("nodes_missing_value_tracks_true", givenMissing.length, trees.length);
    }
    boolean[] isChild = new boolean[trees.length];
    for (int i = 0; i < trees.length; i++) {
      if (isLeaf(i)) {
        continue;
      }
      int k = places[i];
      features[k] = Math.toIntExact(givenFeatures[i]);
      comparisons[k] = (byte) mode(modes.get(i)).ordinal();
      splits[k] = givenSplits[i];
      missing[k] = givenMissing != null && givenMissing.length > 0 && givenMissing[i] != 0;
      yes[k] = child(i, givenYes[i], isChild);
      no[k] = child(i, givenNo[i], isChild);
    }
    Votes leaves = new Votes(a, votes);
    return new TreeTable(
        roots(isChild),
        features,
        comparisons,
        splits,
        null,
        missing,
        yes,
        no,
        leaves.first,
        leaves.targets,
        leaves.weights);
  }

  private static TreeTable.Mode mode(String name) {
    for (TreeTable.Mode mode : TreeTable.Mode.values()) {
      if (mode.name().equals(name) && mode != TreeTable.Mode.BRANCH_MEMBER) {
        return mode;
      }
    }
    throw new InvalidModelException("the node mode '" + name + "' is unknown");
  }

  private int child(int row, long node, boolean[] isChild) {
    Integer child = rows.get(new Id(trees[row], node));
    if (child == null) {
      throw new InvalidModelException(
          "%s leads to node %d, which is not there"
              .formatted(new Id(trees[row], nodes[row]), node));
    }
    isChild[child] = true;
    return places[child];
  }

  /** The node of each tree that no other leads to; of several the first. */
  private int[] roots(boolean[] isChild) {
    Map<Long, Integer> roots = new LinkedHashMap<>();
    for (int i = 0; i < trees.length; i++) {
      roots.putIfAbsent(trees[i], null);
      if (!isChild[i] && roots.get(trees[i]) == null) {
        roots.put(trees[i], i);
      }
    }
    int[] places = new int[roots.size()];
    int k = 0;
    for (Map.Entry<Long, Integer> e : roots.entrySet()) {
      if (e.getValue() == null) {
        throw new InvalidModelException(
            "tree " + e.getKey() + " has no root: its nodes are a cycle");
      }
      places[k++] = this.places[e.getValue()];
    }
    return places;
  }

  /** The votes in the order of their leaves. */
  private final class Votes {
    final int[] first = new int[leafCount + 1];
    final int[] targets;
    final double[] weights;

    Votes(Attributes a, String prefix) {
      long[] voteTrees = a.integers(prefix + "_treeids");
      long[] voteNodes = column(a, prefix + "_nodeids", voteTrees.length);
      long[] ids = column(a, prefix + "_ids", voteTrees.length);
      double[] numbers = numbers(a, prefix + "_weights");
      int given = numbers == null ? 0 : numbers.length;
      requireLength(prefix + "_weights", given, voteTrees.length);
      List<List<Integer>> perLeaf = new ArrayList<>();
      for (int i = 0; i < leafCount; i++) {
        perLeaf.add(new ArrayList<>());
      }
      for (int i = 0; i < voteTrees.length; i++) {
        Integer row = rows.get(new Id(voteTrees[i], voteNodes[i]));
        if (row == null) {
          throw new InvalidModelException(
              "%s_nodeids names %s, which is not there"
                  .formatted(prefix, new Id(voteTrees[i], voteNodes[i])));
        }
        if (isLeaf(row)) {
          perLeaf.get(~places[row]).add(i);
        }
      }
      this.targets = new int[voteTrees.length];
      this.weights = new double[voteTrees.length];
      int at = 0;
      for (int leaf = 0; leaf < leafCount; leaf++) {
        for (int vote : perLeaf.get(leaf)) {
          targets[at] = Math.toIntExact(ids[vote]);
          weights[at++] = numbers[vote];
        }
        first[leaf + 1] = at;
      }
    }
  }
}
