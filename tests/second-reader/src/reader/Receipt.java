package reader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A receipt 存证凭据: "Leaf, tree, receipt". */
final class Receipt {
  /** The entry that it proved, what the provinces said of its keys, and whether the mirror has this entry. */
  record Proved(Entry entry, Map<String, Forms> keys, boolean isInMirror) {}

  private static final String UNUSABLE = "RECEIPT_UNUSABLE";
  private final List<?> parts;

  Receipt(byte[] bytes) {
    try {
      if (bytes.length > 1 << 20) throw new Refused(UNUSABLE);
      parts = (List<?>) Cbor.parse(bytes);
      if ((Long) parts.get(0) > 2) throw new Refused("UPDATE_NEEDED");
      if (parts.size() != 8 || !parts.get(0).equals(2L)) throw new Refused(UNUSABLE);
    } catch (Refused error) {
      throw error.code.equals("UPDATE_NEEDED") ? error : new Refused(UNUSABLE);
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException error) {
      throw new Refused(UNUSABLE);
    }
  }

  /** `digests` by their types: what the certificate in hand has. */
  Proved prove(String issuer, String certId, Map<Long, byte[]> digests, Window window) {
    try {
      return proved(issuer, certId, digests, window);
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException error) {
      throw new Refused(UNUSABLE);
    }
  }

  private Proved proved(String issuer, String certId, Map<Long, byte[]> digests, Window window) {
    byte[] file = (byte[]) parts.get(5);
    Entry entry;
    Object value;
    try {
      value = Json.parse(file);
      Refused.unless(Arrays.equals(Json.canonicalBytes(value), file), UNUSABLE);
      if (new Forms(value, UNUSABLE).count("v") > 1) throw new Refused("UPDATE_NEEDED");
      entry = new Entry(value, null);
      Refused.unless(entry.root != null, UNUSABLE);
    } catch (Refused error) {
      throw error.code.equals("UPDATE_NEEDED") ? error : new Refused(UNUSABLE);
    }
    Refused.unless(entry.issuer.equals(issuer) && certId.equals(Bytes.hex((byte[]) parts.get(1))), UNUSABLE);
    Map<?, ?> inLeaf = (Map<?, ?>) parts.get(2);
    digests.forEach((type, digest) -> Refused.unless(Arrays.equals(digest, (byte[]) inLeaf.get(type)), UNUSABLE));
    byte[] leaf = Merkle.leaf(Cbor.write(List.of(2L, parts.get(1), inLeaf)));
    List<byte[]> path = ((List<?>) parts.get(4)).stream().map(hash -> (byte[]) hash).toList();
    boolean leads = path.size() <= 31 && Merkle.leads(leaf, (Long) parts.get(3), entry.size, path, entry.root);
    Refused.unless(leads, UNUSABLE);
    return attested(entry, Bytes.hex(Bytes.sha256(file)), window);
  }

  private Proved attested(Entry entry, String hash, Window window) {
    List<byte[][]> endorsements = new ArrayList<>();
    for (Object item : (List<?>) parts.get(7)) {
      List<?> pair = (List<?>) item;
      Refused.unless(pair.size() == 2, UNUSABLE);
      endorsements.add(new byte[][] {(byte[]) pair.get(0), (byte[]) pair.get(1)});
    }
    LogRecord held = window.mirror == null ? null : window.mirror.entry(entry.issuer, entry.seq);
    boolean isInMirror = held != null && held.hash().equals(hash);
    List<TrustAnchor> anchors = window.mirror == null ? List.of(window.pinned) : window.mirror.anchors;
    if (!isInMirror) anchors = anchors.subList(anchors.size() - 1, anchors.size());
    Refused last = new Refused(UNUSABLE);
    for (TrustAnchor anchor : anchors) {
      try {
        Map<String, Forms> keys = verify(entry, hash, endorsements, anchor, window, isInMirror);
        if (held != null && !isInMirror) {
          window.mirror.isEquivocal = true;
          throw new Refused("LEDGER_EQUIVOCATION");
        }
        return new Proved(entry, keys, isInMirror);
      } catch (Refused error) {
        last = error;
      }
    }
    throw switch (last.code) {
      case "STATEMENT_VERSION" -> new Refused("UPDATE_NEEDED");
      case "TIME_AHEAD" -> new Refused("CLOCK_BEHIND");
      case "LEDGER_EQUIVOCATION" -> last;
      default -> new Refused(UNUSABLE);
    };
  }

  private Map<String, Forms> verify(
      Entry entry, String hash, List<byte[][]> endorsements, TrustAnchor anchor, Window window, boolean isInMirror) {
    Map<String, Forms> keys = new HashMap<>();
    new Attestation((byte[]) parts.get(6), endorsements)
        .verify(
            anchor,
            new Attestation.Asked(
                "certbridge/entry/1",
                statement -> {
                  statement.match("issuer", Forms.ISSUER);
                  statement.text("name");
                  statement.match("mspId", Forms.MSP);
                  statement.count("seq");
                  statement.match("hash", Forms.HEX32);
                  for (Object item : statement.list("keys", 0, 16)) {
                    Forms key = new Forms(item, "STATEMENT_MALFORMED");
                    key.match("spki", Forms.HEX32);
                    keys.put(key.match("kid", Forms.KID), key);
                  }
                },
                statement ->
                    entry.issuer.equals(statement.get("issuer"))
                        && statement.count("seq") == entry.seq
                        && hash.equals(statement.get("hash"))),
            window.now,
            window.skew(),
            isInMirror ? Attestation.At.NEVER : Attestation.At.ATTESTED);
    return keys;
  }
}
