package reader;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One signer's CMS SignedData (RFC 5652): "The CMS" and "Timestamp". */
final class Cms {
  static final String DATA = "1.2.840.113549.1.7.1";
  static final String CONTENT_TYPE = "1.2.840.113549.1.9.3";
  static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
  static final String CERTIFICATE_V1 = "1.2.840.113549.1.9.16.2.12";
  static final String CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
  static final Map<String, String> HASHES =
      Map.of(
          "2.16.840.1.101.3.4.2.1", "SHA-256",
          "2.16.840.1.101.3.4.2.2", "SHA-384",
          "2.16.840.1.101.3.4.2.3", "SHA-512");
  final BigInteger version;
  final String contentType;
  /** What is signed inside; null: nothing. */
  final byte[] content;
  final List<Certificate> certificates = new ArrayList<>();
  /** Of a token: those that came along and cannot be read. */
  final List<byte[]> unreadable = new ArrayList<>();
  final List<Der> digests;
  final boolean hasRevocations;
  final BigInteger signerVersion;
  final Certificate signer;
  final boolean isByKeyIdentifier;
  final String hash;
  final Der signedAttributes;
  /** By type: its values. */
  final Map<String, List<Der>> attributes = new HashMap<>();
  final Map<String, List<Der>> unsigned = new HashMap<>();
  boolean isOrdered = true;
  boolean hasRepeated;
  boolean hasRepeatedUnsigned;
  final String algorithm;
  final byte[] signature;
  private final boolean isToken;
  /** That the kinds of certificates ask for. */
  private int versionOfKinds = 3;

  /** @throws Refused `MALFORMED` for whatever is not of the form */
  Cms(byte[] bytes, boolean isToken) {
    this.isToken = isToken;
    try {
      List<Der> info = Der.parse(bytes).parts(0x30, 2, 2);
      need(info.get(0).oid().equals("1.2.840.113549.1.7.2"));
      List<Der> parts = info.get(1).parts(0xa0, 1, 1).get(0).children(0x30);
      version = parts.get(0).integer();
      digests = parts.get(1).children(0x31);
      List<Der> inside = parts.get(2).parts(0x30, 1, 2);
      contentType = inside.get(0).oid();
      content = inside.size() > 1 ? inside.get(1).parts(0xa0, 1, 1).get(0).need(4).content : null;
      int at = 3;
      if (parts.get(at).tag == 0xa0) for (Der one : parts.get(at++).children()) take(one);
      hasRevocations = parts.get(at).tag == 0xa1;
      if (hasRevocations) at++;
      need(parts.size() == at + 1);
      List<Der> info1 = parts.get(at).parts(0x31, 1, 1).get(0).parts(0x30, 6, 7);
      signerVersion = info1.get(0).integer();
      isByKeyIdentifier = info1.get(1).tag == 0x80;
      signer = signer(info1.get(1));
      hash = HASHES.get(info1.get(2).algorithm());
      signedAttributes = info1.get(3).need(0xa0);
      read(signedAttributes, attributes, true);
      algorithm = info1.get(4).algorithm();
      signature = info1.get(5).need(4).content;
      need(hash != null);
      if (info1.size() == 7) read(info1.get(6).need(0xa1), unsigned, false);
    } catch (IndexOutOfBoundsException error) {
      throw new Refused(Bytes.MALFORMED);
    }
  }

  /** A certificate, or in a token something else of CertificateChoices. */
  private void take(Der one) {
    if (isToken && (one.tag == 0xa1 || one.tag == 0xa2 || one.tag == 0xa3)) {
      if (one.tag != 0xa1) versionOfKinds = Math.max(versionOfKinds, one.tag == 0xa3 ? 5 : 4);
      return;
    }
    one.need(0x30);
    try {
      Certificate certificate = new Certificate(one.all);
      boolean isThere = certificates.stream().anyMatch(other -> Arrays.equals(other.der, certificate.der));
      if (!isToken || !isThere) certificates.add(certificate);
    } catch (Refused | IndexOutOfBoundsException error) {
      if (!isToken) throw error;
      unreadable.add(one.all);
    }
  }

  /** What a token announces of itself. */
  boolean isToken() {
    int stated = version.intValue();
    return (stated == 3 || stated == versionOfKinds)
        && signerVersion.intValue() == (isByKeyIdentifier ? 3 : 1)
        && digests.stream().anyMatch(one -> hash.equals(HASHES.get(one.algorithm())));
  }

  static void need(boolean holds) {
    if (!holds) throw new Refused(Bytes.MALFORMED);
  }

  private Certificate signer(Der named) {
    List<Certificate> found;
    if (isByKeyIdentifier) {
      found = certificates.stream().filter(one -> {
        Certificate.Extension id = one.extension("2.5.29.14");
        return id != null && Arrays.equals(Der.parse(id.value()).content, named.content);
      }).toList();
    } else {
      List<Der> name = named.parts(0x30, 2, 2);
      BigInteger number = Certificate.serial(name.get(1));
      found = certificates.stream()
          .filter(one -> Arrays.equals(one.issuer, name.get(0).all) && one.serial.equals(number))
          .toList();
    }
    need(found.size() == 1);
    return found.get(0);
  }

  private void read(Der set, Map<String, List<Der>> into, boolean isSigned) {
    byte[] before = null;
    for (Der attribute : set.children()) {
      List<Der> parts = attribute.parts(0x30, 2, 2);
      if (isSigned && before != null && Arrays.compareUnsigned(before, attribute.all) >= 0) isOrdered = false;
      before = attribute.all;
      boolean isRepeated = into.put(parts.get(0).oid(), parts.get(1).children(0x31)) != null;
      if (isRepeated && isSigned) hasRepeated = true;
      if (isRepeated && !isSigned) hasRepeatedUnsigned = true;
    }
  }

  /** The one value of an attribute; null where there is none. */
  Der attribute(String type) {
    List<Der> values = attributes.get(type);
    if (values == null) return null;
    need(values.size() == 1);
    return values.get(0);
  }

  boolean isDigest(byte[] message) {
    Der digest = attribute(MESSAGE_DIGEST);
    return digest != null && Arrays.equals(digest.need(4).content, message);
  }

  /** Whether an ESS signing certificate attribute, of version 1 or 2, names the signer's first. */
  boolean namesSigner(String type) {
    Der value = attribute(type);
    if (value == null) return false;
    List<Der> parts = value.parts(0x30, 1, 2);
    if (parts.size() == 2) parts.get(1).need(0x30);
    boolean isOld = type.equals(CERTIFICATE_V1);
    List<Boolean> right = new ArrayList<>();
    for (Der id : parts.get(0).children(0x30)) right.add(isOld ? isSigner(id.parts(0x30, 1, 2), "SHA-1") : isSigner(id));
    need(!right.isEmpty());
    return right.get(0);
  }

  private boolean isSigner(Der id) {
    List<Der> parts = id.parts(0x30, 1, 3);
    if (parts.get(0).tag != 0x30) return isSigner(parts, "SHA-256");
    String with = HASHES.get(parts.get(0).algorithm());
    need(with != null);
    return isSigner(parts.subList(1, parts.size()), with);
  }

  /** By the hash, behind which the issuer may stand. */
  private boolean isSigner(List<Der> parts, String with) {
    need(parts.size() <= 2);
    if (parts.size() == 2) parts.get(1).need(0x30);
    return Arrays.equals(parts.get(0).need(4).content, Bytes.digest(with, signer.der));
  }

  boolean isSigned() {
    byte[] written = signedAttributes.all.clone();
    written[0] = 0x31;
    if (verify(written)) return true;
    byte[][] sorted = signedAttributes.children().stream().map(one -> one.all).sorted(Arrays::compareUnsigned).toArray(byte[][]::new);
    return !isOrdered && verify(Der.write(0x31, sorted));
  }

  private boolean verify(byte[] message) {
    boolean isRsa = algorithm.equals("1.2.840.113549.1.1.1");
    String name = isRsa ? hash.replace("-", "") + "withRSA" : Certificate.ALGORITHMS.get(algorithm);
    return name != null && Keys.verify(name, signer.key(), message, signature);
  }

  /** The signer's chain among these and `more`; all of its own must be used, and it must end self-signed. */
  boolean isChain(List<Certificate> more) {
    List<Certificate> own = new ArrayList<>(certificates);
    Certificate last = signer;
    own.remove(signer);
    for (int n = 0; n < 32; n++) {
      if (last.isSelfSigned()) return own.isEmpty();
      Certificate from = last;
      List<Certificate> among = own.isEmpty() ? more : own;
      Certificate next = among.stream().filter(one -> one.isIssuer() && from.wasSignedBy(one)).findFirst().orElse(null);
      if (next == null) return false;
      own.remove(next);
      last = next;
    }
    return false;
  }
}
