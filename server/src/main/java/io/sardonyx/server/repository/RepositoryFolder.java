package io.sardonyx.server.repository;

import io.sardonyx.server.RequestException;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.proto.ModelVersionPolicy;
import io.sardonyx.server.repository.ModelSource.FileOrigin;
import io.sardonyx.server.repository.ModelSource.Origin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder of models: {@code NAME/VERSION/model.onnx} with an optional {@code NAME/config.pbtxt},
 * or for a model of one version simply {@code NAME.onnx}.
 */
final class RepositoryFolder {

  static final String CONFIG = "config.pbtxt";
  private static final String DEFAULT_FILE = "model.onnx";
  private static final String SUFFIX = ".onnx";
  private static final int MAX_NAME = 128;
  private static final long MAX_CONFIG_BYTES = 4 << 20;
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private final Path root;

  RepositoryFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /** The names of all models, sorted. */
  List<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(root)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        String name = entry.getFileName().toString();
        if (isName(name) && Files.isDirectory(entry)) {
          names.add(name);
        } else if (name.endsWith(SUFFIX) && Files.isRegularFile(entry)) {
          names.add(name.substring(0, name.length() - SUFFIX.length()));
        }
      }
    }
    names.removeIf(n -> !isName(n));
    return List.copyOf(names);
  }

  /** Whether a model can have this name: a plain file name that is not hidden. */
  static boolean isName(String name) {
    return !name.isEmpty()
        && name.length() <= MAX_NAME
        && name.charAt(0) != '.'
        && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
  }

  /**
   * What there is of a model.
   *
   * @throws RequestException if there is no such model, or its configuration cannot be read
   */
  ModelSource read(String name) throws IOException {
    if (!isName(name)) {
      throw RequestException.notFound(
          "there is no model of this name: a name is a plain file name");
    }
    Path folder = root.resolve(name);
    Path single = root.resolve(name + SUFFIX);
    if (!Files.isDirectory(folder)) {
      if (Files.isRegularFile(single)) {
        SortedMap<Long, Origin> one = new TreeMap<>();
        one.put(1L, new FileOrigin(single));
        return new ModelSource(name, null, null, one, fingerprint(List.of(single)));
      }
      throw RequestException.notFound("model '%s' is not in the repository", name);
    }
    Path configFile = folder.resolve(CONFIG);
    ModelConfig config = Files.isRegularFile(configFile) ? config(name, configFile) : null;
    SortedMap<Long, Origin> versions = new TreeMap<>();
    List<Path> files = new ArrayList<>(List.of(configFile));
    String fileName = fileName(name, config);
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        String version = entry.getFileName().toString();
        if (VERSION.matcher(version).matches() && Files.isDirectory(entry)) {
          versions.put(Long.valueOf(version), new FileOrigin(entry.resolve(fileName)));
        }
      }
    }
    SortedMap<Long, Origin> served = served(config, versions);
    for (Origin origin : served.values()) {
      try (Stream<Path> inside = Files.list(((FileOrigin) origin).file().getParent())) {
        inside.forEach(files::add);
      }
    }
    return new ModelSource(name, config, folder, served, fingerprint(files));
  }

  private static ModelConfig config(String name, Path file) throws IOException {
    if (Files.size(file) > MAX_CONFIG_BYTES) {
      throw RequestException.invalid(
          "%s/%s has more than %d bytes", name, CONFIG, MAX_CONFIG_BYTES);
    }
    return ModelConfigs.parse(name, Files.readString(file));
  }

  private static String fileName(String name, ModelConfig config) {
    String file = config == null ? "" : config.getDefaultModelFilename();
    if (file.isEmpty()) {
      return DEFAULT_FILE;
    }
    if (!isName(file)) {
      throw RequestException.invalid(
          "%s/%s: default_model_filename is '%s'; expected a plain file name", name, CONFIG, file);
    }
    return file;
  }

  /** The versions that the model's policy asks for. */
  static SortedMap<Long, Origin> served(ModelConfig config, SortedMap<Long, Origin> versions) {
    ModelVersionPolicy policy =
        config == null ? ModelVersionPolicy.getDefaultInstance() : config.getVersionPolicy();
    SortedMap<Long, Origin> served = new TreeMap<>(versions);
    switch (policy.getPolicyChoiceCase()) {
      case ALL -> {}
      case SPECIFIC -> served.keySet().retainAll(policy.getSpecific().getVersionsList());
      case LATEST, POLICYCHOICE_NOT_SET -> {
        List<Long> newestFirst = new ArrayList<>(versions.keySet());
        Collections.reverse(newestFirst);
        int count = Math.max(1, policy.getLatest().getNumVersions());
        newestFirst.stream().skip(count).forEach(served::remove);
      }
    }
    return served;
  }

  private static String fingerprint(List<Path> files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : files.stream().sorted().toList()) {
      if (Files.exists(file)) {
        text.append(file)
            .append('|')
            .append(Files.size(file))
            .append('|')
            .append(Files.getLastModifiedTime(file))
            .append('\n');
      }
    }
    return text.toString();
  }
}
