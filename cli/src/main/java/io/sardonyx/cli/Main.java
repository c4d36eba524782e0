package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
      if (e instanceof OnnxException || e instanceof IllegalArgumentException) {
        c.getErr().println("sardonyx: " + e.getMessage());
        return 1;
      }
      if (e instanceof IOException || e instanceof UncheckedIOException) {
        c.getErr().println("sardonyx: " + reason(e.getCause() instanceof IOException io ? io : e));
        return 1;
      }
      throw e;
    });
    return command.execute(args);
  }

  /** Says what is wrong with a file; the messages of the JDK are often its name alone. */
  private static String reason(Exception e) {
    return switch (e) {
      case NoSuchFileException n -> n.getFile() + ": does not exist";
      case FileAlreadyExistsException n -> n.getFile() + ": is a file; expected a folder";
      case NotDirectoryException n -> n.getFile() + ": is no folder";
      case AccessDeniedException n -> n.getFile() + ": access is denied";
      default -> e.getMessage();
    };
  }
}
