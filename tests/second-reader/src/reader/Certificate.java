package reader;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An X.509 v3 certificate of the profile under "Attestation". */
final class Certificate {
  record Extension(boolean isCritical, byte[] value) {}

  private static final Set<String> KNOWN =
      Set.of("2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.18", "2.5.29.32");
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "1.2.840.10045.4.3.2", "SHA256withECDSA",
          "1.2.840.10045.4.3.3", "SHA384withECDSA",
          "1.2.840.10045.4.3.4", "SHA512withECDSA",
          "1.2.840.113549.1.1.11", "SHA256withRSA",
          "1.2.840.113549.1.1.12", "SHA384withRSA",
          "1.2.840.113549.1.1.13", "SHA512withRSA");

  final byte[] der;
  final byte[] spki;
  final byte[] issuer;
  final byte[] subject;
  final BigInteger serial;
  final Instant notBefore;
  final Instant notAfter;
  private final byte[] signed;
  private final String algorithm;
  private final byte[] signature;
  private final Map<String, Extension> extensions = new HashMap<>();

  Certificate(byte[] der) {
    if (der.length > 64 << 10) throw new Refused(Bytes.MALFORMED);
    this.der = der;
    List<Der> parts = Der.parse(der).children(0x30);
    List<Der> body = parts.get(0).children(0x30);
    boolean isRight = parts.size() == 3 && body.size() >= 8 && body.get(0).tag == 0xa0;
    if (!isRight || !Arrays.equals(body.get(0).content, new byte[] {2, 1, 2})) throw new Refused(Bytes.MALFORMED);
    signed = parts.get(0).all;
    serial = body.get(1).integer();
    if (!Arrays.equals(body.get(2).all, parts.get(1).all)) throw new Refused(Bytes.MALFORMED);
    algorithm = ALGORITHMS.get(body.get(2).children(0x30).get(0).oid());
    if (algorithm == null) throw new Refused(Bytes.MALFORMED);
    issuer = body.get(3).need(0x30).all;
    List<Der> validity = body.get(4).children(0x30);
    notBefore = time(validity.get(0));
    notAfter = time(validity.get(1));
    subject = body.get(5).need(0x30).all;
    spki = body.get(6).need(0x30).all;
    signature = bits(parts.get(2));
    for (Der more : body.subList(7, body.size())) if (more.tag == 0xa3) readExtensions(more);
  }

  private void readExtensions(Der wrapped) {
    for (Der extension : wrapped.children().get(0).children(0x30)) {
      List<Der> parts = extension.children(0x30);
      boolean isCritical = parts.size() == 3 && parts.get(1).need(1).content[0] == -1;
      String oid = parts.get(0).oid();
      byte[] value = parts.get(parts.size() - 1).need(4).content;
      if (isCritical && !KNOWN.contains(oid)) throw new Refused(Bytes.MALFORMED);
      if (extensions.put(oid, new Extension(isCritical, value)) != null) throw new Refused(Bytes.MALFORMED);
    }
  }

  static byte[] bits(Der string) {
    string.need(3);
    if (string.content.length < 1 || string.content[0] != 0) throw new Refused(Bytes.MALFORMED);
    return Arrays.copyOfRange(string.content, 1, string.content.length);
  }

  static Instant time(Der time) {
    String text = Bytes.latin1(time.content);
    if (time.tag == 0x17 && text.matches("\\d{12}Z")) text = (text.charAt(0) < '5' ? "20" : "19") + text;
    else if (time.tag != 0x18 || !text.matches("\\d{14}(\\.\\d{1,9})?Z")) throw new Refused(Bytes.MALFORMED);
    String written = text.replaceFirst("(....)(..)(..)(..)(..)(..)(.*)", "$1-$2-$3T$4:$5:$6$7");
    try {
      return Instant.parse(written);
    } catch (java.time.format.DateTimeParseException error) {
      throw new Refused(Bytes.MALFORMED);
    }
  }

  /** One certificate in PEM and nothing else. */
  static Certificate ofPem(byte[] pem) {
    return new Certificate(pem(pem));
  }

  static byte[] pem(byte[] pem) {
    String text = Bytes.latin1(pem);
    String body = text.replaceFirst("^-----BEGIN CERTIFICATE-----\n([A-Za-z0-9+/=\n]+)\n-----END CERTIFICATE-----\n?$", "$1");
    if (body.equals(text)) throw new Refused(Bytes.MALFORMED);
    return Bytes.unbase64(body.replace("\n", ""));
  }

  PublicKey key() {
    for (String name : new String[] {"EC", "RSA"}) {
      try {
        return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(spki));
      } catch (GeneralSecurityException error) {
        // the other kind, or none
      }
    }
    throw new Refused(Bytes.MALFORMED);
  }

  boolean isOnP256() {
    return key() instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == 256;
  }

  boolean wasSignedBy(Certificate other) {
    return Arrays.equals(issuer, other.subject) && Keys.verify(algorithm, other.key(), signed, signature);
  }

  boolean isSelfSigned() {
    return wasSignedBy(this);
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && time.getEpochSecond() <= notAfter.getEpochSecond();
  }

  boolean isAuthority() {
    Extension constraints = extensions.get("2.5.29.19");
    if (constraints == null) return false;
    List<Der> parts = Der.parse(constraints.value).children(0x30);
    return !parts.isEmpty() && parts.get(0).tag == 1 && parts.get(0).content[0] == -1;
  }

  /** An authority that may stand above `below` others that are authorities. */
  boolean mayCertify(int below) {
    if (!isAuthority()) return false;
    List<Der> parts = Der.parse(extensions.get("2.5.29.19").value).children(0x30);
    if (parts.size() > 1 && parts.get(1).integer().intValue() < below) return false;
    Extension usage = extensions.get("2.5.29.15");
    if (usage == null) return true;
    byte[] bits = Der.parse(usage.value).need(3).content;
    return bits.length > 1 && (bits[1] & 4) != 0;
  }

  /** "Trust anchor": an authority as the contract puts it on the ledger. */
  boolean isAuthorityOfLedger() {
    if (!algorithm.equals("SHA256withECDSA") || Keys.read("ES256", spki) == null || !mayCertify(0)) return false;
    return extensions.entrySet().stream().allMatch(one -> {
      boolean mayBeCritical = one.getKey().equals("2.5.29.19") || one.getKey().equals("2.5.29.15");
      return (mayBeCritical || !one.getValue().isCritical) && isInItsForm(one.getKey(), one.getValue().value);
    });
  }

  private static boolean isInItsForm(String oid, byte[] value) {
    if (!KNOWN.contains(oid)) return true;
    int tag = oid.equals("2.5.29.14") ? 4 : oid.equals("2.5.29.15") ? 3 : 0x30;
    try {
      return Der.parse(value).tag == tag;
    } catch (Refused error) {
      return false;
    }
  }

  /** The values of its organizational units. */
  List<String> units() {
    return Der.parse(subject).children().stream()
        .flatMap(set -> set.children(0x31).stream())
        .map(attribute -> attribute.children(0x30))
        .filter(parts -> parts.get(0).oid().equals("2.5.4.11"))
        .map(parts -> Bytes.utf8(parts.get(1).content))
        .toList();
  }

  Extension extension(String oid) {
    return extensions.get(oid);
  }

  String fingerprint() {
    return Bytes.hex(Bytes.sha256(der));
  }
}
