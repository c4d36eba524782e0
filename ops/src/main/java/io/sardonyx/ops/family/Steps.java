package io.sardonyx.ops.family;

import io.sardonyx.runtime.spi.Step;
import java.util.List;

/** Combines steps. */
public final class Steps {

  private Steps() {}

  /** A step that does nothing. */
  public static Step none() {
    return f -> {};
  }

  /** A step that runs all, one after the other. */
  public static Step sequence(List<Step> steps) {
    if (steps.size() == 1) {
      return steps.getFirst();
    }
    Step[] all = steps.toArray(Step[]::new);
    return f -> {
      for (Step step : all) {
        step.run(f);
      }
    };
  }
}
