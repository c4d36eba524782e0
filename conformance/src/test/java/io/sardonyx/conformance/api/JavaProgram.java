package io.sardonyx.conformance.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sardonyx.conformance.architecture.Checkout;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles a user's program and runs it in a JVM of its own. */
public final class JavaProgram {

  /** What a program wrote and how it ended. */
  public record Result(int status, String out, String err) {

    /** The lines of the standard output. */
    public List<String> lines() {
      return out.lines().toList();
    }
  }

  private static final List<String> MODULES =
      List.of("onnx-proto", "kernels", "runtime", "ops", "zoo");

  private final Path folder;
  private final List<String> jvmOptions = new ArrayList<>();

  /**
   * @param folder where the program is compiled to and run
   */
  public JavaProgram(Path folder) {
    this.folder = folder;
  }

  /** Our library modules and the libraries that they use, joined as a path. */
  public static String libraries() {
    List<String> parts = new ArrayList<>();
    MODULES.forEach(m -> parts.add(Checkout.classes(m).toString()));
    Arrays.stream(testClassPath().split(File.pathSeparator))
        .filter(p -> p.contains("protobuf-java-") || p.contains("re2j-"))
        .forEach(parts::add);
    assertThat(parts).hasSize(MODULES.size() + 2);
    return String.join(File.pathSeparator, parts);
  }

  /** The class path of the running test. */
  public static String testClassPath() {
    String surefire = System.getProperty("surefire.test.class.path");
    return surefire != null ? surefire : System.getProperty("java.class.path");
  }

  /** Adds an option of the JVM that runs the program. */
  public JavaProgram option(String... options) {
    jvmOptions.addAll(List.of(options));
    return this;
  }

  /** Writes a file below the program's folder. */
  public JavaProgram file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Compiles all Java files in the folder; they must compile without a message. */
  public JavaProgram compile(String... options) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);
        var found = Files.walk(folder)) {
      List<Path> sources = found.filter(p -> p.toString().endsWith(".java")).toList();
      List<String> all = new ArrayList<>(List.of(options));
      all.addAll(List.of("-proc:none", "-d", folder.toString()));
      boolean compiled =
          compiler
              .getTask(messages, files, null, all, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiled).as("compiles: %s", messages).isTrue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Runs with these arguments: what follows the JVM's options on its command line. */
  public Result run(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xshare:auto");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(jvmOptions);
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile("out", ".txt");
      Path err = Files.createTempFile("err", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      process.destroyForcibly();
      Result result =
          new Result(
              ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      assertThat(ended)
          .as("%s ends; it wrote %s", command.stream().collect(Collectors.joining(" ")), result)
          .isTrue();
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
