package io.sardonyx.conformance.random;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** For every operator that the generator knows, how valid inputs and attributes of it look. */
final class Rules {

  /** Adds inputs and attributes to a case; asks the builder for types and sizes. */
  interface Rule extends Consumer<CaseBuilder> {}

  private final Map<String, Rule> rules = new LinkedHashMap<>();

  Rules() {
    ElementwiseRules.addTo(this);
    TensorRules.addTo(this);
    IndexRules.addTo(this);
    WindowRules.addTo(this);
    MathRules.addTo(this);
    QuantizationRules.addTo(this);
    RecurrentRules.addTo(this);
    ImageRules.addTo(this);
    SignalRules.addTo(this);
    SequenceRules.addTo(this);
    ControlRules.addTo(this);
    TextRules.addTo(this);
    MlRules.addTo(this);
    TreeRules.addTo(this);
  }

  void add(Rule rule, String... operators) {
    for (String operator : operators) {
      rules.put(operator, rule);
    }
  }

  List<String> operators() {
    return List.copyOf(rules.keySet());
  }

  Rule of(String operator) {
    return rules.get(operator);
  }

  Set<String> all() {
    return rules.keySet();
  }
}
