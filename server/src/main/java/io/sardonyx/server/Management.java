package io.sardonyx.server;

import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.repository.ModelRepository;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Loading and unloading by clients: off unless the server's operator allows it. Thread-safe. */
public final class Management {

  private final ModelRepository repository;
  private final boolean isEnabled;
  private final Executor loaders;

  /**
   * @param loaders threads that load; bounded, so that clients cannot have everything loaded at
   *     once
   */
  public Management(ModelRepository repository, boolean isEnabled, Executor loaders) {
    this.repository = repository;
    this.isEnabled = isEnabled;
    this.loaders = loaders;
  }

  /**
   * Does something long on a thread for it.
   *
   * @throws RequestException if too much is waiting to be done
   */
  public void execute(Runnable task) {
    try {
      loaders.execute(task);
    } catch (RejectedExecutionException e) {
      throw new RequestException(
          Reason.RESOURCE_EXHAUSTED, "too many models are being loaded; try again later", e);
    }
  }

  /** Loads a model as {@link ModelRepository#load} does. */
  public void load(String model, Map<String, Object> parameters) {
    checkEnabled();
    repository.load(model, parameters);
  }

  /** Unloads a model as {@link ModelRepository#unload} does. */
  public void unload(String model) {
    checkEnabled();
    repository.unload(model);
  }

  private void checkEnabled() {
    if (!isEnabled) {
      throw new RequestException(
          Reason.PERMISSION_DENIED,
          "loading and unloading by clients is off; start the server with --management");
    }
  }

  /**
   * @throws RequestException if a request names a repository other than the only one
   */
  public static void checkRepository(String name) {
    if (!name.isEmpty()) {
      throw RequestException.notFound(
          "there is no repository '%s'; the only one has no name", name);
    }
  }
}
