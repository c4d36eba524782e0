package io.sardonyx.ops.text;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sardonyx.ElementType;
import io.sardonyx.InvalidModelException;
import io.sardonyx.ops.family.Ranges;
import io.sardonyx.runtime.spi.Attributes;
import io.sardonyx.runtime.spi.CompileContext;
import io.sardonyx.runtime.spi.InferContext;
import io.sardonyx.runtime.spi.Operator;
import io.sardonyx.runtime.spi.Step;

/**
 * Whether strings match a regular expression as a whole. The syntax is RE2's, whose matching takes
 * linear time.
 *
 * @param pattern the expression
 * @see <a href="https://onnx.ai/onnx/operators/onnx__RegexFullMatch.html">RegexFullMatch</a>
 */
record RegexFullMatch(Pattern pattern) implements Operator {

  /** Strings that a task matches. */
  private static final int GRAIN = 256;

  RegexFullMatch(Attributes a) {
    this(compiled(a.string("pattern")));
  }

  private static Pattern compiled(String pattern) {
    try {
      return Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      throw new InvalidModelException(
          "the attribute 'pattern' is '%s', which is no RE2 expression: %s"
              .formatted(pattern, e.getMessage()),
          e);
    }
  }

  @Override
  public void infer(InferContext c) {
    c.output(0, ElementType.BOOL, c.shape(0));
  }

  @Override
  public Step compile(CompileContext c) {
    int x = c.input(0);
    int y = c.output(0);
    return Ranges.step(
        c.shape(0).elements(),
        GRAIN,
        (f, from, to, w) -> {
          for (int i = from; i < to; i++) {
            boolean matches = pattern.matches(f.strings(x)[f.offset(x) + i]);
            f.bytes(y)[f.offset(y) + i] = (byte) (matches ? 1 : 0);
          }
        });
  }
}
