package io.sardonyx.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a server runs. Immutable; made by a {@link Builder}.
 *
 * @param models the folder of models
 * @param host the address to listen at
 * @param grpcPort 0: any free port; -1: no gRPC
 * @param httpPort likewise
 * @param metricsPort likewise
 * @param control when models are loaded and unloaded
 * @param pollInterval how often the folder is looked at in {@link Control#POLL}
 * @param startModels the models to load at the start; empty: all, or none in {@link
 *     Control#EXPLICIT}
 * @param management whether clients may load and unload models
 * @param threads most threads of one run; 0: all processors
 * @param defaultMaxBatch batch size of models that take any and do not say how many; 0: none
 * @param defaultQueueSize most requests that wait for a model that does not say how many
 * @param warmUp longest time that a model is run before it is ready; zero: once
 * @param requestTimeout longest time of a request; zero: as long as it takes
 * @param drainTimeout longest time that a stop waits for requests under way
 * @param cacheBytes size of the response cache; 0: none
 * @param memoryBudget bytes of model files that are loaded at once; beyond it the model that was
 *     used least recently is unloaded; 0: no limit
 * @param limits what clients may ask of the transports
 * @param security who may ask
 * @param accessLog where every request is logged: a file, {@code -} for the standard output, or
 *     empty
 */
public record ServerOptions(
    Path models,
    String host,
    int grpcPort,
    int httpPort,
    int metricsPort,
    Control control,
    Duration pollInterval,
    List<String> startModels,
    boolean management,
    int threads,
    int defaultMaxBatch,
    int defaultQueueSize,
    Duration warmUp,
    Duration requestTimeout,
    Duration drainTimeout,
    long cacheBytes,
    long memoryBudget,
    Limits limits,
    Security security,
    String accessLog) {

  public ServerOptions {
    startModels = List.copyOf(startModels);
  }

  /** A builder with the defaults of every option but the folder of models. */
  public static Builder builder(Path models) {
    return new Builder(models);
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private final Path models;
    private String host = "0.0.0.0";
    private int grpcPort = 8001;
    private int httpPort = 8000;
    private int metricsPort = 8002;
    private Control control = Control.NONE;
    private Duration pollInterval = Duration.ofSeconds(15);
    private List<String> startModels = List.of();
    private boolean management = false;
    private int threads = 0;
    private int defaultMaxBatch = 32;
    private int defaultQueueSize = 1024;
    private Duration warmUp = Duration.ofMillis(300);
    private Duration requestTimeout = Duration.ZERO;
    private Duration drainTimeout = Duration.ofSeconds(30);
    private long cacheBytes = 0;
    private long memoryBudget = 0;
    private Limits limits = Limits.DEFAULT;
    private Security security = Security.NONE;
    private String accessLog = "";

    private Builder(Path models) {
      this.models = models;
    }

    public Builder host(String value) {
      host = value;
      return this;
    }

    public Builder grpcPort(int value) {
      grpcPort = value;
      return this;
    }

    public Builder httpPort(int value) {
      httpPort = value;
      return this;
    }

    public Builder metricsPort(int value) {
      metricsPort = value;
      return this;
    }

    public Builder control(Control value) {
      control = value;
      return this;
    }

    public Builder pollInterval(Duration value) {
      pollInterval = value;
      return this;
    }

    public Builder startModels(List<String> value) {
      startModels = value;
      return this;
    }

    public Builder management(boolean value) {
      management = value;
      return this;
    }

    public Builder threads(int value) {
      threads = value;
      return this;
    }

    public Builder defaultMaxBatch(int value) {
      defaultMaxBatch = value;
      return this;
    }

    public Builder defaultQueueSize(int value) {
      defaultQueueSize = value;
      return this;
    }

    public Builder warmUp(Duration value) {
      warmUp = value;
      return this;
    }

    public Builder requestTimeout(Duration value) {
      requestTimeout = value;
      return this;
    }

    public Builder drainTimeout(Duration value) {
      drainTimeout = value;
      return this;
    }

    public Builder cacheBytes(long value) {
      cacheBytes = value;
      return this;
    }

    public Builder memoryBudget(long value) {
      memoryBudget = value;
      return this;
    }

    public Builder limits(Limits value) {
      limits = value;
      return this;
    }

    public Builder security(Security value) {
      security = value;
      return this;
    }

    public Builder accessLog(String value) {
      accessLog = value;
      return this;
    }

    public ServerOptions build() {
      return new ServerOptions(
          models,
          host,
          grpcPort,
          httpPort,
          metricsPort,
          control,
          pollInterval,
          startModels,
          management,
          threads,
          defaultMaxBatch,
          defaultQueueSize,
          warmUp,
          requestTimeout,
          drainTimeout,
          cacheBytes,
          memoryBudget,
          limits,
          security,
          accessLog);
    }
  }

  /** When models are loaded and unloaded. */
  public enum Control {
    /** At the start, and never again. */
    NONE,
    /** Whenever the folder changes. */
    POLL,
    /** When a client says so. */
    EXPLICIT
  }

  /**
   * What clients may ask of the transports.
   *
   * @param messageBytes of a request, after decompression
   * @param headerBytes of all headers of a request
   * @param jsonDepth nesting of JSON
   * @param connections of each port
   * @param streams at once on an HTTP/2 connection
   * @param resets of streams in 30 seconds on an HTTP/2 connection
   * @param readTimeout from a request's first byte to its last
   * @param idleTimeout of a connection without requests
   */
  public record Limits(
      int messageBytes,
      int headerBytes,
      int jsonDepth,
      int connections,
      int streams,
      int resets,
      Duration readTimeout,
      Duration idleTimeout) {

    public static final Limits DEFAULT =
        new Limits(
            64 << 20,
            16 << 10,
            64,
            4096,
            1024,
            1000,
            Duration.ofSeconds(60),
            Duration.ofMinutes(5));
  }

  /**
   * Who may ask.
   *
   * @param certificate a PEM file; empty: no TLS
   * @param privateKey a PEM file
   * @param clientCa a PEM file; clients need a certificate that it signed; empty: they need none
   * @param token what clients of inference have to bring; empty: nothing
   * @param managementToken what clients of management have to bring; empty: the token above
   */
  public record Security(
      Optional<Path> certificate,
      Optional<Path> privateKey,
      Optional<Path> clientCa,
      Optional<String> token,
      Optional<String> managementToken) {

    public static final Security NONE =
        new Security(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Security {
      if (certificate.isPresent() != privateKey.isPresent()) {
        throw new IllegalArgumentException(
            "TLS needs both a certificate and its private key; only one is given");
      }
      if (clientCa.isPresent() && certificate.isEmpty()) {
        throw new IllegalArgumentException(
            "clients can be asked for certificates only with TLS; give a certificate too");
      }
    }
  }
}
