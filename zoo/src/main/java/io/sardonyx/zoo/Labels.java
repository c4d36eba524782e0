package io.sardonyx.zoo;

import io.sardonyx.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of a network's classes, in the order of its scores. Immutable.
 *
 * @param names one name for each class; a name may occur twice, as some of ImageNet's do
 */
public record Labels(List<String> names) {

  /** The digits 0 to 9. */
  public static final Labels DIGITS = numbered(10);

  public Labels {
    names = List.copyOf(names);
  }

  /** These names. */
  public static Labels of(String... names) {
    return new Labels(List.of(names));
  }

  /** The numbers from 0 on, for networks whose classes have no names. */
  public static Labels numbered(int count) {
    return new Labels(IntStream.range(0, count).mapToObj(Integer::toString).toList());
  }

  /**
   * The lines of a text file in UTF-8, one name each; empty lines at the end do not count.
   *
   * @throws InvalidInputException if the file cannot be read
   */
  public static Labels read(Path file) {
    try {
      return lines(Files.readString(file));
    } catch (IOException e) {
      throw new InvalidInputException(file + ": the labels cannot be read: " + e, e);
    }
  }

  /** The lines of a text, one name each; empty lines at the end do not count. */
  public static Labels lines(String text) {
    String content = text.stripTrailing();
    return new Labels(content.isEmpty() ? List.of() : content.lines().map(String::strip).toList());
  }

  public int size() {
    return names.size();
  }

  /** The name of a class. */
  public String name(int index) {
    return names.get(index);
  }
}
