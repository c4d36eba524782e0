package io.sardonyx.runtime.plan;

import io.sardonyx.Storage;
import io.sardonyx.runtime.ir.Graph;
import io.sardonyx.runtime.ir.Node;
import io.sardonyx.runtime.plan.Segment.AliasSlot;
import io.sardonyx.runtime.plan.Segment.OutputSlot;
import io.sardonyx.runtime.plan.Segment.PlannedStep;
import io.sardonyx.runtime.plan.Segment.SlabSlot;
import java.util.HashMap;
import java.util.Map;

/** Writes a plan as text: one line a step, its kernel, and where its outputs lie. */
final class PlanPrinter {

  private final Graph graph;

  PlanPrinter(Graph graph) {
    this.graph = graph;
  }

  /** The segments from {@code first} on, as they last followed each other. */
  String print(Segment first) {
    if (first == null) {
      return "no plan was made yet\n";
    }
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (Segment s = first; s != null; s = s.followers().latest()) {
      if (number > 0) {
        text.append("segment ").append(number).append('\n');
      }
      segment(s, text);
      number++;
    }
    return text.toString();
  }

  private void segment(Segment segment, StringBuilder text) {
    Map<Integer, String> places = new HashMap<>();
    for (SlabSlot s : segment.slabSlots()) {
      places.put(s.slot(), word(s.storage()) + "@" + s.offset());
    }
    for (OutputSlot s : segment.outputs()) {
      places.put(s.slot(), "result " + graph.outputNames().get(s.output()));
    }
    for (AliasSlot s : segment.aliases()) {
      places.put(s.slot(), "%" + s.of() + (s.delta() == 0 ? "" : "+" + s.delta()));
    }
    for (PlannedStep step : segment.steps()) {
      Node node = step.node();
      text.append(node.op()).append(" '").append(node.name()).append("' ");
      for (int v : node.outputs()) {
        if (v != Node.ABSENT) {
          text.append('%').append(v).append(' ').append(segment.state().facts().type(v));
          text.append(" in ").append(places.getOrDefault(v, "a value of its own")).append("; ");
        }
      }
      text.append(step.step()).append('\n');
    }
    text.append(
        "memory: peak %d bytes, lower bound %d, without reuse %d%n"
            .formatted(
                segment.figures().peak(),
                segment.figures().lowerBound(),
                segment.figures().withoutReuse()));
  }

  private static String word(Storage storage) {
    return storage.name().toLowerCase(java.util.Locale.ROOT);
  }
}
