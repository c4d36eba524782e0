package io.sardonyx.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Finds out from a connection's first bytes whether its client speaks HTTP/2 or HTTP/1.1. */
final class PrefaceDetector extends ByteToMessageDecoder {

  /** The beginning of HTTP/2's preface; no method of HTTP/1.1 begins so (RFC 9113, 3.4). */
  private static final byte[] PREFACE = "PRI * HTTP/2.0".getBytes(StandardCharsets.US_ASCII);

  private final Runnable http1;
  private final Runnable http2;

  PrefaceDetector(Runnable http1, Runnable http2) {
    this.http1 = http1;
    this.http2 = http2;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    int known = Math.min(in.readableBytes(), PREFACE.length);
    boolean isPreface = true;
    for (int i = 0; i < known; i++) {
      isPreface &= in.getByte(in.readerIndex() + i) == PREFACE[i];
    }
    if (isPreface && known < PREFACE.length) {
      return;
    }
    (isPreface ? http2 : http1).run();
    ctx.pipeline().remove(this);
  }
}
