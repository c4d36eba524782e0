package io.sardonyx.cli;

import io.sardonyx.OnnxException;
import io.sardonyx.server.InferenceServer;
import io.sardonyx.server.ServerOptions;
import io.sardonyx.server.ServerOptions.Control;
import io.sardonyx.server.ServerOptions.Limits;
import io.sardonyx.server.ServerOptions.Security;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves models to clients of the Open Inference Protocol. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    defaultValueProvider = ServeDefaults.class,
    description = {
      "Serves a folder of models over gRPC and HTTP until it is interrupted.",
      "The folder holds NAME/VERSION/model.onnx with an optional NAME/config.pbtxt, or NAME.onnx.",
      "Every option can also stand in the file of --config (http-port=8000) or in the environment"
          + " (SARDONYX_HTTP_PORT=8000); the command line goes first, then the environment."
    })
final class ServeCommand implements Callable<Integer> {

  @Option(names = "--models", required = true, paramLabel = "DIR", description = "The models.")
  private Path models;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Options, one a line, as http-port=8000.")
  private Path config;

  @Option(
      names = "--host",
      defaultValue = "0.0.0.0",
      description = "Address to listen at; default: ${DEFAULT-VALUE}.")
  private String host;

  @Option(
      names = "--grpc-port",
      defaultValue = "8001",
      description = "-1: no gRPC; default: ${DEFAULT-VALUE}.")
  private int grpcPort;

  @Option(
      names = "--http-port",
      defaultValue = "8000",
      description = "-1: no HTTP; default: ${DEFAULT-VALUE}.")
  private int httpPort;

  @Option(
      names = "--metrics-port",
      defaultValue = "8002",
      description = "-1: none; default: ${DEFAULT-VALUE}.")
  private int metricsPort;

  @Option(
      names = "--model-control",
      defaultValue = "none",
      description =
          "none: models are loaded at the start; poll: whenever the folder changes; explicit: when"
              + " a client says so; default: ${DEFAULT-VALUE}.")
  private Control control;

  @Option(
      names = "--poll-seconds",
      defaultValue = "15",
      description = "How often the folder is looked at; default: ${DEFAULT-VALUE}.")
  private double pollSeconds;

  @Option(
      names = "--load-model",
      paramLabel = "NAME",
      split = ",",
      description = "Load only these at the start.")
  private List<String> startModels = List.of();

  @Option(
      names = "--management",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      description = "Let clients load and unload models.")
  private boolean management;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "Most threads of one run; default: all processors.")
  private int threads;

  @Option(
      names = "--max-batch",
      defaultValue = "32",
      description =
          "Batch size of models that take any and say nothing of it; 0: they are not batched;"
              + " default: ${DEFAULT-VALUE}.")
  private int maxBatch;

  @Option(
      names = "--queue-size",
      defaultValue = "1024",
      description = "Most requests that wait for a model; default: ${DEFAULT-VALUE}.")
  private int queueSize;

  @Option(
      names = "--warm-up-seconds",
      defaultValue = "0.3",
      description = "How long a model is run before it is ready; default: ${DEFAULT-VALUE}.")
  private double warmUpSeconds;

  @Option(
      names = "--request-seconds",
      defaultValue = "0",
      description = "Longest time of a request; default: as long as it takes.")
  private double requestSeconds;

  @Option(
      names = "--drain-seconds",
      defaultValue = "30",
      description = "Longest time that a stop waits for requests; default: ${DEFAULT-VALUE}.")
  private double drainSeconds;

  @Option(
      names = "--cache-bytes",
      defaultValue = "0",
      description = "Size of the response cache; default: none.")
  private long cacheBytes;

  @Option(
      names = "--memory-budget",
      defaultValue = "0",
      paramLabel = "BYTES",
      description =
          "Model files that are loaded at once; the least recently used makes room; default: all.")
  private long memoryBudget;

  @Option(
      names = "--max-message-bytes",
      defaultValue = "67108864",
      description = "Largest request; default: ${DEFAULT-VALUE}.")
  private int messageBytes;

  @Option(
      names = "--max-header-bytes",
      defaultValue = "16384",
      description = "Largest headers of a request; default: ${DEFAULT-VALUE}.")
  private int headerBytes;

  @Option(
      names = "--max-json-depth",
      defaultValue = "64",
      description = "Deepest nesting of JSON; default: ${DEFAULT-VALUE}.")
  private int jsonDepth;

  @Option(
      names = "--max-connections",
      defaultValue = "4096",
      description = "Connections of each port; default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--max-streams",
      defaultValue = "1024",
      description = "Streams of an HTTP/2 connection; default: ${DEFAULT-VALUE}.")
  private int streams;

  @Option(
      names = "--max-resets",
      defaultValue = "1000",
      description = "Stream resets of a connection in 30 seconds; default: ${DEFAULT-VALUE}.")
  private int resets;

  @Option(
      names = "--read-seconds",
      defaultValue = "60",
      description = "From a request's first byte to its last; default: ${DEFAULT-VALUE}.")
  private double readSeconds;

  @Option(
      names = "--idle-seconds",
      defaultValue = "300",
      description = "Longest life of a connection without requests; default: ${DEFAULT-VALUE}.")
  private double idleSeconds;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain, PEM.")
  private Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Private key, PEM.")
  private Path key;

  @Option(
      names = "--tls-client-ca",
      paramLabel = "FILE",
      description = "Clients need a certificate signed by this one, PEM.")
  private Path clientCa;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Clients need the bearer token in this file.")
  private Path tokenFile;

  @Option(
      names = "--management-token-file",
      paramLabel = "FILE",
      description = "Clients that load and unload need the bearer token in this file.")
  private Path managementTokenFile;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      defaultValue = "",
      description = "One line of JSON a request; -: standard output; default: none.")
  private String accessLog;

  @Override
  public Integer call() throws InterruptedException {
    InferenceServer server = InferenceServer.start(options());
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sardonyx-stop"));
    if (config != null) {
      System.out.printf("sardonyx: options that were not given are from %s%n", config);
    }
    System.out.printf(
        "sardonyx: ready; gRPC %s, HTTP %s, metrics %s%n",
        shown(server.grpcPort()), shown(server.httpPort()), shown(server.metricsPort()));
    server.awaitStop();
    return 0;
  }

  private static String shown(int port) {
    return port < 0 ? "off" : "port " + port;
  }

  private ServerOptions options() {
    return ServerOptions.builder(models)
        .host(host)
        .grpcPort(grpcPort)
        .httpPort(httpPort)
        .metricsPort(metricsPort)
        .control(control)
        .pollInterval(seconds(pollSeconds))
        .startModels(startModels)
        .management(management)
        .threads(threads)
        .defaultMaxBatch(maxBatch)
        .defaultQueueSize(queueSize)
        .warmUp(seconds(warmUpSeconds))
        .requestTimeout(seconds(requestSeconds))
        .drainTimeout(seconds(drainSeconds))
        .cacheBytes(cacheBytes)
        .memoryBudget(memoryBudget)
        .limits(
            new Limits(
                messageBytes,
                headerBytes,
                jsonDepth,
                connections,
                streams,
                resets,
                seconds(readSeconds),
                seconds(idleSeconds)))
        .security(
            new Security(
                Optional.ofNullable(certificate),
                Optional.ofNullable(key),
                Optional.ofNullable(clientCa),
                token(tokenFile),
                token(managementTokenFile)))
        .accessLog(accessLog)
        .build();
  }

  private static Duration seconds(double value) {
    return Duration.ofNanos(Math.round(value * 1e9));
  }

  private static Optional<String> token(Path file) {
    if (file == null) {
      return Optional.empty();
    }
    try {
      String token = Files.readString(file).strip();
      if (token.isEmpty()) {
        throw new OnnxException("the token file " + file + " is empty");
      }
      return Optional.of(token);
    } catch (IOException e) {
      throw new OnnxException("the token file " + file + " cannot be read", e);
    }
  }
}
