package reader;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** "Timestamp": an RFC 3161 token. */
final class Timestamp {
  private static final String TOKEN = "1.2.840.113549.1.9.16.1.4";

  private Timestamp() {}

  /** `stored`: DER of the certificates of the document's store. */
  static boolean isGood(byte[] token, byte[] signature, Certificate documentSigner, List<byte[]> stored, List<Certificate> roots) {
    try {
      Cms cms = new Cms(token, true);
      Cms.need(cms.isToken() && cms.contentType.equals(TOKEN) && cms.content != null && cms.unsigned.isEmpty() && !cms.hasRepeated);
      Cms.need(cms.attribute(Cms.CONTENT_TYPE).oid().equals(TOKEN));
      Cms.need(cms.isDigest(Bytes.digest(cms.hash, cms.content)) && cms.isSigned());
      boolean has1 = cms.attributes.containsKey(Cms.CERTIFICATE_V1);
      boolean has2 = cms.attributes.containsKey(Cms.CERTIFICATE_V2);
      Cms.need(has1 || has2);
      Cms.need(!has1 || cms.namesSigner(Cms.CERTIFICATE_V1));
      Cms.need(!has2 || cms.namesSigner(Cms.CERTIFICATE_V2));
      Certificate.Extension use = cms.signer.extension("2.5.29.37");
      List<Der> uses = Der.parse(use.value()).children(0x30);
      Cms.need(uses.size() == 1 && uses.get(0).oid().equals("1.3.6.1.5.5.7.3.8"));
      Instant time = time(Der.parse(cms.content).children(0x30), signature);
      Cms.need(documentSigner.isValidAt(time));
      return isVouchedFor(cms, stored, roots, time);
    } catch (Refused | IndexOutOfBoundsException | NullPointerException error) {
      return false;
    }
  }

  /** Of a TSTInfo over this signature. */
  private static Instant time(List<Der> info, byte[] signature) {
    Cms.need(info.get(0).small() == 1);
    info.get(1).need(6);
    List<Der> imprint = info.get(2).parts(0x30, 2, 2);
    String hash = Cms.HASHES.get(imprint.get(0).algorithm());
    Cms.need(hash != null && Arrays.equals(imprint.get(1).need(4).content, Bytes.digest(hash, signature)));
    info.get(3).integer();
    Instant time = Certificate.time(info.get(4).need(0x18));
    int at = 5;
    for (int tag : new int[] {0x30, 0x01, 0x02, 0xa0, 0xa1}) if (at < info.size() && info.get(at).tag == tag) at++;
    Cms.need(at == info.size());
    return time;
  }

  /** Every certificate that it brings is known, or of the signer's chain to a known or self-signed one. */
  private static boolean isVouchedFor(Cms cms, List<byte[]> stored, List<Certificate> roots, Instant time) {
    List<byte[]> known = new ArrayList<>(stored);
    for (Certificate root : roots) known.add(root.der);
    if (!cms.unreadable.stream().allMatch(der -> has(known, der))) return false;
    List<Certificate> pool = new ArrayList<>(cms.certificates);
    pool.addAll(PdfVerifier.readable(stored));
    pool.addAll(roots);
    List<Certificate> chain = above(cms.signer, pool, one -> true);
    for (Certificate one : cms.certificates) {
      if (one == cms.signer || has(known, one.der)) continue;
      boolean isLed = above(one, pool, other -> true).stream().anyMatch(other -> has(known, other.der) || other.isSelfSigned());
      if (!chain.contains(one) || !isLed) return false;
    }
    if (roots.isEmpty()) return true;
    List<Certificate> current = new ArrayList<>(above(cms.signer, pool, one -> one.isValidAt(time)));
    current.add(cms.signer);
    return cms.signer.isValidAt(time) && current.stream().anyMatch(one -> roots.stream().anyMatch(root -> Arrays.equals(root.der, one.der)));
  }

  /** Whoever signed it, who signed these, and so on. */
  private static List<Certificate> above(Certificate one, List<Certificate> pool, Predicate<Certificate> isAllowed) {
    List<Certificate> found = new ArrayList<>();
    List<Certificate> open = new ArrayList<>(List.of(one));
    while (!open.isEmpty()) {
      Certificate from = open.remove(0);
      for (Certificate issuer : pool) {
        if (found.contains(issuer) || !isAllowed.test(issuer) || !issuer.isIssuer() || !from.wasSignedBy(issuer)) continue;
        found.add(issuer);
        open.add(issuer);
      }
    }
    return found;
  }

  private static boolean has(List<byte[]> known, byte[] der) {
    return known.stream().anyMatch(other -> Arrays.equals(other, der));
  }
}
