package io.sardonyx.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that no one here wrote; a test that needs one says so if it is missing. */
final class ForeignTool {

  private static final String HINT =
      " is missing; server/src/test/scripts/install-clients brings it";
  private static final int SECONDS = 120;

  /** What a program wrote, both streams, and its exit status. */
  record Result(int status, String output) {}

  private ForeignTool() {}

  static void require(String program) {
    assumeTrue(run("sh", "-c", "command -v " + program).status() == 0, program + HINT);
  }

  static void requireFile(Path file) {
    assumeTrue(Files.exists(file), file + HINT);
  }

  static void requirePython(String module) {
    assumeTrue(
        run("/usr/bin/python3", "-c", "import " + module).status() == 0,
        "Debian's python3 with " + module + HINT);
  }

  static Result run(String... command) {
    try {
      Path output = Files.createTempFile("tool", ".txt");
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output, StandardCharsets.ISO_8859_1);
      Files.delete(output);
      return new Result(process.exitValue(), text);
    } catch (IOException e) {
      return new Result(-1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
