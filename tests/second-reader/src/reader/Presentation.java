package reader;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** "Credential and presentation", as a window asks for one. */
final class Presentation {
  private Presentation() {}

  /** `receipt` may be null. */
  static Report verify(String text, String audience, String nonce, byte[] receipt, Window window) {
    SdJwt credential;
    try {
      credential = new SdJwt(text);
    } catch (Refused error) {
      return Report.ofCertificate(Report.Check.fail("NOT_A_CERTIFICATE"));
    }
    Report report = Report.ofCertificate();
    boolean isHolders = isBound(credential, audience, nonce, window);
    report.checks.put("holder", isHolders ? Report.Check.PASS : Report.Check.fail("HOLDER_MISMATCH"));
    Window.Found found = window.find(credential.issuer, credential.kid, "credential");
    Report.Check issuer = found.isFound() ? window.type(found.issuer(), credential.identifier.type()) : found.check();
    report.checks.put("issuer", issuer);
    Report.Check integrity = found.isFound() ? Report.Check.PASS : found.check();
    boolean isRight = credential.identifier.isRight() || credential.identifier.isVariant();
    if (!isRight) integrity = Report.Check.fail("STRUCTURE_REFUSED");
    else if (found.isFound() && !credential.isSignedBy(found.key())) integrity = Report.Check.fail("SIGNATURE_INVALID");
    report.checks.put("integrity", integrity);
    if (!integrity.passes() || !issuer.passes()) return report;
    boolean isAsked = found.key().until != null || window.policy.requireAnchoring() || receipt != null;
    if (isAsked) report.checks.put("anchoring", anchoring(credential, receipt, window));
    report.checks.put(
        "status", window.status(credential.issuer, credential.certs(), credential.identifier.type(), List.of(credential.kid)));
    report.checks.put("validity", window.validity(credential.nbf, credential.exp));
    return report;
  }

  private static Report.Check anchoring(SdJwt credential, byte[] receipt, Window window) {
    if (receipt == null) return Report.Check.unknown("RECEIPT_MISSING");
    try {
      new Receipt(receipt).prove(credential.issuer, credential.certId, Map.of(2L, credential.digest()), window);
      return Report.Check.PASS;
    } catch (Refused error) {
      return Report.Check.unknown(error.code);
    }
  }

  private static boolean isBound(SdJwt credential, String audience, String nonce, Window window) {
    try {
      String[] tokens = credential.binding.split("\\.", -1);
      if (tokens.length != 3 || !credential.payload.has("cnf")) return false;
      Forms header = SdJwt.json(tokens[0]);
      boolean isForm = header.string("alg").equals("ES256") && header.string("typ").equals("kb+jwt") && !header.has("crit");
      Forms payload = SdJwt.json(tokens[1]);
      String digest = Bytes.base64url(Bytes.sha256(Bytes.ascii(credential.presented)));
      boolean isAsked =
          payload.string("aud").equals(audience) && payload.string("nonce").equals(nonce) && payload.string("sd_hash").equals(digest);
      Instant signed = Instant.ofEpochSecond(payload.natural("iat"));
      boolean isNow = !window.now.isAfter(signed.plusSeconds(300)) && !signed.isAfter(window.now.plus(window.skew()));
      java.security.PublicKey key = Keys.ofJwk(credential.payload.object("cnf").get("jwk"));
      byte[] message = Bytes.ascii(tokens[0] + "." + tokens[1]);
      return isForm && isAsked && isNow && key != null && Keys.verifyRaw(key, message, Bytes.unbase64url(tokens[2]));
    } catch (Refused error) {
      return false;
    }
  }
}
