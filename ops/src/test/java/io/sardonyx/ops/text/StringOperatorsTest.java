package io.sardonyx.ops.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.Tensor;
import io.sardonyx.Value;
import io.sardonyx.ops.OpTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class StringOperatorsTest {

  private static Tensor strings(String... values) {
    return Tensor.of(values, values.length);
  }

  @Test
  void normalizerDropsStopWordsInAnyCase() {
    Tensor y =
        OpTest.op("StringNormalizer", 10)
            .attribute("stopwords", "MONDAY", "the")
            .attribute("case_change_action", "UPPER")
            .input(strings("Monday", "tuesday", "The", ""))
            .run();
    assertThat(y.strings()).containsExactly("TUESDAY", "");
  }

  @Test
  void normalizerMayTellCasesApart() {
    Tensor y =
        OpTest.op("StringNormalizer", 10)
            .attribute("stopwords", new String[] {"monday"})
            .attribute("is_case_sensitive", 1)
            .attribute("case_change_action", "LOWER")
            .input(strings("Monday", "monday", "TUESDAY").reshaped(1, 3))
            .run();
    assertThat(y.shape()).containsExactly(1, 2);
    assertThat(y.strings()).containsExactly("monday", "tuesday");
  }

  @Test
  void normalizerLeavesOneEmptyString() {
    OpTest test = OpTest.op("StringNormalizer", 10).attribute("stopwords", new String[] {"a"});
    assertThat(test.input(strings("a", "A")).run().strings()).containsExactly("");
    Tensor nothing = OpTest.op("StringNormalizer", 10).input(strings().reshaped(1, 0)).run();
    assertThat(nothing.shape()).containsExactly(1, 1);
  }

  @Test
  void normalizerFollowsTheLocale() {
    Tensor y =
        OpTest.op("StringNormalizer", 10)
            .attribute("case_change_action", "UPPER")
            .attribute("locale", "tr_TR.UTF-8")
            .input(strings("i"))
            .run();
    assertThat(y.strings()).containsExactly("\u0130");
  }

  @Test
  void normalizerRejectsOtherShapes() {
    assertThat(OpTest.op("StringNormalizer", 10).input(strings("a", "b").reshaped(2, 1)).failure())
        .hasMessageContaining("expected [C] or [1,C]");
  }

  @Test
  void regexMatchesTheWholeString() {
    Tensor y =
        OpTest.op("RegexFullMatch", 20)
            .attribute("pattern", "(?i)ab|a\\d{2,}")
            .input(strings("ab", "AB", "abc", "a1", "a12", "").reshaped(2, 3))
            .run();
    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.booleans()).containsExactly(true, true, false, false, true, false);
  }

  @Test
  void regexRejectsWhatRe2DoesNot() {
    assertThat(
            OpTest.op("RegexFullMatch", 20)
                .attribute("pattern", "(a)\\1")
                .input(strings("aa"))
                .failure())
        .hasMessageContaining("no RE2 expression");
    assertThat(OpTest.op("RegexFullMatch", 20).input(strings("aa")).failure())
        .hasMessageContaining("'pattern' is missing");
  }

  private static List<Value> split(String delimiter, long limit, String... x) {
    OpTest test = OpTest.op("StringSplit", 20).input(strings(x)).outputs(2);
    if (delimiter != null) {
      test.attribute("delimiter", delimiter);
    }
    if (limit >= 0) {
      test.attribute("maxsplit", limit);
    }
    return test.runAll();
  }

  private static void assertSplit(List<Value> y, long[] counts, String... parts) {
    assertThat(((Tensor) y.get(1)).longs()).containsExactly(counts);
    assertThat(((Tensor) y.get(0)).strings()).containsExactly(parts);
  }

  @Test
  void splitKeepsEmptyPartsBetweenDelimiters() {
    assertSplit(
        split(",", -1, "a,,b", ",", "c"),
        new long[] {3, 2, 1},
        "a",
        "",
        "b",
        "",
        "",
        "",
        "c",
        "",
        "");
    assertSplit(split("--", 1, "a--b--c", ""), new long[] {2, 1}, "a", "b--c", "", "");
  }

  @Test
  void splitTakesWhiteSpaceTogether() {
    assertSplit(
        split(null, -1, "  a \t b ", "", "c"), new long[] {2, 0, 1}, "a", "b", "", "", "c", "");
    assertSplit(split("", 1, " a  b  c "), new long[] {2}, "a", "b  c");
    assertSplit(split("", 0, " a  b "), new long[] {1}, "a  b");
  }

  @Test
  void splitOfNothing() {
    List<Value> y =
        OpTest.op("StringSplit", 20).input(strings().reshaped(0, 2)).outputs(2).runAll();
    assertThat(((Tensor) y.get(0)).shape()).containsExactly(0, 2, 0);
    assertThat(((Tensor) y.get(1)).shape()).containsExactly(0, 2);
  }

  @Test
  void concatBroadcasts() {
    Tensor y =
        OpTest.op("StringConcat", 20)
            .input(strings("a", "b").reshaped(2, 1))
            .input(strings("x", "", "z"))
            .run();
    assertThat(y.shape()).containsExactly(2, 3);
    assertThat(y.strings()).containsExactly("ax", "a", "az", "bx", "b", "bz");
    y = OpTest.op("StringConcat", 20).input(Tensor.scalar("a")).input(Tensor.scalar("b")).run();
    assertThat(y.strings()).containsExactly("ab");
    assertThat(
            OpTest.op("StringConcat", 20)
                .input(strings("a", "b"))
                .input(strings("a", "b", "c"))
                .failure())
        .hasMessageContaining("cannot be broadcast");
  }
}
