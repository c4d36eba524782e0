package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Takes options that the command line does not have from the environment, then from a file. */
final class ServeDefaults implements IDefaultValueProvider {

  private static final String CONFIG = "--config";

  private Properties file;

  @Override
  public String defaultValue(ArgSpec argument) throws IOException {
    if (!(argument instanceof OptionSpec option) || !option.longestName().startsWith("--")) {
      return null;
    }
    String name = option.longestName().substring(2);
    String variable = System.getenv("SARDONYX_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
    if (variable != null || option.longestName().equals(CONFIG)) {
      return variable;
    }
    if (file == null) {
      file = read(argument.command());
    }
    return file.getProperty(name);
  }

  private static Properties read(CommandSpec command) throws IOException {
    Properties properties = new Properties();
    String path = configFile(command);
    if (path == null) {
      return properties;
    }
    try (Reader reader = Files.newBufferedReader(Path.of(path))) {
      properties.load(reader);
    } catch (IOException e) {
      throw new OnnxException("the configuration " + path + " cannot be read", e);
    }
    for (String name : properties.stringPropertyNames()) {
      if (command.findOption("--" + name) == null) {
        throw new OnnxException(
            "the configuration %s has the option '%s', which there is not".formatted(path, name));
      }
    }
    return properties;
  }

  private static String configFile(CommandSpec command) {
    OptionSpec option = command.findOption(CONFIG);
    Object given = option.getValue();
    return given == null ? System.getenv("SARDONYX_CONFIG") : given.toString();
  }
}
