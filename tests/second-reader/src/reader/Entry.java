package reader;

import java.util.List;
import java.util.Map;

/** An entry of an issuer's log: "Records and logs". */
final class Entry {
  private static final String UNUSABLE = "RECORD_UNUSABLE";
  final long seq;
  final String issuer;
  final Issuer.Version under;
  final byte[] root;
  final long size;
  final List<String> keys;
  final List<String> types;
  final String qr;
  final List<?> changes;

  Entry(Object value, String issuer) {
    Forms form = new Forms(value, UNUSABLE);
    form.check(issuer == null || form.string("issuer").equals(issuer));
    this.issuer = form.match("issuer", Forms.ISSUER);
    seq = form.count("seq");
    under = Issuer.Version.of(form.object("under"));
    boolean hasTree = form.has("root");
    for (String name : List.of("size", "keys", "types", "qr")) form.check(form.has(name) == hasTree);
    root = hasTree ? Bytes.unhex(form.match("root", Forms.HEX32)) : null;
    size = hasTree ? form.count("size") : 0;
    keys = hasTree ? form.sorted("keys", Forms.KID, 1, 16) : List.of();
    types = hasTree ? form.sorted("types", Forms.TYPE, 1, 1000) : List.of();
    qr = hasTree ? form.match("qr", Forms.HEX32) : null;
    changes = form.has("changes") ? form.list("changes", 1, 1000) : null;
    form.check(hasTree || changes != null);
  }

  static boolean isLater(Map<?, ?> value) {
    return !Double.valueOf(1).equals(value.get("v"));
  }
}
