package io.sardonyx.conformance.random;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.conformance.random.DifferentialCheck.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A bounded number of random cases, the same ones at every build. */
class DifferentialCheckTest {

  private static final int CASES = 4000;

  @Test
  void randomCasesAgreeWithOnnxRuntime() {
    DifferentialCheck check = new DifferentialCheck();
    List<String> failures = new ArrayList<>();
    int agreed = 0;
    for (long seed = 0; seed < CASES && failures.size() < 20; seed++) {
      switch (check.check(seed)) {
        case Verdict.Agreed() -> agreed++;
        case Verdict.Differs(String difference) ->
            failures.add(DifferentialCheck.command(seed) + "\n" + difference);
        case Verdict.NotRun(String reason) -> {}
        case Verdict.Known(String reason) -> {}
      }
    }
    assertThat(failures).isEmpty();
    assertThat(agreed).as("cases that both ran").isGreaterThan(CASES * 9 / 10);
  }

  @Test
  void aSeedAlwaysMakesTheSameCase() {
    RandomCaseGenerator generator = new RandomCaseGenerator();
    Set<String> operators = new TreeSet<>();
    for (long seed = 0; seed < 1500; seed++) {
      RandomCase test = generator.generate(seed);
      assertThat(new RandomCaseGenerator().generate(seed).model()).isEqualTo(test.model());
      operators.add(test.operator());
    }
    assertThat(operators).hasSizeGreaterThan(generator.operators().size() * 9 / 10);
  }
}
