package io.sardonyx.server.repository;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the repository knows of a model; immutable.
 *
 * @param ready the versions that answer
 * @param problems why other versions do not; version 0 stands for the whole model
 * @param isLoading whether versions are being loaded
 * @param fingerprint of the files that it was loaded from
 */
public record ModelEntry(
    String name,
    SortedMap<Long, LoadedModel> ready,
    SortedMap<Long, String> problems,
    boolean isLoading,
    String fingerprint) {

  public ModelEntry {
    ready = Collections.unmodifiableSortedMap(new TreeMap<>(ready));
    problems = Collections.unmodifiableSortedMap(new TreeMap<>(problems));
  }

  static ModelEntry of(String name) {
    return new ModelEntry(name, new TreeMap<>(), new TreeMap<>(), false, "");
  }

  ModelEntry loading() {
    return new ModelEntry(name, ready, problems, true, fingerprint);
  }
}
