package reader;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** "Attestation": what peers of provinces signed. */
final class Attestation {
  /** By what time the endorsers' certificates are judged. */
  enum At {
    CLOCK,
    ATTESTED,
    NEVER
  }

  /** What a verifier asks for; `members` and `subject` throw or call `check` of the statement. */
  record Asked(String tag, Consumer<Forms> members, java.util.function.Predicate<Forms> subject) {}

  private static final String MALFORMED = "ATTESTATION_MALFORMED";
  private final byte[] payload;
  private final List<byte[]> endorsers = new ArrayList<>();
  private final List<byte[]> signatures = new ArrayList<>();
  Forms statement;
  Instant time;
  final List<Certificate> certificates = new ArrayList<>();

  Attestation(byte[] payload, List<byte[][]> endorsements) {
    if (payload.length > 64 << 10 || endorsements.size() > 64) throw new Refused(MALFORMED);
    this.payload = payload;
    for (byte[][] endorsement : endorsements) {
      if (endorsement[0].length > 8 << 10) throw new Refused(MALFORMED);
      endorsers.add(endorsement[0]);
      signatures.add(endorsement[1]);
    }
  }

  static Attestation ofJson(Object value) {
    Forms json = new Forms(value, MALFORMED);
    try {
      List<byte[][]> endorsements = new ArrayList<>();
      for (Object item : json.list("endorsements", 0, 64)) {
        Forms one = new Forms(item, MALFORMED);
        endorsements.add(
            new byte[][] {Bytes.unbase64(one.string("endorser")), Bytes.unbase64(one.string("signature"))});
      }
      return new Attestation(Bytes.unbase64(json.string("payload")), endorsements);
    } catch (Refused error) {
      throw new Refused(MALFORMED);
    }
  }

  /** The number of the trust anchor that a checkpoint names, not verified; null if it cannot be read. */
  Long peekAnchor() {
    try {
      return new Forms(Json.parse(parts().response.bytes(3)), MALFORMED).count("anchor");
    } catch (Refused error) {
      return null;
    }
  }

  private record Parts(Protobuf action, Protobuf response, Protobuf chaincode, List<Protobuf> sets, List<Protobuf> rwsets) {}

  private Parts parts() {
    try {
      Protobuf action = new Protobuf(new Protobuf(payload, "bb").bytes(2), "bbbb");
      List<Protobuf> sets = new ArrayList<>();
      List<Protobuf> rwsets = new ArrayList<>();
      for (byte[] set : new Protobuf(action.bytes(1), "vB").all(2)) {
        sets.add(new Protobuf(set, "bbB"));
        rwsets.add(new Protobuf(sets.get(sets.size() - 1).bytes(2), "BBBB"));
      }
      return new Parts(
          action, new Protobuf(action.bytes(3), "vbb"), new Protobuf(action.bytes(4), "bbb"), sets, rwsets);
    } catch (Refused error) {
      throw new Refused(MALFORMED);
    }
  }

  Attestation verify(TrustAnchor anchor, Asked asked, Instant clock, Duration skew, At at) {
    Parts parts = parts();
    List<Protobuf> identities = new ArrayList<>();
    try {
      for (byte[] endorser : endorsers) identities.add(new Protobuf(endorser, "bb"));
      for (Protobuf identity : identities) Certificate.pem(identity.bytes(2));
    } catch (Refused error) {
      throw new Refused(MALFORMED);
    }
    String chaincode = text(parts.chaincode.bytes(2));
    Refused.unless(chaincode.equals(anchor.chaincode), "CHAINCODE_MISMATCH");
    Refused.unless(parts.response.number(1) == 200, "RESPONSE_NOT_OK");
    Refused.unless(parts.action.bytes(2).length == 0, "EVENT_PRESENT");
    readStatement(parts.response.bytes(3), asked);
    Refused.unless(statement.get("channel").equals(anchor.channel), "CHANNEL_MISMATCH");
    Refused.unless(statement.get("network").equals(anchor.network), "NETWORK_MISMATCH");
    verifySets(parts, anchor);
    Set<String> provinces = new HashSet<>();
    for (int n = 0; n < endorsers.size(); n++) {
      provinces.add(verifyEndorsement(identities.get(n), n, anchor));
    }
    Refused.unless(provinces.size() >= anchor.threshold, "THRESHOLD_MISSED");
    Refused.unless(asked.subject.test(statement), "SUBJECT_MISMATCH");
    Refused.unless(!time.isAfter(clock.plus(skew)), "TIME_AHEAD");
    if (at == At.NEVER) return this;
    for (Certificate one : certificates) Refused.unless(!anchor.isRevoked(one), "ENDORSER_REVOKED");
    Refused.unless(isCurrent(at == At.CLOCK ? clock : time), "ENDORSER_NOT_CURRENT");
    return this;
  }

  boolean isCurrent(Instant at) {
    return certificates.stream().allMatch(one -> one.isValidAt(at));
  }

  private static String text(byte[] bytes) {
    try {
      return Bytes.utf8(bytes);
    } catch (Refused error) {
      throw new Refused(MALFORMED);
    }
  }

  private void readStatement(byte[] result, Asked asked) {
    String malformed = "STATEMENT_MALFORMED";
    try {
      Object value = Json.parse(result);
      Refused.unless(Arrays.equals(Json.canonicalBytes(value), result), malformed);
      statement = new Forms(value, malformed);
    } catch (Refused error) {
      throw new Refused(malformed);
    }
    Object tag = statement.get("$tag");
    if (!asked.tag.equals(tag)) {
      String base = asked.tag.substring(0, asked.tag.length() - 1);
      boolean isLater =
          tag instanceof String text && text.startsWith(base) && text.substring(base.length()).matches("[2-9]|[1-9][0-9]{1,3}");
      throw new Refused(isLater ? "STATEMENT_VERSION" : "STATEMENT_MISMATCH");
    }
    statement.match("channel", Forms.NAME);
    statement.match("network", Forms.HEX16);
    time = statement.instant("time");
    asked.members.accept(statement);
  }

  private static void verifySets(Parts parts, TrustAnchor anchor) {
    for (Protobuf set : parts.sets) {
      String namespace = text(set.bytes(1));
      Refused.unless(namespace.equals(anchor.chaincode) || namespace.equals("_lifecycle"), "NAMESPACE_MISMATCH");
    }
    for (Protobuf set : parts.rwsets) Refused.unless(set.all(3).isEmpty(), "WRITES_PRESENT");
    for (Protobuf set : parts.rwsets) Refused.unless(set.all(4).isEmpty(), "METADATA_WRITES_PRESENT");
    for (Protobuf set : parts.sets) Refused.unless(set.all(3).isEmpty(), "PRIVATE_DATA_PRESENT");
  }

  private String verifyEndorsement(Protobuf identity, int n, TrustAnchor anchor) {
    String mspId = text(identity.bytes(1));
    TrustAnchor.Province province = anchor.provinces.get(mspId);
    Refused.unless(province != null, "ENDORSER_UNKNOWN");
    Certificate own;
    try {
      own = Certificate.ofPem(identity.bytes(2));
      List<Certificate> chain = chain(own, province);
      Refused.unless(chain != null, "ENDORSER_CHAIN");
      certificates.addAll(chain);
    } catch (Refused | IndexOutOfBoundsException error) {
      throw new Refused("ENDORSER_CHAIN");
    }
    List<String> units = own.units();
    List<String> roles = List.of("client", "admin", "orderer");
    Refused.unless(
        units.contains("peer") && units.stream().noneMatch(roles::contains) && !own.isAuthority(), "ENDORSER_ROLE");
    byte[] signature = signatures.get(n);
    Refused.unless(own.isOnP256() && isStrict(signature), "SIGNATURE_FORM");
    byte[] signed = Bytes.join(payload, endorsers.get(n));
    Refused.unless(Keys.verify("SHA256withECDSA", own.key(), signed, signature), "SIGNATURE_WRONG");
    return mspId;
  }

  static boolean isStrict(byte[] signature) {
    try {
      List<Der> parts = Der.parse(signature).children(0x30);
      BigInteger r = parts.get(0).integer();
      BigInteger s = parts.get(1).integer();
      return parts.size() == 2 && r.signum() > 0 && s.signum() > 0 && r.bitLength() <= 256 && Keys.isLow(s);
    } catch (Refused | IndexOutOfBoundsException error) {
      return false;
    }
  }

  /** From `own` to a root of the province, at most four; null where none leads there. */
  private static List<Certificate> chain(Certificate own, TrustAnchor.Province province) {
    List<Certificate> roots = readable(province.roots());
    List<Certificate> intermediates = readable(province.intermediates());
    return chain(new ArrayList<>(List.of(own)), roots, intermediates);
  }

  private static List<Certificate> chain(List<Certificate> chain, List<Certificate> roots, List<Certificate> between) {
    Certificate last = chain.get(chain.size() - 1);
    for (Certificate root : roots) {
      if (Arrays.equals(root.der, last.der) && chain.size() > 1) return chain;
    }
    if (chain.size() == 4) return null;
    for (List<Certificate> group : List.of(roots, between)) {
      for (Certificate above : group) {
        if (chain.contains(above) || !above.mayCertify(chain.size() - 1) || !last.wasSignedBy(above)) continue;
        List<Certificate> longer = new ArrayList<>(chain);
        longer.add(above);
        List<Certificate> whole = group == roots ? longer : chain(longer, roots, between);
        if (whole != null) return whole;
      }
    }
    return null;
  }

  private static List<Certificate> readable(List<byte[]> all) {
    List<Certificate> certificates = new ArrayList<>();
    for (byte[] der : all) {
      try {
        certificates.add(new Certificate(der));
      } catch (Refused | IndexOutOfBoundsException error) {
        // it stops its province from attesting, and no other
      }
    }
    return certificates;
  }

  static Map<String, Instant> beats(Forms statement) {
    Map<String, Instant> beats = new java.util.TreeMap<>();
    String before = "";
    for (Object item : statement.list("beats", 0, 100)) {
      statement.check(item instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String && pair.get(1) instanceof String);
      String mspId = (String) ((List<?>) item).get(0);
      statement.check(mspId.matches(Forms.MSP) && before.compareTo(mspId) < 0);
      before = mspId;
      beats.put(mspId, Forms.instant((String) ((List<?>) item).get(1), "STATEMENT_MALFORMED"));
    }
    return beats;
  }
}
