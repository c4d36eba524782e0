package io.sardonyx.conformance.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bounded number of damaged models, the same ones at every build. */
class MutatedModelsTest {

  private static final int CASES = 4000;

  @Test
  void eitherRunOrAreRefused() throws InterruptedException {
    MutatedModels models = MutatedModels.standard();
    List<String> failures = new ArrayList<>();
    for (long seed = 0; seed < CASES && failures.size() < 20; seed++) {
      models.check(seed).ifPresent(failures::add);
    }
    assertThat(failures).isEmpty();
  }
}
