package reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** "In a PDF". */
final class PdfVerifier {
  private static final String RECEIPT = "2.25.311470394283957432880192237014850187361";
  private static final String TIMESTAMP = "1.2.840.113549.1.9.16.2.14";
  private static final String SIGNATURE = "SIGNATURE_INVALID";
  private final Window window;
  private final List<Certificate> roots;
  private final Function<String, byte[]> online;

  PdfVerifier(Window window, List<Certificate> roots, Function<String, byte[]> online) {
    this.window = window;
    this.roots = roots;
    this.online = online;
  }

  Report verify(byte[] file) {
    try {
      if (file.length > 32 << 20) return Report.ofCertificate(Report.Check.unknown("PDF_TOO_LARGE"));
      String text = Bytes.latin1(file);
      boolean isOurs = text.startsWith("%PDF-") && (text.contains("credential.sd-jwt") || text.contains("dc+sd-jwt"));
      if (!isOurs) throw new Refused("NOT_A_CERTIFICATE");
      SignedPdf pdf = new SignedPdf(file);
      SdJwt credential = credential(pdf);
      Cms cms = cms(pdf);
      return judge(pdf, credential, cms);
    } catch (Refused error) {
      return Report.ofCertificate(lost(file, error.code));
    }
  }

  /** "Pictures and pages", of a reader that draws none. */
  private static Report.Check lost(byte[] file, String code) {
    Report.Check refused = Report.Check.fail(code);
    if (code.equals(SIGNATURE)) return refused;
    String text = Bytes.latin1(file).replaceFirst("\0+$", "");
    String head = text.substring(0, Math.min(1024, text.length()));
    if (!head.contains("%PDF-")) return "%PDF-".startsWith(text) ? Report.Check.unknown("PDF_UNREADABLE") : refused;
    boolean hasEnd = text.substring(Math.max(0, text.length() - 1024)).contains("%%EOF");
    java.util.regex.Matcher range =
        java.util.regex.Pattern.compile("/ByteRange\\s*\\[\\s*(\\d{1,9})\\s+(\\d{1,9})\\s+(\\d{1,9})\\s+(\\d{1,9})").matcher(text);
    while (range.find()) {
      int open = Integer.parseInt(range.group(1)) + Integer.parseInt(range.group(2));
      int close = Integer.parseInt(range.group(3));
      int end = close + Integer.parseInt(range.group(4));
      boolean encloses = open < text.length() && text.charAt(open) == '<' && close > 0 && close <= text.length() && text.charAt(close - 1) == '>';
      if (encloses && (hasEnd || end <= text.length())) return refused;
    }
    if (!hasEnd) return Report.Check.unknown("PDF_UNREADABLE");
    for (String trace : List.of("/ByteRange", "/ETSI.", "/adbe.", "/Adobe.PPK")) {
      if (text.contains(trace)) return Report.Check.unknown("SIGNATURE_DAMAGED");
    }
    return code.equals("NOT_A_CERTIFICATE") ? Report.Check.unknown("PDF_WITHOUT_SIGNATURE") : refused;
  }

  private static SdJwt credential(SignedPdf pdf) {
    try {
      SdJwt credential = new SdJwt(pdf.credential);
      Refused.unless(credential.binding.isEmpty(), "STRUCTURE_REFUSED");
      return credential;
    } catch (Refused error) {
      throw Pdf.refused();
    }
  }

  private static Cms cms(SignedPdf pdf) {
    try {
      Cms cms = new Cms(pdf.cms, false);
      Cms.need(cms.version.intValue() == 1 && cms.contentType.equals(Cms.DATA) && cms.content == null);
      Cms.need(cms.digests.size() == 1 && cms.digests.get(0).algorithm().equals("2.16.840.1.101.3.4.2.1"));
      Cms.need(cms.hash.equals("SHA-256") && !cms.hasRevocations && cms.signerVersion.intValue() == 1 && !cms.isByKeyIdentifier);
      long distinct = cms.certificates.stream().map(Certificate::fingerprint).distinct().count();
      Cms.need(distinct == cms.certificates.size() && distinct >= 1 && distinct <= 8);
      Cms.need(cms.isOrdered && !cms.hasRepeated && cms.attributes.size() <= 16);
      for (List<Der> values : cms.attributes.values()) Cms.need(values.size() == 1);
      Cms.need(cms.attribute(Cms.CONTENT_TYPE).oid().equals(Cms.DATA) && cms.attribute(Cms.CERTIFICATE_V2) != null && cms.attribute(Cms.MESSAGE_DIGEST) != null);
      Cms.need(Set.of("1.2.840.10045.4.3.2", "1.2.840.113549.1.1.1").contains(cms.algorithm));
      Cms.need(cms.certificates.size() == 1 || cms.isChain(readable(pdf.dss)));
      boolean isNamed = cms.namesSigner(Cms.CERTIFICATE_V2);
      boolean isRight = cms.isDigest(pdf.digest) && isNamed && cms.isSigned();
      Refused.unless(isRight, SIGNATURE);
      return cms;
    } catch (Refused error) {
      throw error.code.equals(SIGNATURE) ? error : Pdf.refused();
    } catch (IndexOutOfBoundsException | NullPointerException error) {
      throw Pdf.refused();
    }
  }

  /** What cannot be read is of no use and no harm. */
  static List<Certificate> readable(List<byte[]> stored) {
    List<Certificate> certificates = new ArrayList<>();
    for (byte[] der : stored) {
      try {
        certificates.add(new Certificate(der));
      } catch (Refused | IndexOutOfBoundsException error) {
        // left out
      }
    }
    return certificates;
  }

  private Report judge(SignedPdf pdf, SdJwt credential, Cms cms) {
    Report report = Report.ofCertificate();
    boolean isBroken = cms.unsigned.keySet().stream().anyMatch(type -> !type.equals(RECEIPT) && !type.equals(TIMESTAMP))
        || cms.unsigned.values().stream().anyMatch(values -> values.size() != 1) || cms.hasRepeatedUnsigned;
    String kid = Keys.kid(cms.signer.spki);
    Receipt.Proved proved = null;
    Report.Check anchoring;
    try {
      proved = prove(pdf, credential, cms, isBroken);
      anchoring = Report.Check.PASS;
    } catch (Refused error) {
      anchoring = Report.Check.unknown(error.code);
    }
    Window.Found signing = window.find(credential.issuer, kid, "certificate");
    Window.Found issuing = window.find(credential.issuer, credential.kid, "credential");
    boolean isRevoked = isRevoked(signing) || isRevoked(issuing);
    Report.Check issuer = proved == null ? byRegistry(signing, cms, credential) : byEntry(proved, kid, cms, credential);
    report.checks.put("issuer", issuer);
    report.checks.put("integrity", integrity(pdf, credential, cms, issuing, isBroken));
    boolean isAsked = window.policy.requireAnchoring() || isRevoked || proved != null;
    boolean isOpen = anchoring.passes() || isAsked;
    report.checks.put("anchoring", isOpen ? anchoring : Report.Check.SKIPPED);
    if (!issuer.passes()) return report;
    report.checks.put(
        "status",
        window.status(credential.issuer, credential.certs(), credential.identifier.type(), List.of(kid, credential.kid)));
    report.checks.put("validity", window.validity(credential.nbf, credential.exp));
    if (window.asked.has("holder")) report.checks.put("holder", holder(credential, window));
    return report;
  }

  private static boolean isRevoked(Window.Found found) {
    return found.isFound() && found.key().until != null;
  }

  static Report.Check holder(SdJwt credential, Window window) {
    Forms asked = window.asked.object("holder");
    if (!asked.has("name") && !asked.has("number")) return Report.Check.SKIPPED;
    if (!credential.payload.has("holder")) return Report.Check.unknown("HOLDER_NOT_NAMED");
    return Holder.check(asked, credential.holder("name"), credential.holder("number"), false);
  }

  private Report.Check integrity(SignedPdf pdf, SdJwt credential, Cms cms, Window.Found issuing, boolean isBroken) {
    if (!credential.identifier.isRight() && !credential.identifier.isVariant()) return Report.Check.fail("STRUCTURE_REFUSED");
    if (issuing.isFound() && !credential.isSignedBy(issuing.key())) return Report.Check.fail(SIGNATURE);
    if (!window.policy.requireTimestamp()) return Report.Check.PASS;
    List<Der> token = cms.unsigned.get(TIMESTAMP);
    boolean isGood = !isBroken && token != null && Timestamp.isGood(token.get(0).all, cms.signature, cms.signer, pdf.dss, roots);
    return isGood ? Report.Check.PASS : Report.Check.unknown("TIMESTAMP_UNUSABLE");
  }

  private Receipt.Proved prove(SignedPdf pdf, SdJwt credential, Cms cms, boolean isBroken) {
    Map<Long, byte[]> digests = Map.of(2L, credential.digest(), 3L, pdf.digest);
    List<Der> own = isBroken ? null : cms.unsigned.get(RECEIPT);
    Refused refused = new Refused(isBroken ? "RECEIPT_UNUSABLE" : "RECEIPT_MISSING");
    if (own != null) {
      try {
        return new Receipt(own.get(0).need(4).content).prove(credential.issuer, credential.certId, digests, window);
      } catch (Refused error) {
        refused = error.code.equals(Bytes.MALFORMED) ? new Refused("RECEIPT_UNUSABLE") : error;
      }
    }
    byte[] kept = window.mirror == null ? null : window.mirror.receipts.get(credential.certId);
    byte[] served = online.apply("feed/receipts/" + credential.certId);
    for (byte[] other : new byte[][] {kept, served}) {
      if (other == null) continue;
      try {
        return new Receipt(other).prove(credential.issuer, credential.certId, digests, window);
      } catch (Refused error) {
        // only one that holds counts
      }
    }
    throw refused;
  }

  private Report.Check byRegistry(Window.Found signing, Cms cms, SdJwt credential) {
    if (!signing.isFound()) return signing.check();
    if (!java.util.Arrays.equals(signing.key().spki, cms.signer.spki)) return Report.Check.fail("KEY_NOT_VALID");
    return window.type(signing.issuer(), credential.identifier.type());
  }

  /** By the entry that a receipt proved, and by the version that it names where the mirror knows it. */
  private Report.Check byEntry(Receipt.Proved proved, String kid, Cms cms, SdJwt credential) {
    Forms key = proved.keys().get(kid);
    boolean isIt = proved.entry().keys.contains(kid) && key != null
        && Bytes.hex(Bytes.sha256(cms.signer.spki)).equals(key.get("spki")) && "certificate".equals(key.get("use"));
    Forms own = proved.keys().get(credential.kid);
    boolean isOwn = proved.entry().keys.contains(credential.kid) && own != null && "credential".equals(own.get("use"));
    if (!isIt || !isOwn) return Report.Check.fail("KEY_NOT_VALID");
    if (!proved.entry().types.contains(credential.identifier.type())) return Report.Check.fail("ISSUER_NOT_ALLOWED");
    return window.entry(proved.entry());
  }
}
