package reader;

import java.util.HashSet;
import java.util.Set;

/** What records that cannot be used, or are of later software, are about: "Growth". */
final class Harms {
  private final Set<String> places = new HashSet<>();

  /** `scope` is what the writer has a say in: "" everything, else `p <mspId>` or `i <issuer>`. */
  void add(String scope, String what) {
    places.add(scope + "|" + what);
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  boolean has(String scope, String what) {
    return places.contains(scope + "|" + what);
  }

  void issuer(String issuer) {
    add("", "issuer " + issuer);
  }

  void key(String issuer, String kid) {
    add("", "key " + issuer + " " + kid);
  }

  void certificate(String issuer, String cert) {
    add("", "certificate " + issuer + " " + cert);
  }

  boolean isIssuer(String issuer, String owner) {
    return has("", "issuer " + issuer)
        || has("", "province " + owner)
        || has("p " + owner, "issuer " + issuer);
  }

  boolean isKey(String issuer, String owner, String kid) {
    String key = "key " + issuer + " " + kid;
    return has("", key) || has("p " + owner, key) || has("i " + issuer, key);
  }

  boolean isType(String issuer, String owner, String type) {
    return has("", "type " + type) || has("p " + owner, "type " + type) || has("i " + issuer, "type " + type);
  }

  boolean isCertificate(String issuer, String cert) {
    return has("", "certificate " + issuer + " " + cert);
  }
}
