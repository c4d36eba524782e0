package io.sardonyx.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds ONNX's official reference cases: where the property {@code onnx.testdata} says, in {@code
 * ../shared/onnx-backend-tests} beside the checkout, or where Debian's {@code libonnx-testdata}
 * puts them.
 */
public final class ReferenceData {

  /** The property that names the folder. */
  public static final String PROPERTY = "onnx.testdata";

  /** What to tell a person who has none. */
  public static final String HOW_TO_GET =
      "ONNX's reference cases were not found, so conformance was NOT checked. Get them with"
          + " 'apt-get install libonnx-testdata', or name their folder with -D"
          + PROPERTY
          + "=DIR";

  /** Where Debian's package has the cases of ONNX 1.12. */
  public static final Path DEBIAN = Path.of("/usr/share/libonnx-testdata/data");

  private static final List<String> GROUPS =
      List.of("node", "simple", "pytorch-converted", "pytorch-operator", "light");

  private ReferenceData() {}

  /** The folder with the groups of cases; empty if there is none. */
  public static Optional<Path> folder() {
    String named = System.getProperty(PROPERTY, "");
    List<Path> candidates = new ArrayList<>();
    if (!named.isEmpty()) {
      candidates.add(Path.of(named));
    } else {
      for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
        candidates.add(p.resolve("shared/onnx-backend-tests"));
      }
      candidates.add(DEBIAN);
    }
    return candidates.stream().filter(p -> Files.isDirectory(p.resolve("node"))).findFirst();
  }

  /** The folders of cases within {@link #folder}. */
  public static List<Path> groups() {
    return folder()
        .map(f ->
            GROUPS.stream()
                .map(f::resolve)
                .filter(Files::isDirectory)
                .filter(p -> !ReferenceCase.find(p).isEmpty())
                .toList())
        .orElse(List.of());
  }
}
