package io.sardonyx.conformance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What a module's sources may name of other modules. Sources are read, not classes, so that the
 * modules that are compiled after this one are held to it too.
 */
class ModulesTest {

  private static final Map<String, String> MODULE_OF_PACKAGE =
      Map.of(
          "proto", "onnx-proto",
          "kernels", "kernels",
          "runtime", "runtime",
          "ops", "ops",
          "zoo", "zoo",
          "conformance", "conformance",
          "bench", "bench",
          "server", "server",
          "cli", "cli");

  private static final Map<String, Set<String>> ARROWS =
      Map.of(
          "onnx-proto", Set.of(),
          "kernels", Set.of(),
          "runtime", Set.of("onnx-proto"),
          "ops", Set.of("runtime", "kernels"),
          "zoo", Set.of("runtime", "onnx-proto"),
          "conformance", Set.of("runtime", "onnx-proto"),
          "server", Set.of("runtime", "onnx-proto"),
          "bench", Set.of("runtime", "onnx-proto", "kernels", "ops", "zoo"),
          "cli", Set.of("runtime", "onnx-proto", "zoo", "conformance", "bench", "server"),
          "aggregate", Set.of("runtime", "ops"));

  private static final Pattern OWN_NAME =
      Pattern.compile("\\bio\\.sardonyx\\.(?:([a-z]\\w*)\\b|[A-Z])");

  @Test
  void dependOnlyOnWhatTheyMay() {
    Map<String, Set<String>> mistakes = new TreeMap<>();
    for (String module : Checkout.modules()) {
      Set<String> allowed = new TreeSet<>(ARROWS.getOrDefault(module, Set.of("runtime")));
      allowed.add(module);
      for (Path file : Checkout.sources(module, "src/main/java")) {
        Set<String> wrong = named(file);
        wrong.removeAll(allowed);
        if (!wrong.isEmpty()) {
          mistakes.put(Checkout.ROOT.relativize(file).toString(), wrong);
        }
      }
    }
    assertThat(mistakes).as("files and the modules that they name but must not").isEmpty();
  }

  /** The modules whose packages a file names in its code. */
  private static Set<String> named(Path file) {
    Set<String> modules = new TreeSet<>();
    for (String line : Checkout.lines(file)) {
      String code = line.strip();
      if (code.startsWith("*") || code.startsWith("/*") || code.startsWith("//")) {
        continue;
      }
      Matcher m = OWN_NAME.matcher(code);
      while (m.find()) {
        String name = m.group(1);
        modules.add(name == null ? "runtime" : MODULE_OF_PACKAGE.getOrDefault(name, name));
      }
    }
    return modules;
  }

  @Test
  void allStandInTheTable() {
    List<String> unknown = new ArrayList<>();
    for (String module : Checkout.modules()) {
      if (!ARROWS.containsKey(module)) {
        unknown.add(module);
      }
    }
    assertThat(unknown).as("modules without a line in the table of arrows").isEmpty();
  }

  @Test
  void filesAreShort() {
    List<String> tooLong = new ArrayList<>();
    for (String module : Checkout.modules()) {
      for (Path file : Checkout.sources(module, "src")) {
        List<String> lines = Checkout.lines(file);
        boolean generated = lines.stream().limit(20).anyMatch(l -> l.contains("ritten by tools/"));
        if (lines.size() > 500 && !generated) {
          tooLong.add(Checkout.ROOT.relativize(file) + ": " + lines.size() + " lines");
        }
      }
    }
    assertThat(tooLong).as("files of more than 500 lines that are not generated").isEmpty();
  }
}
