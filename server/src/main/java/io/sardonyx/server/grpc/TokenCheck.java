package io.sardonyx.server.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.sardonyx.server.RequestException;
import io.sardonyx.server.ServerOptions.Security;
import io.sardonyx.server.Tokens;
import io.sardonyx.server.proto.GRPCInferenceServiceGrpc;
import java.util.Set;

/** Lets only calls with the right bearer token through; health of the server needs none. */
final class TokenCheck implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> OPEN =
      Set.of(
          GRPCInferenceServiceGrpc.getServerLiveMethod().getFullMethodName(),
          GRPCInferenceServiceGrpc.getServerReadyMethod().getFullMethodName());
  private static final Set<String> MANAGEMENT =
      Set.of(
          GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod().getFullMethodName(),
          GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod().getFullMethodName());

  private final Tokens tokens;

  TokenCheck(Security security) {
    this.tokens = new Tokens(security);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    if (!OPEN.contains(method)) {
      try {
        tokens.check(headers.get(AUTHORIZATION), MANAGEMENT.contains(method));
      } catch (RequestException e) {
        call.close(Statuses.of(e), new Metadata());
        return new ServerCall.Listener<>() {};
      }
    }
    return next.startCall(call, headers);
  }
}
