package io.sardonyx.ops.ml;

import io.sardonyx.InvalidModelException;
import java.util.Arrays;

/**
 * Decision trees as arrays. A child that is not negative is a node, another one the leaf {@code
 * ~child}. A leaf has votes: numbers for targets.
 *
 * @param roots the nodes, or leaves, where trees begin
 * @param features for every node the feature that decides
 * @param modes for every node how the feature is compared: an ordinal of {@link Mode}
 * @param splits for every node what it is compared with
 * @param members for every node the set to look it up in, sorted; null but for {@link Mode#MEMBER}
 * @param missing for every node whether NaN takes the true branch
 * @param trueChildren for every node where to go if the comparison holds
 * @param falseChildren for every node where to go if not
 * @param firstVotes for every leaf its first vote, and at the end the number of votes
 * @param targets for every vote its target
 * @param weights for every vote its number
 */
record TreeTable(
    int[] roots,
    int[] features,
    byte[] modes,
    double[] splits,
    double[][] members,
    boolean[] missing,
    int[] trueChildren,
    int[] falseChildren,
    int[] firstVotes,
    int[] targets,
    double[] weights) {

  private static final byte NEW = 0;
  private static final byte IN_TRUE_BRANCH = 1;
  private static final byte IN_FALSE_BRANCH = 2;
  private static final byte DONE = 3;

  /** The comparisons, in the order of TreeEnsemble's codes. */
  enum Mode {
    BRANCH_LEQ,
    BRANCH_LT,
    BRANCH_GTE,
    BRANCH_GT,
    BRANCH_EQ,
    BRANCH_NEQ,
    BRANCH_MEMBER;

    private static final Mode[] ALL = values();
  }

  /** Requires every index to be in range, and no way to lead back to where it came from. */
  TreeTable {
    int leaves = firstVotes.length - 1;
    byte[] state = new byte[features.length];
    for (int root : roots) {
      checkChild(root, features.length, leaves, "a root");
    }
    for (int i = 0; i < features.length; i++) {
      checkChild(trueChildren[i], features.length, leaves, "the true branch of node " + i);
      checkChild(falseChildren[i], features.length, leaves, "the false branch of node " + i);
      if (features[i] < 0) {
        throw new InvalidModelException("node " + i + " asks for the feature " + features[i]);
      }
    }
    for (int root : roots) {
      checkAcyclic(root, trueChildren, falseChildren, state);
    }
  }

  private static void checkChild(int child, int nodes, int leaves, String what) {
    if (child >= nodes || ~child >= leaves) {
      throw new InvalidModelException(
          "%s is %s %d; there are %d"
              .formatted(
                  what,
                  child >= 0 ? "node" : "leaf",
                  child >= 0 ? child : ~child,
                  child >= 0 ? nodes : leaves));
    }
  }

  /** Walks all paths from a root, depth first. */
  private static void checkAcyclic(int root, int[] yes, int[] no, byte[] state) {
    int[] path = new int[64];
    int depth = 0;
    int node = root;
    while (true) {
      if (node < 0 || state[node] == DONE) {
        while (depth > 0 && state[path[depth - 1]] == IN_FALSE_BRANCH) {
          state[path[--depth]] = DONE;
        }
        if (depth == 0) {
          return;
        }
        state[path[depth - 1]] = IN_FALSE_BRANCH;
        node = no[path[depth - 1]];
      } else if (state[node] == NEW) {
        if (depth == path.length) {
          path = Arrays.copyOf(path, 2 * depth);
        }
        path[depth++] = node;
        state[node] = IN_TRUE_BRANCH;
        node = yes[node];
      } else {
        throw new InvalidModelException(
            "the nodes are no trees: node " + node + " leads to itself");
      }
    }
  }

  int trees() {
    return roots.length;
  }

  /** The largest feature that is asked for; -1 if there are no nodes. */
  int largestFeature() {
    return Arrays.stream(features).max().orElse(-1);
  }

  /** Whether all nodes test for less or equal and send NaN to the false branch. */
  boolean isSimple() {
    for (int i = 0; i < modes.length; i++) {
      if (modes[i] != Mode.BRANCH_LEQ.ordinal() || missing[i]) {
        return false;
      }
    }
    return true;
  }

  /** The leaf of a tree that a sample ends at, if the table {@link #isSimple}. */
  int simpleLeaf(int tree, double[] x, int at) {
    int node = roots[tree];
    while (node >= 0) {
      node = x[at + features[node]] <= splits[node] ? trueChildren[node] : falseChildren[node];
    }
    return ~node;
  }

  /** The leaf of a tree that a sample ends at. */
  int leaf(int tree, double[] x, int at) {
    int node = roots[tree];
    while (node >= 0) {
      node = holds(node, x[at + features[node]]) ? trueChildren[node] : falseChildren[node];
    }
    return ~node;
  }

  private boolean holds(int node, double x) {
    if (missing[node] && Double.isNaN(x)) {
      return true;
    }
    double split = splits[node];
    return switch (Mode.ALL[modes[node]]) {
      case BRANCH_LEQ -> x <= split;
      case BRANCH_LT -> x < split;
      case BRANCH_GTE -> x >= split;
      case BRANCH_GT -> x > split;
      case BRANCH_EQ -> x == split;
      case BRANCH_NEQ -> x != split;
      case BRANCH_MEMBER -> contains(members[node], x);
    };
  }

  private static boolean contains(double[] sorted, double x) {
    return Arrays.binarySearch(sorted, x + 0.0) >= 0;
  }
}
