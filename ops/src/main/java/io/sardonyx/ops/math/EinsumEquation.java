package io.sardonyx.ops.math;

import io.sardonyx.InvalidModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A parsed equation of Einsum. Labels are letters; the dimensions of an ellipsis get the labels -1,
 * -2 and so on, counted from the last one.
 *
 * @param inputs the terms on the left, as written
 * @param output the term on the right, as written or implied
 */
record EinsumEquation(List<String> inputs, String output) {

  /** Stands for the ellipsis in a term. */
  private static final char ELLIPSIS = '.';

  /** Reads an equation such as {@code bij, bjk -> bik}. */
  static EinsumEquation parse(String equation) {
    String text = equation.replace(" ", "");
    int arrow = text.indexOf("->");
    String left = arrow < 0 ? text : text.substring(0, arrow);
    List<String> inputs = new ArrayList<>();
    for (String term : left.split(",", -1)) {
      inputs.add(term(term, equation));
    }
    String output = arrow < 0 ? implied(inputs) : term(text.substring(arrow + 2), equation);
    for (int i = 0; i < output.length(); i++) {
      char label = output.charAt(i);
      if (output.indexOf(label) != i) {
        throw wrong(equation, "the output has '" + label + "' twice");
      }
      if (label != ELLIPSIS && inputs.stream().noneMatch(t -> t.indexOf(label) >= 0)) {
        throw wrong(equation, "no input has the output's '" + label + "'");
      }
    }
    return new EinsumEquation(List.copyOf(inputs), output);
  }

  private static String term(String term, String equation) {
    String letters = term.replace("...", ".");
    for (int i = 0; i < letters.length(); i++) {
      char ch = letters.charAt(i);
      boolean letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
      if (!letter && (ch != ELLIPSIS || letters.indexOf(ELLIPSIS) != i)) {
        throw wrong(equation, "the term '" + term + "' has a wrong '" + ch + "'");
      }
    }
    return letters;
  }

  private static InvalidModelException wrong(String equation, String what) {
    return new InvalidModelException(
        "equation '%s': %s; expected letters and ... in terms separated by commas"
            .formatted(equation, what));
  }

  /** An ellipsis, then all letters that occur once, in the order of their codes. */
  private static String implied(List<String> inputs) {
    TreeMap<Character, Integer> counts = new TreeMap<>();
    boolean ellipsis = false;
    for (String term : inputs) {
      for (char label : term.toCharArray()) {
        ellipsis |= label == ELLIPSIS;
        counts.merge(label, 1, Integer::sum);
      }
    }
    StringBuilder output = new StringBuilder(ellipsis ? "." : "");
    counts.forEach((label, count) -> output.append(label != ELLIPSIS && count == 1 ? label : ""));
    return output.toString();
  }

  /** Whether a term has an ellipsis. */
  static boolean hasEllipsis(String term) {
    return term.indexOf(ELLIPSIS) >= 0;
  }

  /** Dimensions of a term apart from its ellipsis. */
  static int letters(String term) {
    return term.length() - (hasEllipsis(term) ? 1 : 0);
  }

  /** The labels of a term's dimensions when its ellipsis stands for so many of them. */
  static int[] labels(String term, int ellipsisRank) {
    int[] labels = new int[letters(term) + (hasEllipsis(term) ? ellipsisRank : 0)];
    int d = 0;
    for (char label : term.toCharArray()) {
      if (label != ELLIPSIS) {
        labels[d++] = label;
        continue;
      }
      for (int e = ellipsisRank; e > 0; e--) {
        labels[d++] = -e;
      }
    }
    return labels;
  }
}
