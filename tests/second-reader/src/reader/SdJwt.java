package reader;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** "Credential and presentation": an SD-JWT of the profile, and a key binding JWT. */
final class SdJwt {
  private static final Set<String> CLAIMS =
      Set.of(
          "iss", "vct", "vct_name", "identifier", "jti", "iat", "nbf", "exp", "cnf", "copy", "titles", "holder", "_sd",
          "_sd_alg");
  private static final Set<String> RESERVED =
      Set.of("aud", "sub", "status", "vct#integrity", "type", "issuing_authority", "act", "nonce", "sd_hash");
  private static final String MALFORMED = "CREDENTIAL_MALFORMED";
  final String jwt;
  final String kid;
  final Forms payload;
  final byte[] signature;
  final Identifier identifier;
  final String issuer;
  final String certId;
  final long nbf;
  final Long exp;
  final String original;
  final Map<String, Object> fields = new TreeMap<>();
  /** Up to and with the last `~`. */
  final String presented;
  final String binding;

  /** @throws Refused `CREDENTIAL_MALFORMED` */
  SdJwt(String text) {
    try {
      if (text.length() > 262_144 || text.chars().anyMatch(one -> one > 127)) throw new Refused(MALFORMED);
      String[] parts = text.split("~", -1);
      if (parts.length < 2 || parts.length > 130) throw new Refused(MALFORMED);
      jwt = parts[0];
      binding = parts[parts.length - 1];
      presented = text.substring(0, text.length() - binding.length());
      String[] tokens = jwt.split("\\.", -1);
      if (tokens.length != 3) throw new Refused(MALFORMED);
      Forms header = json(tokens[0]);
      header.only("alg", "kid", "typ");
      header.check(header.string("alg").equals("ES256") && header.string("typ").equals("dc+sd-jwt"));
      kid = header.match("kid", Forms.KID);
      signature = Bytes.unbase64url(tokens[2]);
      header.check(signature.length == 64 && Keys.isLow(signature));
      payload = json(tokens[1]);
      payload.check(CLAIMS.containsAll(payload.map().keySet()));
      issuer = payload.match("iss", Forms.ISSUER);
      identifier = Identifier.parse(payload.string("identifier"));
      payload.check(identifier != null && identifier.issuer().equals(issuer));
      payload.match("vct", "urn:certbridge:certificate:" + identifier.type() + ":[1-9][0-9]{0,8}");
      payload.text("vct_name");
      certId = payload.match("jti", Forms.HEX16);
      midnight("iat");
      nbf = midnight("nbf");
      exp = payload.has("exp") ? Long.valueOf(midnight("exp")) : null;
      payload.check(exp == null || exp > nbf);
      payload.check(payload.string("_sd_alg").equals("sha-256"));
      if (payload.has("cnf")) payload.object("cnf").object("jwk").only("kty", "crv", "x", "y");
      original = payload.has("copy") ? payload.object("copy").match("of", Forms.HEX16) : null;
      if (payload.has("holder")) {
        Forms holder = payload.object("holder");
        holder.only("name", "number");
        holder.check(isField(holder.get("name")) && isField(holder.get("number")));
      }
      if (payload.has("titles")) {
        for (Object title : payload.list("titles", 0, 128)) {
          payload.check(title instanceof List<?> parts3 && parts3.size() == 3 && isField(parts3.get(0)));
        }
      }
      List<String> digests = payload.sorted("_sd", "[A-Za-z0-9_-]{43}", 0, 128);
      Set<String> seen = new HashSet<>();
      for (int n = 1; n < parts.length - 1; n++) disclose(parts[n], digests, seen);
    } catch (Refused error) {
      throw new Refused(MALFORMED);
    }
  }

  private long midnight(String name) {
    long time = payload.natural(name);
    payload.check(Math.floorMod(time + 8 * 3600, 86_400) == 0);
    return time;
  }

  static Forms json(String part) {
    return new Forms(Json.parse(Bytes.unbase64url(part)), MALFORMED);
  }

  private void disclose(String part, List<String> digests, Set<String> seen) {
    String digest = Bytes.base64url(Bytes.sha256(Bytes.ascii(part)));
    payload.check(digests.contains(digest) && seen.add(digest));
    payload.check(Json.parse(Bytes.unbase64url(part)) instanceof List<?> list && list.size() == 3);
    List<?> disclosure = (List<?>) Json.parse(Bytes.unbase64url(part));
    payload.check(disclosure.get(0) instanceof String salt && salt.length() >= 22);
    payload.check(disclosure.get(1) instanceof String);
    String name = (String) disclosure.get(1);
    payload.check(isField(name));
    payload.check(!fields.containsKey(name) && isPlain(disclosure.get(2)));
    fields.put(name, disclosure.get(2));
  }

  private static boolean isField(Object value) {
    return value instanceof String name
        && name.matches("[A-Za-z][A-Za-z0-9_]{0,63}") && !CLAIMS.contains(name) && !RESERVED.contains(name);
  }

  private static boolean isPlain(Object value) {
    if (value instanceof List<?> items) return items.stream().allMatch(SdJwt::isPlain);
    if (!(value instanceof Map<?, ?> members)) return true;
    return !members.containsKey("_sd") && !members.containsKey("...") && members.values().stream().allMatch(SdJwt::isPlain);
  }

  byte[] digest() {
    return Bytes.sha256(Bytes.ascii(jwt));
  }

  boolean isSignedBy(Issuer.Key key) {
    return key.alg.equals("ES256")
        && Keys.verifyLow(key.key, Bytes.ascii(jwt.substring(0, jwt.lastIndexOf('.'))), signature);
  }

  List<String> certs() {
    List<String> certs = new ArrayList<>(List.of(certId));
    if (original != null) certs.add(original);
    return certs;
  }

  /** The field that names (`name`) or numbers (`number`) the holder; null where it is not disclosed. */
  String holder(String which) {
    Object field = payload.object("holder").get(which);
    return field instanceof String name && fields.get(name) instanceof String text ? text : null;
  }
}
