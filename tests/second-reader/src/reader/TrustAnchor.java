package reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** "Trust anchor". */
final class TrustAnchor {
  record Province(String mspId, String region, List<byte[]> roots, List<byte[]> intermediates, List<String> revoked) {}

  private static final String MALFORMED = "TRUST_ANCHOR_MALFORMED";
  final long n;
  final String network;
  final String channel;
  final String chaincode;
  final long threshold;
  final Map<String, Province> provinces = new TreeMap<>();
  final String fingerprint;
  /** By the one before it; null: this is the pinned one. */
  Attestation attestation;

  TrustAnchor(Object value) {
    Forms anchor = new Forms(value, MALFORMED);
    if (anchor.count("v") != 1) throw new Refused("VERSION_UNKNOWN");
    n = anchor.count("n");
    network = anchor.match("network", Forms.HEX16);
    channel = anchor.match("channel", Forms.NAME);
    chaincode = anchor.match("chaincode", Forms.NAME);
    threshold = anchor.count("threshold");
    String before = "";
    List<String> allRoots = new ArrayList<>();
    for (Object item : anchor.list("provinces", 1, 100)) {
      Forms province = new Forms(item, MALFORMED);
      String mspId = province.match("mspId", Forms.MSP);
      anchor.check(before.compareTo(mspId) < 0);
      before = mspId;
      province.text("name");
      List<byte[]> roots = certificates(province, "roots", 1);
      for (byte[] root : roots) allRoots.add(Bytes.hex(root));
      provinces.put(
          mspId,
          new Province(
              mspId,
              province.match("region", "[0-9]{2}"),
              roots,
              certificates(province, "intermediates", 0),
              province.sorted("revoked", Forms.HEX32, 0, 100_000)));
    }
    anchor.check(threshold <= provinces.size());
    anchor.check(allRoots.size() == allRoots.stream().distinct().count());
    fingerprint = Bytes.hex(Bytes.sha256(Json.canonicalBytes(value)));
  }

  /** Whether it is the last one that the network's log names. */
  void mustBeOn(Registry ledger) {
    boolean isLast = ledger.anchor != null && ledger.anchor.fingerprint.equals(fingerprint);
    if (!isLast) throw new Refused("ANCHOR_REFUSED", "ANCHOR_NOT_ON_LEDGER");
  }

  private static List<byte[]> certificates(Forms province, String name, int least) {
    List<byte[]> certificates = new ArrayList<>();
    for (Object item : province.list(name, least, 16)) {
      province.check(item instanceof String);
      try {
        certificates.add(Bytes.unbase64((String) item));
      } catch (Refused error) {
        throw new Refused(MALFORMED);
      }
    }
    return certificates;
  }

  boolean isRevoked(Certificate certificate) {
    String fingerprint = certificate.fingerprint();
    return provinces.values().stream().anyMatch(province -> province.revoked.contains(fingerprint));
  }
}
