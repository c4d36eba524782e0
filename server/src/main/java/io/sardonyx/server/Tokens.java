package io.sardonyx.server;

import io.sardonyx.server.RequestException.Reason;
import io.sardonyx.server.ServerOptions.Security;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** Holds bearer tokens against those that the server wants. Thread-safe. */
public final class Tokens {

  private static final String SCHEME = "Bearer ";

  private final Optional<String> token;
  private final Optional<String> managementToken;

  public Tokens(Security security) {
    this.token = security.token();
    this.managementToken = security.managementToken().or(security::token);
  }

  /**
   * @param authorization the header; may be null
   * @throws RequestException if it does not carry the token that the call needs
   */
  public void check(String authorization, boolean isManagement) {
    Optional<String> wanted = isManagement ? managementToken : token;
    if (wanted.isEmpty()) {
      return;
    }
    String given =
        authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? authorization.substring(SCHEME.length())
            : "";
    if (!MessageDigest.isEqual(bytes(wanted.get()), bytes(given))) {
      throw new RequestException(
          Reason.UNAUTHENTICATED,
          "this call needs the header 'authorization: Bearer TOKEN' with the right token");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
