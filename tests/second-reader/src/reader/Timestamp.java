package reader;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** "Timestamp": an RFC 3161 token. */
final class Timestamp {
  private static final String TOKEN = "1.2.840.113549.1.9.16.1.4";

  private Timestamp() {}

  static boolean isGood(byte[] token, byte[] signature, Certificate documentSigner, List<Certificate> dss, List<Certificate> roots) {
    try {
      Cms cms = new Cms(token);
      Cms.need(cms.contentType.equals(TOKEN) && cms.content != null && cms.unsigned.isEmpty() && !cms.hasRepeated);
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
      List<Der> info = Der.parse(cms.content).children(0x30);
      List<Der> imprint = info.get(2).children(0x30);
      String hash = switch (imprint.get(0).children(0x30).get(0).oid()) {
        case "2.16.840.1.101.3.4.2.1" -> "SHA-256";
        case "2.16.840.1.101.3.4.2.2" -> "SHA-384";
        case "2.16.840.1.101.3.4.2.3" -> "SHA-512";
        default -> throw new Refused(Bytes.MALFORMED);
      };
      Cms.need(Arrays.equals(imprint.get(1).need(4).content, Bytes.digest(hash, signature)));
      Instant time = Certificate.time(info.get(4));
      Cms.need(documentSigner.isValidAt(time));
      List<Certificate> known = new ArrayList<>(dss);
      known.addAll(roots);
      return isLed(cms, known) && (roots.isEmpty() || endsIn(cms.signer, cms.certificates, known, roots, time, 0));
    } catch (Refused | IndexOutOfBoundsException | NullPointerException error) {
      return false;
    }
  }

  /** Every certificate that it brings is known, or of the signer's chain to a known or self-signed one. */
  private static boolean isLed(Cms cms, List<Certificate> known) {
    List<Certificate> rest = new ArrayList<>(cms.certificates);
    Certificate last = cms.signer;
    rest.remove(last);
    List<Certificate> chain = new ArrayList<>();
    for (boolean isLonger = true; isLonger && !last.isSelfSigned() && !has(known, last); ) {
      Certificate from = last;
      Certificate next = rest.stream().filter(from::wasSignedBy).findFirst().orElse(null);
      isLonger = next != null;
      if (!isLonger) break;
      rest.remove(next);
      chain.add(next);
      last = next;
    }
    Certificate end = last;
    boolean isEnded = end.isSelfSigned() || has(known, end) || known.stream().anyMatch(end::wasSignedBy);
    return rest.stream().allMatch(one -> has(known, one)) && (chain.isEmpty() || isEnded);
  }

  private static boolean has(List<Certificate> known, Certificate one) {
    return known.stream().anyMatch(other -> Arrays.equals(other.der, one.der));
  }

  private static boolean endsIn(
      Certificate one, List<Certificate> own, List<Certificate> known, List<Certificate> roots, Instant time, int depth) {
    if (depth > 8 || !one.isValidAt(time)) return false;
    if (has(roots, one)) return true;
    List<Certificate> all = new ArrayList<>(own);
    all.addAll(known);
    return all.stream().anyMatch(above -> !Arrays.equals(above.der, one.der) && above.isAuthority() && one.wasSignedBy(above)
        && endsIn(above, own, known, roots, time, depth + 1));
  }
}
