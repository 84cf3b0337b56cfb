package reader;

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
  private final Entry entry;
  private final List<byte[]> path;
  private final List<byte[][]> endorsements;

  /** @throws Refused `RECEIPT_UNUSABLE`; `UPDATE_NEEDED` where it, or its entry, is of a later version */
  Receipt(byte[] bytes) {
    try {
      Refused.unless(bytes.length <= 1 << 20, UNUSABLE);
      parts = (List<?>) Cbor.parse(bytes);
      if ((Long) parts.get(0) > 2) throw new Refused("UPDATE_NEEDED");
      Refused.unless(parts.size() == 8 && parts.get(0).equals(2L), UNUSABLE);
      checkLeaf(parts.get(1), parts.get(2));
      path = ((List<?>) parts.get(4)).stream().map(hash -> (byte[]) hash).toList();
      Refused.unless(path.size() <= 31 && path.stream().allMatch(hash -> hash.length == 32), UNUSABLE);
      entry = entry((byte[]) parts.get(5));
      Refused.unless((Long) parts.get(3) >= 0 && (Long) parts.get(3) < entry.size, UNUSABLE);
      endorsements = ((List<?>) parts.get(7)).stream().map(Receipt::endorsement).toList();
      Refused.unless(((byte[]) parts.get(6)).length <= 64 << 10 && endorsements.size() <= 64, UNUSABLE);
    } catch (Refused error) {
      throw error.code.equals("UPDATE_NEEDED") ? error : new Refused(UNUSABLE);
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException error) {
      throw new Refused(UNUSABLE);
    }
  }

  /** A certId and 1 to 16 digests by their types: 32 bytes of the types that are known, 16 to 64 of others. */
  static void checkLeaf(Object certId, Object digests) {
    Map<?, ?> all = (Map<?, ?>) digests;
    Refused.unless(((byte[]) certId).length == 16 && !all.isEmpty() && all.size() <= 16, UNUSABLE);
    all.forEach((type, digest) -> {
      int length = ((byte[]) digest).length;
      boolean isKnown = (Long) type <= 3;
      Refused.unless((Long) type >= 1 && (isKnown ? length == 32 : length >= 16 && length <= 64), UNUSABLE);
    });
  }

  private static Entry entry(byte[] file) {
    Object value = Json.parse(file);
    Refused.unless(Arrays.equals(Json.canonicalBytes(value), file), UNUSABLE);
    if (new Forms(value, UNUSABLE).count("v") > 1) throw new Refused("UPDATE_NEEDED");
    Entry entry = new Entry(value, null);
    Refused.unless(entry.root != null, UNUSABLE);
    return entry;
  }

  private static byte[][] endorsement(Object item) {
    List<?> pair = (List<?>) item;
    byte[] endorser = (byte[]) pair.get(0);
    byte[] signature = (byte[]) pair.get(1);
    Refused.unless(pair.size() == 2 && endorser.length <= 8 << 10 && signature.length <= 144, UNUSABLE);
    return new byte[][] {endorser, signature};
  }

  /** `digests` by their types: what the certificate in hand has. */
  Proved prove(String issuer, String certId, Map<Long, byte[]> digests, Window window) {
    Refused.unless(entry.issuer.equals(issuer) && certId.equals(Bytes.hex((byte[]) parts.get(1))), UNUSABLE);
    Map<?, ?> inLeaf = (Map<?, ?>) parts.get(2);
    digests.forEach((type, digest) -> Refused.unless(Arrays.equals(digest, (byte[]) inLeaf.get(type)), UNUSABLE));
    byte[] leaf = Merkle.leaf(Cbor.write(List.of(2L, parts.get(1), inLeaf)));
    Refused.unless(Merkle.leads(leaf, (Long) parts.get(3), entry.size, path, entry.root), UNUSABLE);
    return attested(Bytes.hex(Bytes.sha256((byte[]) parts.get(5))), window);
  }

  private Proved attested(String hash, Window window) {
    LogRecord held = window.mirror == null ? null : window.mirror.entry(entry.issuer, entry.seq);
    boolean isInMirror = held != null && held.hash().equals(hash);
    List<TrustAnchor> anchors = window.mirror == null ? List.of(window.pinned) : window.mirror.anchors;
    if (!isInMirror) anchors = anchors.subList(anchors.size() - 1, anchors.size());
    Refused last = new Refused(UNUSABLE);
    for (TrustAnchor anchor : anchors) {
      try {
        Map<String, Forms> keys = verify(hash, anchor, window, isInMirror);
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

  private Map<String, Forms> verify(String hash, TrustAnchor anchor, Window window, boolean isInMirror) {
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
