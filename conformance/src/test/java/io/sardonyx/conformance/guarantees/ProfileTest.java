package io.sardonyx.conformance.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.sardonyx.ModelOptions;
import io.sardonyx.OnnxModel;
import io.sardonyx.Profile;
import io.sardonyx.conformance.guarantees.Networks.Sample;
import io.sardonyx.zoo.networks.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What profiling says is complete and adds up, as records, as a table, and as a trace file. */
class ProfileTest {

  private static final int RUNS = 3;

  private static Profile profile;
  private static long elapsedNanos;

  @BeforeAll
  static void run() {
    Sample sample = Networks.zoo(Network.RESNET18, 64, 1);
    try (OnnxModel model =
        OnnxModel.load(sample.model(), ModelOptions.DEFAULT.withProfiling(true))) {
      long start = System.nanoTime();
      for (int i = 0; i < RUNS; i++) {
        model.run(sample.inputs());
      }
      elapsedNanos = System.nanoTime() - start;
      profile = model.profile();
    }
  }

  @Test
  void spansAddUpToTheTotals() {
    Map<String, Long> spans =
        profile.spans().stream()
            .collect(
                Collectors.groupingBy(
                    s -> s.name() + s.operator(), Collectors.summingLong(Profile.Span::nanos)));
    assertThat(spans).hasSameSizeAs(profile.nodes());
    for (Profile.NodeTotal node : profile.nodes()) {
      assertThat(node.runs()).isEqualTo(RUNS);
      assertThat(node.bytes()).isPositive();
      assertThat(node.nanos()).isEqualTo(spans.get(node.name() + node.operator()));
    }
    long sum = profile.nodes().stream().mapToLong(Profile.NodeTotal::nanos).sum();
    assertThat(sum).isPositive().isLessThanOrEqualTo(elapsedNanos);
  }

  @Test
  void theTableIsReadableInEveryLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      List<String> lines = profile.table().lines().toList();
      int nodes = profile.nodes().size();
      List<String[]> rows =
          lines.subList(1, 1 + nodes).stream().map(l -> l.strip().split(" +")).toList();
      double percent = rows.stream().mapToDouble(r -> Double.parseDouble(r[1])).sum();
      assertThat(percent).isCloseTo(100, within(0.005 * nodes));
      double micros = rows.stream().mapToDouble(r -> Double.parseDouble(r[0])).sum();
      double expected =
          profile.nodes().stream().mapToLong(Profile.NodeTotal::nanos).sum() / 1e3 / RUNS;
      assertThat(micros).isCloseTo(expected, within(0.05 * nodes));
      assertThat(lines.get(1 + nodes)).isBlank();
      assertThat(lines.subList(2 + nodes, lines.size()))
          .isNotEmpty()
          .allMatch(l -> l.contains("all "));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theTraceFileIsJsonWithOneEventForEachSpan() throws IOException {
    List<Map<String, String>> events = events(profile.chromeTrace());
    List<Map<String, String>> spans = events.stream().filter(e -> e.get("ph").equals("X")).toList();
    assertThat(spans).hasSameSizeAs(profile.spans());
    double micros = spans.stream().mapToDouble(e -> Double.parseDouble(e.get("dur"))).sum();
    double expected = profile.spans().stream().mapToLong(Profile.Span::nanos).sum() / 1e3;
    assertThat(micros).isCloseTo(expected, within(0.001 * spans.size()));
    assertThat(spans).allMatch(e -> Double.parseDouble(e.get("ts")) >= 0);
    assertThat(spans).allMatch(e -> !e.get("name").isEmpty());
    List<String> named =
        events.stream().filter(e -> e.get("ph").equals("M")).map(e -> e.get("tid")).toList();
    assertThat(named).containsAll(spans.stream().map(e -> e.get("tid")).distinct().toList());
  }

  @Test
  void theTraceFileKeepsOddNames() throws IOException {
    Profile odd =
        new Profile(
            List.of(), List.of(new Profile.Span("a\"b\\c\n\u0001é", "Relu-14", "t", 5, 1000, 8)));
    assertThat(events(odd.chromeTrace()).getFirst())
        .containsEntry("name", "a\"b\\c\n\u0001é")
        .containsEntry("cat", "Relu-14");
  }

  /** The events with their scalar fields as texts. */
  private static List<Map<String, String>> events(String json) throws IOException {
    List<Map<String, String>> events = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      int depth = 0;
      Map<String, String> event = null;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        switch (token) {
          case START_OBJECT -> {
            depth++;
            if (depth == 2) {
              event = new HashMap<>();
              events.add(event);
            }
          }
          case END_OBJECT -> depth--;
          case VALUE_STRING, VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> {
            if (depth == 2) {
              event.put(parser.currentName(), parser.getText());
            }
          }
          default -> {}
        }
      }
    }
    return events;
  }
}
