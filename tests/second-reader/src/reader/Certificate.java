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
      Set.of("2.5.29.19", "2.5.29.15", "2.5.29.37", "2.5.29.14", "2.5.29.35", "2.5.29.17", "2.5.29.32");
  /** By which signatures are verified; of others nothing is. */
  static final Map<String, String> ALGORITHMS =
      Map.of(
          "1.2.840.10045.4.3.2", "SHA256withECDSA",
          "1.2.840.10045.4.3.3", "SHA384withECDSA",
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
    List<Der> parts = Der.parse(der).parts(0x30, 3, 3);
    List<Der> body = parts.get(0).parts(0x30, 7, 8);
    if (body.get(0).parts(0xa0, 1, 1).get(0).small() != 2) throw new Refused(Bytes.MALFORMED);
    signed = parts.get(0).all;
    serial = serial(body.get(1));
    if (!Arrays.equals(body.get(2).all, parts.get(1).all)) throw new Refused(Bytes.MALFORMED);
    algorithm = ALGORITHMS.get(body.get(2).algorithm());
    issuer = body.get(3).all;
    List<Der> validity = body.get(4).parts(0x30, 2, 2);
    notBefore = time(validity.get(0));
    notAfter = time(validity.get(1));
    subject = body.get(5).all;
    for (Der name : List.of(body.get(3), body.get(5))) attributes(name);
    spki = body.get(6).need(0x30).all;
    signature = parts.get(2).bits(true);
    if (body.size() == 8) readExtensions(body.get(7).parts(0xa3, 1, 1).get(0));
  }

  static BigInteger serial(Der number) {
    if (number.content.length > 21) throw new Refused(Bytes.MALFORMED);
    return number.integer();
  }

  private void readExtensions(Der list) {
    for (Der extension : list.parts(0x30, 0, 32)) {
      List<Der> parts = extension.parts(0x30, 2, 3);
      boolean isCritical = parts.size() == 3 && parts.get(1).bool();
      String oid = parts.get(0).oid();
      byte[] value = parts.get(parts.size() - 1).need(4).content;
      if (isCritical && !KNOWN.contains(oid)) throw new Refused(Bytes.MALFORMED);
      if (extensions.put(oid, new Extension(isCritical, value)) != null) throw new Refused(Bytes.MALFORMED);
      readExtension(oid, value);
    }
  }

  /** Those that are known, and that decide something, have their form. */
  private static void readExtension(String oid, byte[] value) {
    switch (oid) {
      case "2.5.29.19" -> constraints(value);
      case "2.5.29.15" -> Der.parse(value).bits(false);
      case "2.5.29.37" -> Der.parse(value).parts(0x30, 0, 32).forEach(Der::oid);
      case "2.5.29.14" -> Der.parse(value).need(4);
      case "2.5.29.35" -> Der.parse(value).children(0x30);
      default -> {}
    }
  }

  /** Whether it is an authority, and how many may stand below it, or null. */
  private record Constraints(boolean isAuthority, Integer length) {}

  private static Constraints constraints(byte[] value) {
    List<Der> parts = Der.parse(value).parts(0x30, 0, 2);
    boolean says = !parts.isEmpty() && parts.get(0).tag == 1;
    List<Der> rest = parts.subList(says ? 1 : 0, parts.size());
    if (rest.size() > 1) throw new Refused(Bytes.MALFORMED);
    return new Constraints(says && parts.get(0).bool(), rest.isEmpty() ? null : rest.get(0).small());
  }

  static Instant time(Der time) {
    String text = Bytes.latin1(time.content);
    if (time.tag == 0x17 && text.matches("\\d{12}Z")) text = (text.charAt(0) < '5' ? "20" : "19") + text;
    else if (time.tag != 0x18 || !text.matches("\\d{14}(\\.\\d{0,8}[1-9])?Z")) throw new Refused(Bytes.MALFORMED);
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
    return algorithm != null && Arrays.equals(issuer, other.subject) && Keys.verify(algorithm, other.key(), signed, signature);
  }

  boolean isSelfSigned() {
    return isIssuer() && wasSignedBy(this);
  }

  boolean isValidAt(Instant time) {
    return !time.isBefore(notBefore) && time.getEpochSecond() <= notAfter.getEpochSecond();
  }

  boolean isAuthority() {
    Extension constraints = extensions.get("2.5.29.19");
    return constraints != null && constraints(constraints.value).isAuthority;
  }

  /** An authority that may stand above `below` others that are authorities. */
  boolean mayCertify(int below) {
    Integer length = isAuthority() ? constraints(extensions.get("2.5.29.19").value).length : Integer.valueOf(-1);
    return isIssuer() && (length == null || length >= below);
  }

  /** An authority whose key may sign certificates. */
  boolean isIssuer() {
    if (!isAuthority()) return false;
    Extension usage = extensions.get("2.5.29.15");
    if (usage == null) return true;
    byte[] bits = Der.parse(usage.value).bits(false);
    return bits.length > 0 && (bits[0] & 4) != 0;
  }

  /** "Trust anchor": an authority as the contract puts it on the ledger. */
  boolean isAuthorityOfLedger() {
    if (!"SHA256withECDSA".equals(algorithm) || Keys.read("ES256", spki) == null || !mayCertify(0)) return false;
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

  /** Of a name: the texts, by type. */
  private static List<Map.Entry<String, String>> attributes(Der name) {
    return name.parts(0x30, 0, 32).stream()
        .flatMap(set -> set.parts(0x31, 0, 8).stream())
        .map(attribute -> attribute.parts(0x30, 2, 2))
        .map(parts -> Map.entry(parts.get(0).oid(), text(parts.get(1))))
        .toList();
  }

  private static String text(Der string) {
    String latin1 = Bytes.latin1(string.content);
    return switch (string.tag) {
      case 0x0c -> Bytes.utf8(string.content);
      case 0x13, 0x16 -> {
        if (!latin1.matches("[\\x00-\\x7e]*")) throw new Refused(Bytes.MALFORMED);
        yield latin1;
      }
      case 0x14 -> latin1;
      case 0x1e -> {
        if (string.content.length % 2 != 0) throw new Refused(Bytes.MALFORMED);
        yield new String(string.content, java.nio.charset.StandardCharsets.UTF_16BE);
      }
      default -> throw new Refused(Bytes.MALFORMED);
    };
  }

  /** The values of its organizational units. */
  List<String> units() {
    return attributes(Der.parse(subject)).stream()
        .filter(attribute -> attribute.getKey().equals("2.5.4.11"))
        .map(Map.Entry::getValue)
        .toList();
  }

  Extension extension(String oid) {
    return extensions.get(oid);
  }

  String fingerprint() {
    return Bytes.hex(Bytes.sha256(der));
  }
}
