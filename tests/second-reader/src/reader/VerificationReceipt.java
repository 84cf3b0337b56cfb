package reader;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** "Verification receipt": checks one by the keys of windows, or of a hall. */
final class VerificationReceipt {
  /** A window's key that may have signed, and when it may. */
  private record Candidate(java.security.PublicKey key, Long nbf, Long exp) {}

  /** What a hall published, as far as a pinned key of it signed it. */
  private record Hall(List<Candidate> windows, Forms revocations) {}

  private static final String MALFORMED = "VERIFICATION_RECEIPT_MALFORMED";
  private static final Set<String> CLAIMS =
      Set.of(
          "v", "jti", "iat", "place", "purpose", "shown", "trust_anchor", "report", "withheld", "software");
  private static final List<String> RECORD =
      List.of(
          "id", "at", "act", "kind", "actor", "roles", "issuer", "batch", "certificate", "subject", "request", "details",
          "filed");

  /** The last second of the year 9999. */
  private static final long LAST = 253_402_300_799L;

  private record Token(Forms header, Forms payload, byte[] signed, byte[] signature) {
    static Token read(String text, String type) {
      String[] parts = text.split("\\.", -1);
      if (parts.length != 3) throw new Refused(MALFORMED);
      try {
        Token token =
            new Token(canonical(parts[0]), canonical(parts[1]), Bytes.ascii(parts[0] + "." + parts[1]), Bytes.unbase64url(parts[2]));
        token.header.only("alg", "kid", "typ");
        token.header.check(token.header.string("alg").equals("ES256") && token.header.string("typ").equals(type));
        token.header.match("kid", "[A-Za-z0-9_-]{43}");
        token.header.check(token.signature.length == 64 && Keys.isLow(token.signature));
        return token;
      } catch (Refused error) {
        throw new Refused(MALFORMED);
      }
    }

    private static Forms canonical(String part) {
      byte[] bytes = Bytes.unbase64url(part);
      Object value = Json.parse(bytes);
      if (!Arrays.equals(Json.canonicalBytes(value), bytes)) throw new Refused(MALFORMED);
      return new Forms(value, MALFORMED);
    }

    boolean isBy(java.security.PublicKey key) {
      return Keys.thumbprint(key).equals(header.get("kid")) && Keys.verifyLow(key, signed, signature);
    }
  }

  private final String text;
  private final Report report = new Report("signature", "key", "shown");

  private VerificationReceipt(String text) {
    this.text = text;
  }

  /** `windowKeys`, `hall`, `proof`, `anchor`, `shown` may be null. */
  static Report check(
      String text, Object windowKeys, Object hall, List<?> pinned, Object proof, TrustAnchor anchor, String shown) {
    VerificationReceipt receipt = new VerificationReceipt(text);
    receipt.check(windowKeys, hall, pinned, proof, anchor, shown);
    return receipt.report;
  }

  private void put(String name, Report.Check check) {
    report.checks.put(name, check);
  }

  private void check(Object windowKeys, Object published, List<?> pinned, Object proof, TrustAnchor anchor, String shown) {
    Token token;
    try {
      token = read(text);
    } catch (Refused error) {
      put("signature", Report.Check.fail(MALFORMED));
      return;
    }
    Hall hall = published == null ? null : hall(published, pinned);
    List<Candidate> windows = hall != null ? hall.windows : published != null ? List.of() : windows(windowKeys);
    List<Candidate> found = windows.stream().filter(one -> Keys.thumbprint(one.key).equals(token.header.get("kid"))).toList();
    if (found.isEmpty()) {
      put("key", Report.Check.unknown("WINDOW_KEY_UNKNOWN"));
      return;
    }
    if (!token.isBy(found.get(0).key)) {
      put("signature", Report.Check.fail("WINDOW_SIGNATURE_INVALID"));
      return;
    }
    put("signature", Report.Check.PASS);
    long at = token.payload.natural("iat");
    boolean isCurrent = found.stream().anyMatch(one -> (one.nbf == null || one.nbf <= at) && (one.exp == null || at < one.exp));
    Report.Check key = isCurrent ? Report.Check.PASS : Report.Check.fail("WINDOW_KEY_NOT_CURRENT");
    if (isCurrent && hall != null) key = revocation(hall, token, proof, anchor);
    put("key", key);
    if (shown == null) return;
    String digest = Bytes.hex(Bytes.sha256(shown.getBytes(StandardCharsets.UTF_8)));
    boolean isShown = digest.equals(token.payload.object("shown").get("sha256"));
    put("shown", isShown ? Report.Check.PASS : Report.Check.fail("SHOWN_MISMATCH"));
  }

  private static Token read(String text) {
    Token token = Token.read(text, "certbridge-verification-receipt+jwt");
    Forms claims = token.payload;
    Set<Object> names = new java.util.HashSet<>(claims.map().keySet());
    names.remove("reference");
    claims.check(names.equals(CLAIMS) && claims.natural("v") == 1);
    claims.match("jti", Forms.HEX16);
    claims.check(claims.count("iat") <= LAST);
    for (String name : List.of("place", "purpose", "software")) claims.text(name);
    if (claims.has("reference")) claims.text("reference");
    claims.match("trust_anchor", Forms.HEX32);
    Forms shown = claims.object("shown");
    shown.only("kind", "sha256");
    shown.match("kind", "pdf|qr|image|presentation");
    shown.match("sha256", Forms.HEX32);
    claims.object("report");
    claims.list("withheld", 0, 128);
    return token;
  }

  private static void checkVersion(Forms form) {
    if (form.count("v") > 1) throw new Refused("UPDATE_NEEDED");
  }

  /** @throws Refused `UPDATE_NEEDED` for what is of a later version */
  static void checkHall(Forms hall) {
    checkVersion(hall);
    hall.match("code", Forms.ISSUER);
    hall.text("name");
    for (Object key : hall.list("keys", 1, 100)) hall.check(Keys.ofJwk(key) != null);
    for (Object token : hall.list("certificates", 0, 100_000)) hall.check(isToken(token));
    hall.check(isToken(hall.get("revocations")));
    if (!hall.has("successions")) return;
    for (Object token : hall.list("successions", 0, 99)) hall.check(isToken(token));
  }

  private static boolean isToken(Object value) {
    return value instanceof String text && text.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
  }

  /** @throws Refused `UPDATE_NEEDED` for one of a later version */
  static void checkProof(Forms proof) {
    checkVersion(proof);
    Forms record = proof.object("record");
    record.only(RECORD.toArray(String[]::new));
    record.count("id");
    record.instant("at");
    for (String name : List.of("act", "kind", "actor")) record.check(isSaid(record.get(name)));
    record.check(record.list("roles", 0, 50).stream().allMatch(VerificationReceipt::isSaid));
    for (String name : List.of("batch", "subject", "request")) record.check(record.get(name) == null || isSaid(record.get(name)));
    if (record.get("issuer") != null) record.match("issuer", Forms.ISSUER);
    if (record.get("certificate") != null) record.match("certificate", Forms.HEX16);
    record.match("filed", Forms.HEX32);
    record.match("details", Forms.HEX32);
    proof.natural("position");
    proof.check(proof.list("path", 0, 64).stream().allMatch(hash -> hash instanceof String text && text.matches(Forms.HEX32)));
    Forms head = proof.object("head");
    head.check(head.natural("v") == 1);
    head.match("mspId", Forms.MSP);
    head.match("nonce", Forms.HEX16);
    Attestation.ofJson(head.get("attestation"));
  }

  private static boolean isSaid(Object value) {
    return value instanceof String text && (text.isEmpty() || Forms.isText(text, 500));
  }

  private static List<Candidate> windows(Object keys) {
    List<Candidate> windows = new ArrayList<>();
    for (Object item : new Forms(keys, MALFORMED).list("keys", 0, 1000)) {
      Forms jwk = new Forms(item, MALFORMED);
      java.security.PublicKey key = Keys.ofJwk(item);
      if (key != null) windows.add(new Candidate(key, second(jwk, "nbf"), second(jwk, "exp")));
    }
    return windows;
  }

  private static Long second(Forms form, String name) {
    return form.has(name) ? Long.valueOf(form.natural(name)) : null;
  }

  /** Null where there is no list of revocations that a pinned key signed. */
  private static Hall hall(Object published, List<?> pinned) {
    Forms form = new Forms(published, MALFORMED);
    checkHall(form);
    String code = form.string("code");
    List<java.security.PublicKey> keys = counting(form, code, pinned);
    Token list = signed(form.get("revocations"), "certbridge-window-revocations+jwt", code, keys);
    if (list == null) return null;
    List<Candidate> windows = new ArrayList<>();
    for (Object item : form.list("certificates", 0, 10_000)) {
      Token certificate = signed(item, "certbridge-window-certificate+jwt", code, keys);
      if (certificate == null) continue;
      long nbf = certificate.payload.natural("nbf");
      long exp = certificate.payload.natural("exp");
      java.security.PublicKey key = Keys.ofJwk(certificate.payload.object("cnf").get("jwk"));
      if (key != null && exp > nbf && exp - nbf <= Duration.ofDays(30).toSeconds()) windows.add(new Candidate(key, nbf, exp));
    }
    return new Hall(windows, list.payload);
  }

  /** The pinned keys, each until another takes its place. */
  private static List<java.security.PublicKey> counting(Forms form, String code, List<?> pinned) {
    Map<String, java.security.PublicKey> published = new TreeMap<>();
    Map<String, java.security.PublicKey> counting = new TreeMap<>();
    for (Object item : form.list("keys", 0, 100)) {
      java.security.PublicKey key = Keys.ofJwk(item);
      if (key == null) continue;
      published.put(Keys.thumbprint(key), key);
      if (pinned.contains(Keys.thumbprint(key))) counting.put(Keys.thumbprint(key), key);
    }
    if (!form.has("successions")) return new ArrayList<>(counting.values());
    for (Object item : form.list("successions", 0, 99)) {
      Token succession = signed(item, "certbridge-hall-succession+jwt", code, counting.values());
      if (succession == null) continue;
      String next = succession.payload.match("next", "[A-Za-z0-9_-]{43}");
      if (!published.containsKey(next)) continue;
      counting.remove(succession.header.string("kid"));
      counting.put(next, published.get(next));
    }
    return new ArrayList<>(counting.values());
  }

  private static Token signed(Object text, String type, String hall, Collection<java.security.PublicKey> keys) {
    try {
      Token token = Token.read((String) text, type);
      boolean isRight = keys.stream().anyMatch(token::isBy) && hall.equals(token.payload.get("iss")) && token.payload.natural("v") == 1;
      return isRight ? token : null;
    } catch (Refused | ClassCastException error) {
      return null;
    }
  }

  private Report.Check revocation(Hall hall, Token token, Object proof, TrustAnchor anchor) {
    for (Object item : hall.revocations.list("revoked", 0, 100_000)) {
      Forms revoked = new Forms(item, MALFORMED);
      if (!revoked.string("key").equals(token.header.get("kid"))) continue;
      if (proof == null) return Report.Check.unknown("WINDOW_KEY_REVOKED");
      try {
        long position = filed(new Forms(proof, MALFORMED), hall.revocations, anchor);
        boolean isBefore = position < revoked.natural("after");
        return isBefore ? Report.Check.PASS : Report.Check.fail("FILED_AFTER_REVOCATION");
      } catch (Refused | ClassCastException error) {
        return Report.Check.unknown("FILING_PROOF_REFUSED");
      }
    }
    return Report.Check.PASS;
  }

  /** "Audit tree": the input of a record's leaf; `filed` stands there only where something was. */
  static String auditInput(Forms record) {
    List<Object> input = new ArrayList<>(List.of("certbridge/audit-record/1"));
    for (String name : RECORD) if (!name.equals("filed") || record.has(name)) input.add(record.get(name));
    return Json.canonical(input);
  }

  /** The position that a proof of filing proves. @throws Refused where it proves none */
  private long filed(Forms proof, Forms revocations, TrustAnchor anchor) {
    checkProof(proof);
    Forms record = proof.object("record");
    proof.check(record.string("act").equals("receipt.filed"));
    proof.check(record.string("issuer").equals(revocations.get("iss")));
    proof.check(record.string("filed").equals(Bytes.hex(Bytes.sha256(Bytes.utf8(text)))));
    byte[] leaf = Merkle.leaf(Bytes.utf8(auditInput(record)));
    Forms head = proof.object("head");
    Instant ever = Instant.MAX.minus(Duration.ofDays(365));
    AuditHead tree =
        AuditHead.verify(head, revocations.get("audit"), anchor, ever, Mirror.SKEW, Attestation.At.ATTESTED);
    proof.check(tree != null);
    long position = proof.natural("position");
    List<byte[]> path = proof.list("path", 0, 64).stream().map(hash -> Bytes.unhex((String) hash)).toList();
    proof.check(Merkle.leads(leaf, position, tree.size(), path, Bytes.unhex(tree.root())));
    return position;
  }
}
