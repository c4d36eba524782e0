package io.sardonyx.server.repository;

import io.sardonyx.server.metrics.ModelStats;
import io.sardonyx.server.proto.ModelConfig;
import io.sardonyx.server.scheduler.Scheduler;
import java.util.List;
import java.util.Map;

/**
 * One version of a model that answers requests.
 *
 * @param config complete: what the repository says, and for the rest what the model says
 * @param labels the labels of outputs that have some, by the output's name
 * @param fileBytes size of the model's files
 */
public record LoadedModel(
    String name,
    long version,
    ModelConfig config,
    ModelSignature signature,
    Map<String, List<String>> labels,
    long fileBytes,
    ModelStats stats,
    Scheduler scheduler) {

  /** The version as requests and answers name it. */
  public String versionName() {
    return Long.toString(version);
  }
}
