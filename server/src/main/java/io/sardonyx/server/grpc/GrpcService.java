package io.sardonyx.server.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.sardonyx.OnnxException;
import io.sardonyx.server.Management;
import io.sardonyx.server.ModelDescriptions;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.ServerState;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.sardonyx.server.proto.ModelConfigRequest;
import io.sardonyx.server.proto.ModelConfigResponse;
import io.sardonyx.server.proto.ModelMetadataRequest;
import io.sardonyx.server.proto.ModelMetadataResponse;
import io.sardonyx.server.proto.ModelReadyRequest;
import io.sardonyx.server.proto.ModelReadyResponse;
import io.sardonyx.server.proto.ModelRepositoryParameter;
import io.sardonyx.server.proto.ModelStatisticsRequest;
import io.sardonyx.server.proto.ModelStatisticsResponse;
import io.sardonyx.server.proto.RepositoryIndexRequest;
import io.sardonyx.server.proto.RepositoryIndexResponse;
import io.sardonyx.server.proto.RepositoryModelLoadRequest;
import io.sardonyx.server.proto.RepositoryModelLoadResponse;
import io.sardonyx.server.proto.RepositoryModelUnloadRequest;
import io.sardonyx.server.proto.RepositoryModelUnloadResponse;
import io.sardonyx.server.proto.ServerLiveRequest;
import io.sardonyx.server.proto.ServerLiveResponse;
import io.sardonyx.server.proto.ServerMetadataRequest;
import io.sardonyx.server.proto.ServerMetadataResponse;
import io.sardonyx.server.proto.ServerReadyRequest;
import io.sardonyx.server.proto.ServerReadyResponse;
import io.sardonyx.server.repository.ModelRepository;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Health, descriptions and management over gRPC; inference is in {@link InferMethods}. */
final class GrpcService extends GRPCInferenceServiceImplBase {

  private final ModelRepository repository;
  private final ModelDescriptions descriptions;
  private final Management management;
  private final ServerState state;

  GrpcService(
      ModelRepository repository,
      ModelDescriptions descriptions,
      Management management,
      ServerState state) {
    this.repository = repository;
    this.descriptions = descriptions;
    this.management = management;
    this.state = state;
  }

  private static <T> void answer(StreamObserver<T> observer, Supplier<T> response) {
    T value;
    try {
      value = response.get();
    } catch (RequestException e) {
      observer.onError(Statuses.exception(e));
      return;
    } catch (OnnxException e) {
      observer.onError(
          Status.INVALID_ARGUMENT.withDescription(e.getMessage()).asRuntimeException());
      return;
    }
    observer.onNext(value);
    observer.onCompleted();
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> observer) {
    answer(observer, () -> ServerLiveResponse.newBuilder().setLive(state.isLive()).build());
  }

  @Override
  public void serverReady(
      ServerReadyRequest request, StreamObserver<ServerReadyResponse> observer) {
    answer(observer, () -> ServerReadyResponse.newBuilder().setReady(state.isReady()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> observer) {
    answer(
        observer,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(repository.isReady(request.getName(), request.getVersion()))
                .build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> observer) {
    answer(observer, descriptions::server);
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> observer) {
    answer(observer, () -> descriptions.metadata(request.getName(), request.getVersion()));
  }

  @Override
  public void modelConfig(
      ModelConfigRequest request, StreamObserver<ModelConfigResponse> observer) {
    answer(observer, () -> descriptions.config(request.getName(), request.getVersion()));
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> observer) {
    answer(observer, () -> descriptions.statistics(request.getName(), request.getVersion()));
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> observer) {
    answer(
        observer,
        () -> {
          Management.checkRepository(request.getRepositoryName());
          return descriptions.index(request.getReady());
        });
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> observer) {
    Map<String, Object> parameters = new HashMap<>();
    request.getParametersMap().forEach((key, value) -> parameters.put(key, parameter(value)));
    management.execute(() ->
        answer(
            observer,
            () -> {
              Management.checkRepository(request.getRepositoryName());
              management.load(request.getModelName(), parameters);
              return RepositoryModelLoadResponse.getDefaultInstance();
            }));
  }

  private static Object parameter(ModelRepositoryParameter value) {
    return switch (value.getParameterChoiceCase()) {
      case BOOL_PARAM -> value.getBoolParam();
      case INT64_PARAM -> value.getInt64Param();
      case STRING_PARAM -> value.getStringParam();
      case BYTES_PARAM -> value.getBytesParam().toByteArray();
      case PARAMETERCHOICE_NOT_SET -> "";
    };
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request,
      StreamObserver<RepositoryModelUnloadResponse> observer) {
    management.execute(() ->
        answer(
            observer,
            () -> {
              Management.checkRepository(request.getRepositoryName());
              management.unload(request.getModelName());
              return RepositoryModelUnloadResponse.getDefaultInstance();
            }));
  }
}
