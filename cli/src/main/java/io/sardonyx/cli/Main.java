package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code sardonyx} command. */
@Command(
    name = "sardonyx",
    description = "Runs ONNX models in pure Java.",
    mixinStandardHelpOptions = true,
    version = "Sardonyx 0.1.0",
    subcommands = {
      ClassifyCommand.class,
      ServeCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      InspectCommand.class,
      OpsCommand.class
    })
public final class Main {

  private Main() {}

  /** Runs the command and ends the JVM with its exit status. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs the command; 0 is success, 1 a failure, 2 wrong usage. */
  static int execute(String... args) {
    CommandLine command = new CommandLine(new Main());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setExecutionExceptionHandler((e, c, parsed) -> {
      // Our own messages say what to do; a stack trace would only bury them.
      if (e instanceof OnnxException) {
        c.getErr().println("sardonyx: " + e.getMessage());
        return 1;
      }
      throw e;
    });
    return command.execute(args);
  }
}
