package io.sardonyx.ops.text;

import io.sardonyx.Dim;
import io.sardonyx.ElementType;
import io.sardonyx.Shape;
import io.sardonyx.Tensor;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The parts of strings between delimiters, along a new last axis that is filled up with empty
 * strings, and the number of parts.
 *
 * @param delimiter what separates parts; empty for any amount of white space
 * @param limit most splits of a string; negative for any number
 * @see <a href="https://onnx.ai/onnx/operators/onnx__StringSplit.html">StringSplit</a>
 */
record StringSplit(String delimiter, long limit) implements Operator {

  StringSplit(Attributes a) {
    this(a.string("delimiter", ""), a.integer("maxsplit", -1));
  }

  @Override
  public void infer(InferContext c) {
    Shape shape = c.shape(0);
    c.output(1, ElementType.INT64, shape);
    if (shape.isRanked()) {
      List<Dim> dims = shape.dims();
      dims.add(Dim.UNKNOWN);
      shape = Shape.of(dims);
    }
    c.output(0, ElementType.STRING, shape);
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    int counts = c.output(1);
    long[] dims = c.dims(0);
    int n = Math.toIntExact(c.shape(0).elements());
    c.provides(0);
    return f -> {
      List<List<String>> parts = new ArrayList<>(n);
      int most = 0;
      for (int i = 0; i < n; i++) {
        parts.add(split(f.strings(x)[f.offset(x) + i]));
        most = Math.max(most, parts.get(i).size());
        if (counts >= 0) {
          f.longs(counts)[f.offset(counts) + i] = parts.get(i).size();
        }
      }
      if (y >= 0) {
        f.provide(y, padded(parts, dims, most));
      }
    };
  }

  private static Tensor padded(List<List<String>> parts, long[] dims, int most) {
    String[] all = new String[Math.multiplyExact(parts.size(), most)];
    Arrays.fill(all, "");
    for (int i = 0; i < parts.size(); i++) {
      for (int j = 0; j < parts.get(i).size(); j++) {
        all[i * most + j] = parts.get(i).get(j);
      }
    }
    long[] shape = Arrays.copyOf(dims, dims.length + 1);
    shape[dims.length] = most;
    return Tensor.of(all, shape);
  }

  private List<String> split(String text) {
    return delimiter.isEmpty() ? splitAtSpace(text) : splitAtDelimiter(text);
  }

  private List<String> splitAtDelimiter(String text) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = text.indexOf(delimiter);
        at >= 0 && (limit < 0 || parts.size() < limit);
        at = text.indexOf(delimiter, from)) {
      parts.add(text.substring(from, at));
      from = at + delimiter.length();
    }
    parts.add(text.substring(from));
    return parts;
  }

  private List<String> splitAtSpace(String text) {
    List<String> parts = new ArrayList<>();
    int from = afterSpace(text, 0);
    while (from < text.length()) {
      int to = from;
      while (to < text.length() && !isSpace(text.charAt(to))) {
        to++;
      }
      if (limit >= 0 && parts.size() == limit) {
        to = beforeSpace(text);
      }
      parts.add(text.substring(from, to));
      from = afterSpace(text, to);
    }
    return parts;
  }

  private static int afterSpace(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int beforeSpace(String text) {
    int to = text.length();
    while (isSpace(text.charAt(to - 1))) {
      to--;
    }
    return to;
  }

  /** White space as Unicode has it, no-break spaces and the control U+0085 included. */
  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }
}
