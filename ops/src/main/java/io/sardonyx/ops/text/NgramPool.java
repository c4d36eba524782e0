package io.sardonyx.ops.text;

import io.sardonyx.InvalidModelException;
import io.sardonyx.runtime.spi.Attributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The n-grams that a TfIdfVectorizer looks for, as a tree: a node for every beginning of an n-gram.
 * Tokens are numbered; those that are in no n-gram have number -1.
 */
final class NgramPool {

  /** The node of the empty beginning. */
  static final int ROOT = 0;

  private final long[] integers;
  private final Map<String, Integer> strings;
  private final int[][] edges;
  private final int[][] targets;
  private final int[] ngrams;
  private final int[] coordinates;
  private final int minLength;
  private final int maxLength;
  private final int outputSize;
  private final float[] weights;

  private NgramPool(
      Attributes a, List<Integer> pool, long[] integers, Map<String, Integer> strings) {
    this.integers = integers;
    this.strings = strings;
    this.minLength = a.intValue("min_gram_length");
    this.maxLength = a.intValue("max_gram_length");
    if (minLength < 1 || maxLength < minLength || a.intValue("max_skip_count") < 0) {
      throw new InvalidModelException(
          "min_gram_length is %d, max_gram_length %d, max_skip_count %d; expected 1 <= min <= max and"
                  .formatted(minLength, maxLength, a.intValue("max_skip_count"))
              + " no negative number");
    }
    long[] indexes = a.integers("ngram_indexes");
    this.outputSize = outputSize(indexes);
    this.coordinates = Arrays.stream(indexes).mapToInt(i -> (int) i).toArray();
    this.weights = a.numbersOrNull("weights");
    if (weights != null && weights.length != indexes.length) {
      throw new InvalidModelException(
          "there are %d weights; expected one for each of %d n-grams"
              .formatted(weights.length, indexes.length));
    }
    List<TreeMap<Integer, Integer>> nodes = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    nodes.add(new TreeMap<>());
    ends.add(-1);
    grow(pool, a.integers("ngram_counts"), nodes, ends);
    this.edges = new int[nodes.size()][];
    this.targets = new int[nodes.size()][];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = nodes.get(i).keySet().stream().mapToInt(Integer::intValue).toArray();
      targets[i] = nodes.get(i).values().stream().mapToInt(Integer::intValue).toArray();
    }
    this.ngrams = ends.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Reads the pool from a node's attributes. */
  static NgramPool of(Attributes a) {
    long[] integers = a.integersOrNull("pool_int64s");
    List<String> strings = a.stringsOrNull("pool_strings");
    if ((integers == null) == (strings == null)) {
      throw new InvalidModelException(
          "either pool_int64s or pool_strings must be given, and not both");
    }
    List<Integer> pool = new ArrayList<>();
    if (strings != null) {
      Map<String, Integer> numbers = new HashMap<>();
      for (String s : strings) {
        pool.add(numbers.computeIfAbsent(s, k -> numbers.size()));
      }
      return new NgramPool(a, pool, null, numbers);
    }
    long[] distinct = Arrays.stream(integers).sorted().distinct().toArray();
    for (long i : integers) {
      pool.add(Arrays.binarySearch(distinct, i));
    }
    return new NgramPool(a, pool, distinct, null);
  }

  private static int outputSize(long[] indexes) {
    long largest = -1;
    for (long index : indexes) {
      if (index < 0 || index >= Integer.MAX_VALUE) {
        throw new InvalidModelException("ngram_indexes contains " + index + ", which is no index");
      }
      largest = Math.max(largest, index);
    }
    return (int) largest + 1;
  }

  private void grow(
      List<Integer> pool,
      long[] starts,
      List<TreeMap<Integer, Integer>> nodes,
      List<Integer> ends) {
    int ngram = 0;
    for (int i = 0; i < starts.length; i++) {
      int size = i + 1;
      long from = starts[i];
      long to = size < starts.length ? starts[size] : pool.size();
      if (from < 0 || from > to || to > pool.size() || (to - from) % size != 0) {
        throw new InvalidModelException(
            "ngram_counts is %s, which does not divide a pool of %d tokens into n-grams"
                .formatted(Arrays.toString(starts), pool.size()));
      }
      for (int at = (int) from; at < to; at += size, ngram++) {
        if (ngram >= coordinates.length) {
          throw new InvalidModelException(
              "ngram_indexes has %d elements; the pool has more n-grams"
                  .formatted(coordinates.length));
        }
        if (size >= minLength && size <= maxLength) {
          ends.set(path(pool.subList(at, at + size), nodes, ends), ngram);
        }
      }
    }
  }

  private static int path(
      List<Integer> ngram, List<TreeMap<Integer, Integer>> nodes, List<Integer> ends) {
    int node = ROOT;
    for (int token : ngram) {
      Integer child = nodes.get(node).get(token);
      if (child == null) {
        child = nodes.size();
        nodes.get(node).put(token, child);
        nodes.add(new TreeMap<>());
        ends.add(-1);
      }
      node = child;
    }
    return node;
  }

  boolean isOfStrings() {
    return strings != null;
  }

  int minLength() {
    return minLength;
  }

  int maxLength() {
    return maxLength;
  }

  int outputSize() {
    return outputSize;
  }

  /** The number of n-grams. */
  int size() {
    return coordinates.length;
  }

  /** The output's coordinate of an n-gram. */
  int coordinate(int ngram) {
    return coordinates[ngram];
  }

  /** What the count of an n-gram is multiplied with. */
  float weight(int ngram) {
    return weights == null ? 1 : weights[ngram];
  }

  /** The numbers of tokens. */
  void tokens(Object array, int from, int[] to, int toAt, int n) {
    for (int i = 0; i < n; i++) {
      to[toAt + i] =
          switch (array) {
            case long[] a -> number(a[from + i]);
            case int[] a -> number(a[from + i]);
            case String[] a -> strings.getOrDefault(a[from + i], -1);
            default -> throw new IllegalArgumentException(array.getClass().toString());
          };
    }
  }

  private int number(long token) {
    return Math.max(-1, Arrays.binarySearch(integers, token));
  }

  /** The node that a token leads to; -1 if no n-gram goes on with it. */
  int child(int node, int token) {
    int edge = token < 0 ? -1 : Arrays.binarySearch(edges[node], token);
    return edge < 0 ? -1 : targets[node][edge];
  }

  /** The n-gram that ends at a node; -1 if none does. */
  int ngram(int node) {
    return ngrams[node];
  }
}
