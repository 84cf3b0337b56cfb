package reader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** "Audit tree": what the ledger states of a province's. */
record AuditHead(long size, String root, String time) {
  /** Null where none was stated. `file` has the attestation and the nonce that it was asked with. */
  static AuditHead verify(
      Forms file, Object mspId, TrustAnchor anchor, Instant clock, Duration skew, Attestation.At at) {
    List<AuditHead> stated = new ArrayList<>();
    Attestation.ofJson(file.get("attestation")).verify(
        anchor,
        new Attestation.Asked(
            "certbridge/audit/1",
            statement -> {
              statement.match("mspId", Forms.MSP);
              statement.match("nonce", Forms.HEX16);
              statement.check(statement.has("head"));
              if (statement.get("head") != null) stated.add(read(statement.object("head")));
            },
            statement -> statement.get("mspId").equals(mspId) && statement.get("nonce").equals(file.get("nonce"))),
        clock,
        skew,
        at);
    return stated.isEmpty() ? null : stated.get(0);
  }

  private static AuditHead read(Forms head) {
    head.instant("time");
    return new AuditHead(head.count("size"), head.match("root", Forms.HEX32), head.string("time"));
  }

  /** A vector: the heads that an auditor takes in, one after the other. A null file is none. */
  static Map<String, Object> take(Forms one, TrustAnchor anchor, java.util.function.Function<String, byte[]> files) {
    AuditHead held = null;
    List<Object> outcomes = new ArrayList<>();
    for (Object item : one.list("takes", 1, 100)) {
      Forms take = new Forms(item, "MANIFEST");
      try {
        byte[] bytes = take.get("file") == null ? null : files.apply(take.string("file"));
        AuditHead next = bytes == null ? null : read(bytes, one.get("mspId"), anchor, take.instant("now"));
        if (next != null && held != null && next.size < held.size) throw new Refused("CHECKPOINT_OLDER");
        if (next != null) held = next;
        outcomes.add("OK");
      } catch (Refused error) {
        outcomes.add(error.getMessage());
      }
    }
    Map<String, Object> found = new TreeMap<>();
    found.put("takes", outcomes);
    found.put("held", held == null ? null : new TreeMap<>(Map.of("size", held.size, "root", held.root, "time", held.time)));
    return found;
  }

  private static AuditHead read(byte[] bytes, Object mspId, TrustAnchor anchor, Instant now) {
    try {
      Forms file = new Forms(Json.parse(bytes), "FEED_MALFORMED");
      if (file.natural("v") != 1) throw new Refused("VERSION_UNKNOWN");
      file.match("mspId", Forms.MSP);
      file.match("nonce", Forms.HEX16);
      return verify(file, mspId, anchor, now, Mirror.SKEW, Attestation.At.CLOCK);
    } catch (Refused error) {
      throw new Refused("CHECKPOINT_REFUSED", error.code);
    }
  }
}
