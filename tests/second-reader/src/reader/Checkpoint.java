package reader;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A checkpoint file: heads and the attestation over them. */
final class Checkpoint {
  record Head(String log, String id, long seq, String hash) {
    String name() {
      return log + " " + id;
    }
  }

  final Object json;
  final Map<String, Head> heads = new TreeMap<>();
  final Attestation attestation;
  private final String text;
  private final String nonce;
  TrustAnchor anchor;

  Checkpoint(byte[] file) {
    json = Json.parse(file, 64 << 20);
    Forms form = new Forms(json, "FEED_MALFORMED");
    if (form.count("v") != 1) throw new Refused("VERSION_UNKNOWN");
    nonce = form.match("nonce", Forms.HEX16);
    text = form.string("heads");
    String before = null;
    for (String line : lines(text)) {
      String[] parts = line.split(" ", -1);
      if (parts.length != 4 || !parts[0].matches("[npi]") || !parts[2].matches("[1-9][0-9]{0,15}") || !parts[3].matches(Forms.HEX32)) {
        throw new Refused("HEADS_MALFORMED");
      }
      boolean isOrdered = before == null || Arrays.compareUnsigned(Bytes.utf8(before), Bytes.utf8(line)) < 0;
      String id = Map.of("n", Forms.HEX16, "p", Forms.MSP, "i", Forms.ISSUER).get(parts[0]);
      Head head = new Head(parts[0], parts[1], Long.parseLong(parts[2]), parts[3]);
      if (!isOrdered || !parts[1].matches(id) || heads.put(head.name(), head) != null) throw new Refused("HEADS_MALFORMED");
      before = line;
    }
    attestation = Attestation.ofJson(form.get("attestation"));
  }

  static List<String> lines(String text) {
    if (text.isEmpty()) return List.of();
    if (!text.endsWith("\n")) throw new Refused("HEADS_MALFORMED");
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  static byte[] root(List<String> lines) {
    List<byte[]> leaves = new ArrayList<>();
    for (String line : lines) leaves.add(Merkle.leaf(Bytes.utf8(line)));
    return Merkle.root(leaves);
  }

  Checkpoint verify(TrustAnchor under, Instant clock, Duration skew, Attestation.At at) {
    List<String> lines = lines(text);
    String root = Bytes.hex(root(lines));
    attestation.verify(
        under,
        new Attestation.Asked(
            "certbridge/checkpoint/1",
            statement -> {
              statement.natural("count");
              statement.match("heads", Forms.HEX32);
              statement.count("anchor");
              Attestation.beats(statement);
              statement.match("nonce", Forms.HEX16);
            },
            statement ->
                statement.get("heads").equals(root)
                    && statement.get("nonce").equals(nonce)
                    && statement.count("anchor") == under.n),
        clock,
        skew,
        at);
    Refused.unless(attestation.statement.natural("count") == lines.size(), "HEADS_INCOMPLETE");
    anchor = under;
    return this;
  }

  Instant time() {
    return attestation.time;
  }

  /** The beat that as many provinces as the threshold reached; null where they did not. */
  Instant beat() {
    List<Instant> newest =
        Attestation.beats(attestation.statement).entrySet().stream()
            .filter(beat -> anchor.provinces.containsKey(beat.getKey()))
            .map(Map.Entry::getValue)
            .sorted(java.util.Comparator.reverseOrder())
            .toList();
    if (newest.size() < anchor.threshold) return null;
    Instant beat = newest.get((int) anchor.threshold - 1);
    return beat.isAfter(time()) ? time() : beat;
  }
}
