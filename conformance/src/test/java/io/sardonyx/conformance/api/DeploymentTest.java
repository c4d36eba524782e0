package io.sardonyx.conformance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sardonyx.conformance.api.JavaProgram.Result;
import io.sardonyx.conformance.architecture.Checkout;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's program on the module path and on the class path, with and without the Vector API. */
class DeploymentTest {

  private static final String MODULE =
      """
      module app {
        requires io.sardonyx.zoo;
        provides java.lang.System.LoggerFinder with app.Loggers;
      }
      """;

  private static final String APP =
      """
      package app;

      import io.sardonyx.ModelOptions;
      import io.sardonyx.OnnxModel;
      import io.sardonyx.zoo.Classifier;
      import io.sardonyx.zoo.Prediction;
      import io.sardonyx.zoo.Zoo;
      import java.nio.file.Path;

      public final class App {
        public static void main(String[] args) {
          for (String sample : args) {
            try (Classifier digits = Zoo.digits()) {
              Prediction best = digits.classify(Path.of(sample)).getFirst();
              System.out.printf(
                  java.util.Locale.ROOT, "%s %.5f%n", best.label(), best.score());
            }
          }
          System.out.println(OnnxModel.class.getModule().getName());
        }
      }
      """;

  /** Writes what is logged to the standard output, so that it can be counted. */
  private static final String LOGGERS =
      """
      package app;

      import java.util.ResourceBundle;

      public final class Loggers extends System.LoggerFinder {
        @Override
        public System.Logger getLogger(String name, Module module) {
          return new System.Logger() {
            @Override
            public String getName() {
              return name;
            }

            @Override
            public boolean isLoggable(Level level) {
              return level.compareTo(Level.WARNING) >= 0;
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String text, Throwable thrown) {
              System.out.println("LOG " + level + " " + name + ": " + text);
            }

            @Override
            public void log(Level level, ResourceBundle bundle, String format, Object... params) {
              log(level, bundle, format, (Throwable) null);
            }
          };
        }
      }
      """;

  @TempDir private Path folder;

  private static String sample(String name) {
    return Checkout.ROOT.resolve("zoo/samples").resolve(name).toString();
  }

  private JavaProgram program() {
    return new JavaProgram(folder).file("app/App.java", APP).file("app/Loggers.java", LOGGERS);
  }

  private JavaProgram modularProgram() {
    return program()
        .file("module-info.java", MODULE)
        .compile("--module-path", JavaProgram.libraries());
  }

  private JavaProgram plainProgram() {
    return program()
        .file("META-INF/services/java.lang.System$LoggerFinder", "app.Loggers")
        .compile("-cp", JavaProgram.libraries());
  }

  private Result runModular(JavaProgram program) {
    return program.run(
        "--module-path",
        JavaProgram.libraries() + File.pathSeparator + folder,
        "--module",
        "app/app.App",
        sample("digit-7-a.png"),
        sample("digit-3-b.png"));
  }

  private Result runPlain(JavaProgram program) {
    return program.run(
        "-cp",
        JavaProgram.libraries() + File.pathSeparator + folder,
        "app.App",
        sample("digit-7-a.png"),
        sample("digit-3-b.png"));
  }

  private static void assertDigits(Result result, String module) {
    assertThat(result.status()).as(result.err()).isZero();
    List<String> lines = result.lines().stream().filter(l -> !l.startsWith("LOG")).toList();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).startsWith("7 ");
    assertThat(lines.get(1)).startsWith("3 ");
    assertThat(lines.get(2)).isEqualTo(module);
  }

  private static void assertOneWarning(Result result) {
    assertThat(result.lines().stream().filter(l -> l.startsWith("LOG")))
        .singleElement()
        .asString()
        .startsWith("LOG WARNING io.sardonyx.kernels: the Vector API is not available")
        .contains("--add-modules jdk.incubator.vector");
  }

  @Test
  void runsAsNamedModules() {
    Result result = runModular(modularProgram().option("--add-modules", "jdk.incubator.vector"));
    assertDigits(result, "io.sardonyx.runtime");
    assertThat(result.out()).doesNotContain("LOG");
  }

  @Test
  void runsAsNamedModulesWithoutTheVectorApi() {
    Result result = runModular(modularProgram());
    assertDigits(result, "io.sardonyx.runtime");
    assertOneWarning(result);
  }

  @Test
  void runsOnTheClassPath() {
    Result result = runPlain(plainProgram().option("--add-modules", "jdk.incubator.vector"));
    assertDigits(result, "null");
    assertThat(result.out()).doesNotContain("LOG");
  }

  @Test
  void warnsOnceOnTheClassPathWithoutTheVectorApiAndIsRight() {
    Result vector = runPlain(plainProgram().option("--add-modules", "jdk.incubator.vector"));
    Result scalar = runPlain(plainProgram());
    assertDigits(scalar, "null");
    assertOneWarning(scalar);
    assertThat(scores(scalar)).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(scores(scalar).get(i)).isCloseTo(scores(vector).get(i), within(1e-4));
    }
  }

  private static List<Double> scores(Result result) {
    return result.lines().stream()
        .filter(l -> l.matches("\\d .*"))
        .map(l -> Double.valueOf(l.substring(2)))
        .toList();
  }
}
