package reader;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** A record of a log that is chained; `writer` is the MSP id of a province's. */
record LogRecord(Map<?, ?> value, long seq, String prev, String hash, Instant time, AtomicReference<String> writer) {
  static LogRecord of(Object value, TrustAnchor anchor) {
    Forms form = new Forms(value, "RECORD_MALFORMED");
    form.count("v");
    String network = form.match("network", Forms.HEX16);
    String channel = form.match("channel", Forms.NAME);
    long seq = form.count("seq");
    String prev = form.match("prev", Forms.HEX32);
    Instant time = form.instant("time");
    if (!network.equals(anchor.network) || !channel.equals(anchor.channel)) {
      throw new Refused("FEED_MISMATCH", "RECORD_OF_ANOTHER_NETWORK");
    }
    String hash = Bytes.hex(Bytes.sha256(Json.canonicalBytes(value)));
    return new LogRecord(form.map(), seq, prev, hash, time, new AtomicReference<>());
  }

  /** Whose log it says it is of: `n`, `p` or `i`. */
  String log() {
    return value.get("log") instanceof String log ? log : "i";
  }

  /** Network id, MSP id or issuer's code. */
  String id() {
    return String.valueOf(value.get(Map.of("n", "network", "p", "mspId").getOrDefault(log(), "issuer")));
  }

  boolean isVersion1() {
    return Double.valueOf(1).equals(value.get("v"));
  }
}
