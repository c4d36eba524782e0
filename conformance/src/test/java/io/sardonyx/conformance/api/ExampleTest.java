package io.sardonyx.conformance.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.conformance.api.JavaProgram.Result;
import io.sardonyx.conformance.architecture.Checkout;
import io.sardonyx.zoo.networks.Network;
import io.sardonyx.zoo.networks.NetworkOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples that users read, compiled and run as they stand. */
class ExampleTest {

  private static final Pattern JAVADOC_EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);

  private static final Pattern README_EXAMPLE =
      Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;

  private static List<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    String javadoc =
        Files.readString(Checkout.ROOT.resolve("runtime/src/main/java/io/sardonyx/OnnxModel.java"));
    JAVADOC_EXAMPLE
        .matcher(javadoc)
        .results()
        .map(m -> m.group(1).replaceAll("(?m)^ \\* ?", ""))
        .forEach(examples::add);
    Path readme = Checkout.ROOT.resolve("README.md");
    if (Files.exists(readme)) {
      README_EXAMPLE
          .matcher(Files.readString(readme))
          .results()
          .map((MatchResult m) -> m.group(1))
          .filter(e -> e.contains("resnet50.onnx"))
          .forEach(examples::add);
    }
    return examples;
  }

  @Test
  void compileAndClassify() throws IOException {
    List<String> examples = examples();
    assertThat(examples).isNotEmpty();
    try (OutputStream file = Files.newOutputStream(folder.resolve("resnet50.onnx"))) {
      Network.RESNET50.build(NetworkOptions.DEFAULT).writeTo(file);
    }
    JavaProgram program = new JavaProgram(folder);
    for (int i = 0; i < examples.size(); i++) {
      program.file("Example" + i + ".java", source(i, examples.get(i)));
    }
    program.compile("-cp", JavaProgram.libraries());
    for (int i = 0; i < examples.size(); i++) {
      Result result =
          program.run(
              "--add-modules",
              "jdk.incubator.vector",
              "-cp",
              JavaProgram.libraries() + java.io.File.pathSeparator + folder,
              "Example" + i);
      assertThat(result.status()).as(result.err()).isZero();
      assertThat(result.out().strip()).isEqualTo("1000 finite scores");
    }
  }

  /** The example, a try statement, in a program that has pixels and looks at the scores. */
  private static String source(int number, String example) {
    return """
    import io.sardonyx.*;
    import java.nio.file.*;
    import java.util.*;

    public final class Example%d {
      public static void main(String[] args) {
        float[] pixels = new float[3 * 224 * 224];
        for (int i = 0; i < pixels.length; i++) {
          pixels[i] = (float) Math.sin(i);
        }
        %s
        int finite = 0;
        for (float score : scores) {
          finite += Float.isFinite(score) ? 1 : 0;
        }
        System.out.println(finite + " finite scores");
        }
      }
    }
    """
        .formatted(number, example.substring(0, example.lastIndexOf('}')));
  }
}
